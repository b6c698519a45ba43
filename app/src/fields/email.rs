use super::{Problem, idn, is_hidden};

/// An e-mail address: one mailbox, as RFC 5321 section 4.1.2 writes it without quoting, at most 254 characters.
///
/// The domain keeps to the rules of a host name (IDN in Unicode allowed); the part before `@` takes any printable
/// character that needs no quoting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Most characters of an address (RFC 5321 section 4.5.3.1.3, less the angle brackets).
    pub const MAX: u16 = 254;

    /// Reads an address; spaces around it do not matter.
    ///
    /// # Errors
    /// [`Problem::Required`], [`Problem::TooLong`], [`Problem::EmailAddress`].
    pub fn parse(typed: &str) -> Result<Self, Problem> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(Problem::Required);
        }
        if typed.chars().count() > usize::from(Self::MAX) {
            return Err(Problem::TooLong(Self::MAX));
        }
        let (local, domain) = typed.rsplit_once('@').ok_or(Problem::EmailAddress)?;
        if is_local_part(local) && is_domain(domain) {
            Ok(Self(format!("{local}@{}", domain.to_lowercase())))
        } else {
            Err(Problem::EmailAddress)
        }
    }

    /// As typed, the domain in small letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form in which addresses are compared: in small letters, since no mailbox of today minds, the domain as DNS
    /// knows it (`xn--…`).
    #[must_use]
    pub fn key(&self) -> String {
        Self::key_of(&self.0)
    }

    /// The key of whatever was typed at sign-in, valid or not.
    #[must_use]
    pub fn key_of(typed: &str) -> String {
        let typed = typed.trim().to_lowercase();
        match typed.rsplit_once('@') {
            Some((local, domain)) if !domain.is_ascii() && domain.len() <= 4 * usize::from(Self::MAX) => {
                idn::to_ascii(domain).map_or_else(|| typed.clone(), |domain| format!("{local}@{domain}"))
            }
            _ => typed,
        }
    }
}

/// Atoms with single dots between them, at most 64 octets.
fn is_local_part(local: &str) -> bool {
    local.len() <= 64
        && local.split('.').all(|atom| {
            !atom.is_empty()
                && atom.chars().all(|c| !c.is_whitespace() && !is_hidden(c) && !"()<>[]:;@\\,\"\u{fffd}".contains(c))
        })
}

/// At least two labels of letters, digits and inner hyphens. The last one is no number: that would be an IP address.
fn is_domain(domain: &str) -> bool {
    domain.contains('.')
        && domain.len() <= 253
        && !domain.rsplit('.').next().is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_digit()))
        && domain.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken() {
        for typed in ["ada@example.org", " ada.l+x@Mail.Example.org ", "zoë@bücher.example", "o'brien@example.org"] {
            assert!(EmailAddress::parse(typed).is_ok(), "{typed:?}");
        }
    }

    #[test]
    fn what_is_no_single_address_is_refused() {
        assert_eq!(EmailAddress::parse(""), Err(Problem::Required));
        assert_eq!(EmailAddress::parse(&format!("{}@example.org", "a".repeat(300))), Err(Problem::TooLong(254)));
        for typed in [
            "ada",
            "@example.org",
            "ada@",
            "ada@example",
            "a@b.test, c@d.test",
            "a@b@c.test",
            "a b@c.test",
            "a@b.test\r\nBcc: c@d.test",
            "a..b@c.test",
            "a@-b.test",
            "a@b..test",
            "<a@b.test>",
            "a\0@b.test",
            "a@127.0.0.1",
            "a@example.12",
        ] {
            assert_eq!(EmailAddress::parse(typed), Err(Problem::EmailAddress), "{typed:?}");
        }
    }

    #[test]
    fn case_does_not_distinguish_addresses() {
        assert_eq!(EmailAddress::parse("Ada@Example.org").map(|e| e.key()), Ok("ada@example.org".to_owned()));
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn one_domain_in_two_spellings_is_one_address() {
        let key = EmailAddress::key_of("zoë@xn--bcher-kva.example");
        for typed in ["Zoë@Bücher.example", "zoë@bu\u{308}cher.example", " zoë@BÜCHER.example "] {
            assert_eq!(EmailAddress::key_of(typed), key, "{typed:?}");
        }
        assert_eq!(EmailAddress::key_of("a@\u{fffe}"), "a@\u{fffe}");
    }
}
