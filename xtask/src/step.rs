//! Steps: a line when one starts, a line with its time when it ends, so that nobody waits without knowing for what.

use std::time::Instant;

/// Runs `work` as a named step.
pub(crate) fn step<T>(name: &str, work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    println!("→ {name}");
    let started = Instant::now();
    let result = work();
    let sign = if result.is_ok() { "✓" } else { "✗" };
    println!("{sign} {name}  {:.1} s", started.elapsed().as_secs_f64());
    result
}
