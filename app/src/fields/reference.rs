use super::Problem;
use serde::{Deserialize, Serialize};

/// The name by which people and scenarios call an endpoint: 1 to 64 letters, digits and `_ . @ -`.
///
/// Unique without regard to case; kept as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reference(String);

impl Reference {
    /// Most characters of a reference.
    pub const MAX: u16 = 64;

    /// Reads a reference; spaces around it do not matter.
    ///
    /// # Errors
    /// [`Problem::Required`], [`Problem::TooLong`], [`Problem::Reference`].
    pub fn parse(typed: &str) -> Result<Self, Problem> {
        let typed = typed.trim();
        if typed.is_empty() {
            Err(Problem::Required)
        } else if typed.chars().count() > usize::from(Self::MAX) {
            Err(Problem::TooLong(Self::MAX))
        } else if typed.chars().all(|c| c.is_ascii_alphanumeric() || "_.@-".contains(c)) {
            Ok(Self(typed.to_owned()))
        } else {
            Err(Problem::Reference)
        }
    }

    /// As typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form in which references are compared: two with the same key are the same.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }

    /// The `number`th name for a copy: `paris-copy`, then `paris-copy-2`, … cut so that it stays within the limit.
    #[must_use]
    pub fn copy(&self, number: u32) -> Self {
        let tail = if number < 2 { "-copy".to_owned() } else { format!("-copy-{number}") };
        let room = usize::from(Self::MAX) - tail.len();
        Self(format!("{}{tail}", &self.0[..self.0.len().min(room)]))
    }
}

impl TryFrom<String> for Reference {
    type Error = String;

    fn try_from(typed: String) -> Result<Self, String> {
        Self::parse(&typed).map_err(Problem::words)
    }
}

impl From<Reference> for String {
    fn from(reference: Reference) -> Self {
        reference.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_digits_and_four_signs_make_a_reference() {
        for typed in ["a", "Paris_sud.2", "x@y-z", " paris ", &"a".repeat(64)] {
            assert!(Reference::parse(typed).is_ok(), "{typed:?}");
        }
    }

    #[test]
    fn everything_else_is_refused_with_its_reason() {
        assert_eq!(Reference::parse(""), Err(Problem::Required));
        assert_eq!(Reference::parse(" \t "), Err(Problem::Required));
        assert_eq!(Reference::parse(&"a".repeat(65)), Err(Problem::TooLong(64)));
        for typed in ["a b", "a/b", "é", "a\"b", "<b>", "a\0b", "a'b", "a,b", "ａ"] {
            assert_eq!(Reference::parse(typed), Err(Problem::Reference), "{typed:?}");
        }
    }

    #[test]
    fn case_does_not_distinguish_references() {
        assert_eq!(Reference::parse("Paris").map(|r| r.key()), Reference::parse("pARIS").map(|r| r.key()));
    }

    #[test]
    fn copies_are_numbered_and_never_too_long() {
        let paris = Reference::parse("paris").expect("valid");
        assert_eq!(paris.copy(1).as_str(), "paris-copy");
        assert_eq!(paris.copy(2).as_str(), "paris-copy-2");
        let long = Reference::parse(&"a".repeat(64)).expect("valid");
        assert_eq!(long.copy(12).as_str().len(), 64);
        assert!(long.copy(12).as_str().ends_with("-copy-12"));
    }
}
