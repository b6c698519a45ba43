//! Whether a table is so full that its rows are not counted for each page.

use crate::clock::Clock;
use app::listing::Total;
use std::sync::atomic::{AtomicI64, Ordering};

/// Rows are counted up to here when nothing is searched for.
pub(super) const COUNTED: u64 = 10_000;
/// From so many rows on it takes a while until there can be fewer than [`COUNTED`].
pub(super) const MANY: u64 = 2 * COUNTED;
/// That while, in milliseconds.
const WHILE: i64 = 60_000;

/// Remembers for a while that there are many rows.
#[derive(Debug, Default)]
pub(super) struct Crowd {
    /// When that was seen, in the clock's milliseconds; 0: it was not.
    seen: AtomicI64,
}

impl Crowd {
    /// Whether there are certainly more rows than are counted.
    pub(super) fn is_known(&self, clock: &Clock) -> bool {
        let seen = self.seen.load(Ordering::Relaxed);
        seen != 0 && (0..WHILE).contains(&(clock.now() - seen))
    }

    /// What is said about so many rows, counted up to [`MANY`].
    pub(super) fn counted(&self, total: u64, clock: &Clock) -> Total {
        if total >= MANY {
            self.seen.store(clock.now(), Ordering::Relaxed);
        }
        if total > COUNTED { Total::AtLeast(COUNTED) } else { Total::Exactly(total) }
    }

    /// Rows were taken away.
    pub(super) fn forget(&self) {
        self.seen.store(0, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn many_rows_are_remembered_for_a_while() {
        let (clock, crowd) = (Clock::fixed(5_000_000), Crowd::default());
        assert_eq!(crowd.counted(COUNTED, &clock), Total::Exactly(COUNTED));
        assert_eq!(crowd.counted(COUNTED + 1, &clock), Total::AtLeast(COUNTED));
        assert!(!crowd.is_known(&clock));
        assert_eq!(crowd.counted(MANY, &clock), Total::AtLeast(COUNTED));
        assert!(crowd.is_known(&clock));
        clock.advance(Duration::from_secs(61));
        assert!(!crowd.is_known(&clock));
        crowd.counted(MANY, &clock);
        crowd.forget();
        assert!(!crowd.is_known(&clock));
    }
}
