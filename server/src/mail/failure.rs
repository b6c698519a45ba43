//! Why a message was not taken, and when it is tried again.

use std::time::Duration;

/// The pauses after the first, second, … try: 33 hours in all. After the last one it is given up.
pub(super) const PAUSES: [Duration; 8] = [
    Duration::from_secs(10),
    Duration::from_mins(1),
    Duration::from_mins(5),
    Duration::from_mins(30),
    Duration::from_hours(2),
    Duration::from_hours(6),
    Duration::from_hours(12),
    Duration::from_hours(12),
];

/// Most characters of what a mail server says.
const LONGEST: usize = 300;

/// Why a message was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    /// What the screen shows: the mail server's own words.
    pub(super) words: String,
    /// The mail server's code. Its words may hold an address, so the log has the code alone.
    pub(super) code: Option<u16>,
    pub(super) kind: FailureKind,
}

/// What is to be done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FailureKind {
    /// Trying again is of no use.
    ForGood,
    /// The message itself is of no use any more: nobody can send it again.
    Outdated,
    /// This message is tried again later.
    ForNow,
    /// This message is tried again later, and no other would be taken now.
    NobodyThere,
}

impl Failure {
    pub(super) fn new(kind: FailureKind, words: &str) -> Self {
        Self { words: presentable(words), code: None, kind }
    }

    /// When it is tried again after so many tries; `None` when it is given up.
    pub(super) fn pause(&self, tries: i64) -> Option<Duration> {
        match self.kind {
            FailureKind::ForGood | FailureKind::Outdated => None,
            FailureKind::ForNow | FailureKind::NobodyThere => {
                PAUSES.get(usize::try_from(tries).ok()?.checked_sub(1)?).copied()
            }
        }
    }
}

/// One line of sensible length, without what a mail server may quote of a message: the links.
fn presentable(words: &str) -> String {
    let words: Vec<&str> =
        words.split_whitespace().map(|word| if word.contains("link=") { "…" } else { word }).collect();
    let line: String = words.join(" ").chars().filter(|c| !c.is_control()).collect();
    if line.chars().count() > LONGEST { line.chars().take(LONGEST - 1).chain(['…']).collect() } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_come_to_an_end() {
        let failure = Failure::new(FailureKind::ForNow, "421 busy");
        let pauses: Vec<Duration> = (1..).map_while(|tries| failure.pause(tries)).collect();
        assert_eq!(pauses, PAUSES);
        assert!(PAUSES.is_sorted());
    }

    #[test]
    fn what_is_refused_for_good_is_not_tried_again() {
        assert_eq!(Failure::new(FailureKind::ForGood, "550 no").pause(1), None);
        assert_eq!(Failure::new(FailureKind::Outdated, "Not sent").pause(1), None);
    }

    #[test]
    fn a_long_or_broken_answer_becomes_one_short_line() {
        let words = Failure::new(FailureKind::ForGood, &format!("550\r\n5.1.1\t{}\0", "x".repeat(1_000))).words;
        assert!(words.starts_with("550 5.1.1 xxx") && words.ends_with("x…"), "{words}");
        assert_eq!(words.chars().count(), LONGEST);
    }

    #[test]
    fn a_quoted_link_is_left_out() {
        let said = "554 spam: <https://a.test/choose-password?link=abc> is listed";
        assert_eq!(Failure::new(FailureKind::ForGood, said).words, "554 spam: … is listed");
    }
}
