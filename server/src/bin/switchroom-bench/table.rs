//! The report on lists.

use crate::lists::Measured;
use crate::say;
use std::time::Duration;

/// `title` says what the rows are and where.
pub(crate) fn print(title: &str, columns: &[Measured]) {
    let (Some(first), Some(last)) = (columns.first(), columns.last()) else { return };
    say(&format!("\n{title}: milliseconds (median, 95 of 100)"));
    let sizes: String = columns.iter().map(|column| format!("{:>17}", format!("{} rows", column.rows))).collect();
    say(&format!("{:<44}{sizes}{:>8}{:>10}", "", "ratio", "LIKE"));
    for (n, line) in last.lines.iter().enumerate() {
        let times: String = columns
            .iter()
            .filter_map(|column| column.lines.get(n))
            .map(|line| format!("{:>9}{:>8}", millis(line.took.median), millis(line.took.p95)))
            .collect();
        let small = first.lines.get(n).map_or(Duration::ZERO, |line| line.took.median);
        let ratio = line.took.median.as_secs_f64() / small.as_secs_f64().max(1e-9);
        let plain = line.plain.map(millis).unwrap_or_default();
        say(&format!("{:<44}{times}{ratio:>7.1}x{plain:>10}", line.name));
    }
}

/// With two digits after the point.
pub(crate) fn millis(time: Duration) -> String {
    format!("{:.2}", time.as_secs_f64() * 1_000.0)
}
