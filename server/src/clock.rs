//! The time, from one place, so that tests can set it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Tells the time. Cheap to clone; clones of a fixed clock move together.
#[derive(Debug, Clone, Default)]
pub struct Clock(Option<Arc<AtomicI64>>);

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub const fn system() -> Self {
        Self(None)
    }

    /// A clock that stands at `now` (milliseconds since 1970) until it is moved.
    #[must_use]
    pub fn fixed(now: i64) -> Self {
        Self(Some(Arc::new(AtomicI64::new(now))))
    }

    /// Moves a fixed clock on; nothing happens to the machine's.
    pub fn advance(&self, by: Duration) {
        if let Some(fixed) = &self.0 {
            fixed.fetch_add(millis(by), Ordering::Relaxed);
        }
    }

    /// Milliseconds since 1970, as the database keeps times.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.0.as_ref().map_or_else(system_now, |fixed| fixed.load(Ordering::Relaxed))
    }
}

/// A span in the unit of [`Clock::now`].
#[must_use]
pub fn millis(span: Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}

/// Before 1970 counts as 1970: such a machine has lost its clock anyway.
fn system_now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_clock_moves_only_when_told() {
        let clock = Clock::fixed(1_000);
        let same = clock.clone();
        assert_eq!(clock.now(), 1_000);
        same.advance(Duration::from_secs(2));
        assert_eq!(clock.now(), 3_000);
    }

    #[test]
    fn the_machine_s_clock_is_past_2025() {
        assert!(Clock::system().now() > 1_735_689_600_000);
    }
}
