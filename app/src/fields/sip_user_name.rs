use super::{Problem, is_hidden};

/// The user name with which we answer an endpoint's challenge: at most 128 characters without spaces, quotes, `:` or
/// control characters.
///
/// A colon would make the first part of a digest ambiguous (RFC 7616 section 3.4.2), a quote would end its parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SipUserName(String);

impl SipUserName {
    /// Most characters of a user name.
    pub const MAX: u16 = 128;

    /// Reads a user name; `None` when nothing was typed. Spaces around it do not matter.
    ///
    /// # Errors
    /// [`Problem::TooLong`], [`Problem::SipUserName`].
    pub fn parse(typed: &str) -> Result<Option<Self>, Problem> {
        let typed = typed.trim();
        if typed.is_empty() {
            Ok(None)
        } else if typed.chars().count() > usize::from(Self::MAX) {
            Err(Problem::TooLong(Self::MAX))
        } else if typed.chars().any(|c| c.is_whitespace() || is_hidden(c) || "\"'`:“”„‘’«»".contains(c)) {
            Err(Problem::SipUserName)
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
    fn a_user_name_is_optional() {
        assert_eq!(SipUserName::parse("  "), Ok(None));
    }

    #[test]
    fn most_characters_are_taken() {
        for typed in ["fr-main", "+33123", "a@b", "<b>", "é", " trimmed ", &"é".repeat(128)] {
            assert!(matches!(SipUserName::parse(typed), Ok(Some(_))), "{typed:?}");
        }
    }

    #[test]
    fn what_breaks_a_digest_is_refused() {
        assert_eq!(SipUserName::parse(&"a".repeat(129)), Err(Problem::TooLong(128)));
        for typed in ["a b", "a\"b", "a'b", "a:b", "a\0b", "a\u{7f}", "a\u{a0}b", "a\u{200b}b", "a\nb"] {
            assert_eq!(SipUserName::parse(typed), Err(Problem::SipUserName), "{typed:?}");
        }
    }
}
