use super::{Problem, is_hidden};

/// The password with which we answer an endpoint's challenge: any printable characters, never trimmed. Its `Debug`
/// shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct SipPassword(String);

impl SipPassword {
    /// Most characters of an endpoint's password.
    pub const MAX: u16 = 256;

    /// Reads a password; `None` when nothing was typed.
    ///
    /// # Errors
    /// [`Problem::TooLong`], [`Problem::HiddenCharacters`].
    pub fn parse(typed: &str) -> Result<Option<Self>, Problem> {
        if typed.is_empty() {
            Ok(None)
        } else if typed.chars().count() > usize::from(Self::MAX) {
            Err(Problem::TooLong(Self::MAX))
        } else if typed.contains(is_hidden) {
            Err(Problem::HiddenCharacters)
        } else {
            Ok(Some(Self(typed.to_owned())))
        }
    }

    /// The secret itself: for encrypting and for digests, never for showing.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for SipPassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SipPassword(..)")
    }
}

/// A password that a person chooses for signing in: 12 to 256 characters, whatever they are (NIST SP 800-63B asks for
/// length, not for kinds of characters). Its `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct NewPassword(String);

impl NewPassword {
    /// Fewest characters.
    pub const MIN: u16 = 12;
    /// Most characters: more would only make hashing slow.
    pub const MAX: u16 = 256;

    /// Reads a password.
    ///
    /// # Errors
    /// [`Problem::Required`], [`Problem::TooShort`], [`Problem::TooLong`].
    pub fn parse(typed: &str) -> Result<Self, Problem> {
        match typed.chars().take(usize::from(Self::MAX) + 1).count() {
            0 => Err(Problem::Required),
            n if n < usize::from(Self::MIN) => Err(Problem::TooShort(Self::MIN)),
            n if n > usize::from(Self::MAX) => Err(Problem::TooLong(Self::MAX)),
            _ => Ok(Self(typed.to_owned())),
        }
    }

    /// The secret itself: for hashing, never for showing.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewPassword(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_s_password_is_never_trimmed() {
        let password = SipPassword::parse(" pa\"ss:w<>rd ").expect("valid").expect("typed");
        assert_eq!(password.expose(), " pa\"ss:w<>rd ");
        assert_eq!(SipPassword::parse(""), Ok(None));
    }

    #[test]
    fn an_endpoint_s_password_is_printable_and_bounded() {
        assert!(SipPassword::parse(&"p".repeat(256)).is_ok());
        assert_eq!(SipPassword::parse(&"p".repeat(257)), Err(Problem::TooLong(256)));
        assert_eq!(SipPassword::parse("a\0b"), Err(Problem::HiddenCharacters));
    }

    #[test]
    fn a_person_s_password_needs_length_alone() {
        assert_eq!(NewPassword::parse(""), Err(Problem::Required));
        assert_eq!(NewPassword::parse("12345678901"), Err(Problem::TooShort(12)));
        assert!(NewPassword::parse("correct horse").is_ok());
        assert_eq!(NewPassword::parse(&"a".repeat(257)), Err(Problem::TooLong(256)));
    }

    #[test]
    fn passwords_do_not_show_in_debug_output() {
        assert_eq!(format!("{:?}", SipPassword::parse("hunter22")), "Ok(Some(SipPassword(..)))");
        assert_eq!(format!("{:?}", NewPassword::parse("hunter22hunter22")), "Ok(NewPassword(..))");
    }
}
