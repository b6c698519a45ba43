//! Randomness that is the same each time.

/// Throws that follow from a number alone (splitmix64, as in Java's `SplittableRandom`).
#[derive(Debug, Clone)]
pub(super) struct Dice(u64);

impl Dice {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.throw() % end
    }

    /// True in so many of a hundred cases.
    pub(super) fn percent(&mut self, share: u64) -> bool {
        self.below(100) < share
    }

    /// One of these.
    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        let length = from.len() as u64;
        from[usize::try_from(self.below(length)).unwrap_or(0)]
    }
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn throws_are_the_same_each_time_and_differ_from_each_other() {
        // The published first values for the seed 1234567.
        let mut dice = Dice::new(1_234_567);
        assert_eq!([dice.throw(), dice.throw()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }
}
