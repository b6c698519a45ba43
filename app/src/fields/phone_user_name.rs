use super::Problem;

/// The user name of a phone: 1 to 64 ASCII letters, digits and `. _ - +`, with a letter or a digit at both ends.
///
/// RFC 3261 section 25.1 (`user`) allows more, but phones mishandle `*`, `~` and escapes, and `:` would end the first part
/// of a digest (RFC 7616 section 3.4.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhoneUserName(String);

impl PhoneUserName {
    /// Most characters.
    pub const MAX: u16 = 64;

    /// Reads a user name; spaces around it do not matter.
    ///
    /// # Errors
    /// [`Problem::Required`], [`Problem::TooLong`], [`Problem::PhoneUserName`].
    pub fn parse(typed: &str) -> Result<Self, Problem> {
        let typed = typed.trim();
        let fits = |c: char| c.is_ascii_alphanumeric() || "._-+".contains(c);
        let ends = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if typed.is_empty() {
            Err(Problem::Required)
        } else if typed.chars().count() > usize::from(Self::MAX) {
            Err(Problem::TooLong(Self::MAX))
        } else if !typed.chars().all(fits) || !ends(typed.chars().next()) || !ends(typed.chars().next_back()) {
            Err(Problem::PhoneUserName)
        } else {
            Ok(Self(typed.to_owned()))
        }
    }

    /// As typed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form in which user names are compared.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_names_that_every_phone_takes_are_taken() {
        for typed in ["a", "curtis.stone", " C_S-2+x ", "4711", &"a".repeat(64)] {
            assert!(PhoneUserName::parse(typed).is_ok(), "{typed:?}");
        }
        assert_eq!(PhoneUserName::parse("Curtis").map(|name| name.key()), Ok("curtis".to_owned()));
    }

    #[test]
    fn what_phones_mishandle_is_refused() {
        assert_eq!(PhoneUserName::parse("  "), Err(Problem::Required));
        assert_eq!(PhoneUserName::parse(&"a".repeat(65)), Err(Problem::TooLong(64)));
        for typed in ["a b", "a:b", "a*", "~a", "a@b", "zoë", ".a", "a.", "-", "a\0", "a;b", "<a>", "a%41"] {
            assert_eq!(PhoneUserName::parse(typed), Err(Problem::PhoneUserName), "{typed:?}");
        }
    }
}
