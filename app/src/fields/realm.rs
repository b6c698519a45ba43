use super::{Problem, is_hidden};

/// The realm that an endpoint names in its challenge: at most 255 printable characters, kept exactly as typed, since
/// realms are case-sensitive (RFC 3261 section 22.1) and go into the digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Realm(String);

impl Realm {
    /// Most characters of a realm.
    pub const MAX: u16 = 255;

    /// Reads a realm; `None` when nothing or only spaces were typed.
    ///
    /// # Errors
    /// [`Problem::TooLong`], [`Problem::HiddenCharacters`].
    pub fn parse(typed: &str) -> Result<Option<Self>, Problem> {
        if typed.trim().is_empty() && !typed.contains(is_hidden) {
            Ok(None)
        } else if typed.chars().count() > usize::from(Self::MAX) {
            Err(Problem::TooLong(Self::MAX))
        } else if typed.contains(is_hidden) {
            Err(Problem::HiddenCharacters)
        } else {
            Ok(Some(Self(typed.to_owned())))
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
    fn a_realm_is_kept_as_typed() {
        for typed in ["Asterisk", " with spaces ", "\"quoted\" <b>", "é", &"r".repeat(255)] {
            assert_eq!(Realm::parse(typed).map(|r| r.map(|r| r.as_str().to_owned())), Ok(Some(typed.to_owned())));
        }
        assert_eq!(Realm::parse("   "), Ok(None));
    }

    #[test]
    fn long_or_unprintable_realms_are_refused() {
        assert_eq!(Realm::parse(&"r".repeat(256)), Err(Problem::TooLong(255)));
        for typed in ["a\0", "\n", "a\u{1b}[31m", "a\u{202e}b"] {
            assert_eq!(Realm::parse(typed), Err(Problem::HiddenCharacters), "{typed:?}");
        }
    }
}
