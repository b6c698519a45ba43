use super::{EmailAddress, Problem, is_hidden};

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
/// length, not for kinds of characters), but not one of them over and over. Its `Debug` shows nothing.
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
    /// [`Problem::Required`], [`Problem::TooShort`], [`Problem::TooLong`], [`Problem::OneCharacter`].
    pub fn parse(typed: &str) -> Result<Self, Problem> {
        match typed.chars().take(usize::from(Self::MAX) + 1).count() {
            0 => Err(Problem::Required),
            n if n < usize::from(Self::MIN) => Err(Problem::TooShort(Self::MIN)),
            n if n > usize::from(Self::MAX) => Err(Problem::TooLong(Self::MAX)),
            _ if is_one_character(typed) => Err(Problem::OneCharacter),
            _ => Ok(Self(typed.to_owned())),
        }
    }

    /// Refuses the name or the address of whom it is for, which are what is guessed first, also with a few characters
    /// more.
    ///
    /// # Errors
    /// [`Problem::OwnName`].
    pub fn not_about(&self, name: &str, email: &str) -> Result<(), Problem> {
        let (password, email) = (letters_and_digits(&self.0), EmailAddress::key_of(email));
        let (local, _) = email.rsplit_once('@').unwrap_or((&email, ""));
        let is_known = [name, &email, local].iter().map(|known| letters_and_digits(known)).any(|known| {
            let rest = password.replace(&known, "");
            !known.is_empty() && rest.len() < password.len() && rest.chars().count() < usize::from(Self::MIN) / 2
        });
        if is_known { Err(Problem::OwnName) } else { Ok(()) }
    }

    /// The secret itself: for hashing, never for showing.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// Also nothing but white space, whichever.
fn is_one_character(typed: &str) -> bool {
    let first = typed.chars().next();
    typed.trim().is_empty() || typed.chars().all(|c| Some(c) == first)
}

fn letters_and_digits(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
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
    fn what_is_guessed_first_is_refused() {
        for typed in ["aaaaaaaaaaaa", "            ", " \t \t \t \t \t \t", "éééééééééééé"] {
            assert_eq!(NewPassword::parse(typed), Err(Problem::OneCharacter), "{typed:?}");
        }
        let about = |typed: &str| {
            let password = NewPassword::parse(typed).expect("a password");
            password.not_about("Curtis Stone", "Curtis.Stone@callcentre.test")
        };
        for typed in [
            "Curtis Stone",
            "curtis.stone1!",
            "curtis.stone@callcentre.test",
            "CurtisStone2026",
            "curtis-stone-curtis-stone",
        ] {
            assert_eq!(about(typed), Err(Problem::OwnName), "{typed:?}");
        }
        for typed in ["correct horse", "curtis stone has a horse", "callcentre.test"] {
            assert_eq!(about(typed), Ok(()), "{typed:?}");
        }
        // Nothing of a name that is all signs is in every password.
        assert_eq!(NewPassword::parse("correct horse").and_then(|p| p.not_about("!", "@")), Ok(()));
    }

    #[test]
    fn passwords_do_not_show_in_debug_output() {
        assert_eq!(format!("{:?}", SipPassword::parse("hunter22")), "Ok(Some(SipPassword(..)))");
        assert_eq!(format!("{:?}", NewPassword::parse("hunter22hunter22")), "Ok(NewPassword(..))");
    }
}
