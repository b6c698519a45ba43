use super::{Problem, is_hidden};

/// What a person is called: 1 to 100 printable characters. Those that join or part two letters (ZWJ, ZWNJ) are part of
/// many names in Persian or Sinhala, and taken between such letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonName(String);

impl PersonName {
    /// Most characters of a name.
    pub const MAX: u16 = 100;

    /// Reads a name; spaces around it do not matter.
    ///
    /// # Errors
    /// [`Problem::Required`], [`Problem::TooLong`], [`Problem::HiddenCharacters`], [`Problem::LostCharacters`].
    pub fn parse(typed: &str) -> Result<Self, Problem> {
        let typed = typed.trim();
        if typed.is_empty() {
            Err(Problem::Required)
        } else if typed.chars().count() > usize::from(Self::MAX) {
            Err(Problem::TooLong(Self::MAX))
        } else if typed.contains('\u{fffd}') {
            Err(Problem::LostCharacters)
        } else if has_hidden(typed) {
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

fn has_hidden(name: &str) -> bool {
    let mut before = None;
    let mut rest = name.chars();
    while let Some(c) = rest.next() {
        let joins = matches!(c, '\u{200c}' | '\u{200d}')
            && before.is_some_and(is_joined)
            && rest.clone().next().is_some_and(is_joined);
        if is_hidden(c) && !joins {
            return true;
        }
        before = Some(c);
    }
    false
}

/// A letter beyond ASCII, or a sign of an Indic script such as the virama, which counts as no letter.
fn is_joined(c: char) -> bool {
    !c.is_ascii() && c.is_alphabetic() || matches!(c, '\u{900}'..='\u{dff}')
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
    fn letters_are_joined_and_parted_where_scripts_do_so() {
        // Persian "Ali-Reza" with a ZWNJ, Sinhala "Sri" with a ZWJ behind the virama.
        for typed in ["علی\u{200c}رضا", "ශ්\u{200d}රී ලංකා"] {
            assert!(PersonName::parse(typed).is_ok(), "{typed:?}");
        }
        for typed in ["Ad\u{200d}a", "علی\u{200c}", "علی\u{200c}\u{200c}رضا", "علی\u{200c} رضا", "Ada\u{200b}"]
        {
            assert_eq!(PersonName::parse(typed), Err(Problem::HiddenCharacters), "{typed:?}");
        }
    }

    #[test]
    fn what_no_name_has_is_refused() {
        for typed in ["Ada\u{fffe}", "Ada\u{ffff}", "\u{1fffe}Ada", "A\u{fdd0}"] {
            assert_eq!(PersonName::parse(typed), Err(Problem::HiddenCharacters), "{typed:?}");
        }
        assert_eq!(PersonName::parse("Zo\u{fffd}"), Err(Problem::LostCharacters));
    }

    #[test]
    fn nothing_too_much_and_line_breaks_are_refused() {
        assert_eq!(PersonName::parse("  "), Err(Problem::Required));
        assert_eq!(PersonName::parse(&"é".repeat(101)), Err(Problem::TooLong(100)));
        assert_eq!(PersonName::parse("Ada\r\nBcc: x"), Err(Problem::HiddenCharacters));
    }
}
