use super::{Problem, is_hidden};

/// What a person is called: 1 to 100 printable characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonName(String);

impl PersonName {
    /// Most characters of a name.
    pub const MAX: u16 = 100;

    /// Reads a name; spaces around it do not matter.
    ///
    /// # Errors
    /// [`Problem::Required`], [`Problem::TooLong`], [`Problem::HiddenCharacters`].
    pub fn parse(typed: &str) -> Result<Self, Problem> {
        let typed = typed.trim();
        if typed.is_empty() {
            Err(Problem::Required)
        } else if typed.chars().count() > usize::from(Self::MAX) {
            Err(Problem::TooLong(Self::MAX))
        } else if typed.contains(is_hidden) {
            Err(Problem::HiddenCharacters)
        } else {
            Ok(Self(typed.to_owned()))
        }
    }

    /// As typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_all_scripts_are_names() {
        for typed in ["Ada", "Zoë O'Brien", "山田太郎", " Ada Admin ", &"é".repeat(100)] {
            assert!(PersonName::parse(typed).is_ok(), "{typed:?}");
        }
    }

    #[test]
    fn nothing_too_much_and_line_breaks_are_refused() {
        assert_eq!(PersonName::parse("  "), Err(Problem::Required));
        assert_eq!(PersonName::parse(&"é".repeat(101)), Err(Problem::TooLong(100)));
        assert_eq!(PersonName::parse("Ada\r\nBcc: x"), Err(Problem::HiddenCharacters));
    }
}
