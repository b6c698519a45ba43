use super::{Problem, idn};
use std::net::{Ipv4Addr, Ipv6Addr};

/// Where an endpoint is: a domain name or an IP address, in canonical form.
///
/// Names are in small letters, international ones in punycode, without a final dot; IPv6 without brackets, shortened
/// as RFC 5952 says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostName(String);

impl HostName {
    /// Most characters of a name (RFC 1035 section 2.3.4, without the length octets).
    pub const MAX: u16 = 253;
    /// Most characters of a label.
    const LABEL_MAX: usize = 63;

    /// Reads a name or an address; spaces around it do not matter.
    ///
    /// # Errors
    /// The [`Problem`] that says what to do.
    pub fn parse(typed: &str) -> Result<Self, Problem> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(Problem::Required);
        }
        if typed.contains(':') || typed.starts_with('[') {
            return ipv6(typed).map(Self);
        }
        // A name in letters of other scripts can be shorter than its ASCII form, never four times longer.
        if typed.len() > 4 * usize::from(Self::MAX) {
            return Err(Problem::TooLong(Self::MAX));
        }
        name_or_ipv4(typed).map(Self)
    }

    /// In canonical form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True for a name without a dot: it only resolves where a search domain is set.
    #[must_use]
    pub fn is_single_label(&self) -> bool {
        !self.0.contains(['.', ':'])
    }
}

fn ipv6(typed: &str) -> Result<String, Problem> {
    let bare = match typed.strip_prefix('[') {
        Some(rest) => rest.strip_suffix(']').ok_or(Problem::Ipv6)?,
        None => typed,
    };
    if bare.contains('%') {
        return Err(Problem::Ipv6Zone);
    }
    bare.parse::<Ipv6Addr>().map(|address| address.to_string()).map_err(|_| what_has_a_colon(bare))
}

/// `http://a.example`, `tel:123` and `sip:` with something that cannot be split are addresses, but no IPv6 addresses.
fn what_has_a_colon(typed: &str) -> Problem {
    let scheme = typed.split_once(':').map(|(scheme, _)| scheme).unwrap_or_default();
    if scheme.bytes().all(|b| b.is_ascii_hexdigit()) { Problem::Ipv6 } else { Problem::SipUri }
}

fn name_or_ipv4(typed: &str) -> Result<String, Problem> {
    // A label that is in punycode already must mean something (RFC 5891 section 5.4).
    let international = !typed.is_ascii() || typed.to_ascii_lowercase().split('.').any(|l| l.starts_with("xn--"));
    let ascii = if international { to_ascii(typed)? } else { typed.to_ascii_lowercase() };
    let name = ascii.strip_suffix('.').unwrap_or(&ascii);
    if name.len() > usize::from(HostName::MAX) {
        return Err(Problem::TooLong(HostName::MAX));
    }
    if is_dotted_number(name) {
        return name.parse::<Ipv4Addr>().map(|address| address.to_string()).map_err(|_| Problem::Ipv4);
    }
    if !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.') {
        return Err(Problem::HostName);
    }
    name.split('.').try_for_each(label)?;
    Ok(name.to_owned())
}

/// Only letters, hyphens and dots get as far as the conversion: what else ASCII has would mean something to a URL.
fn to_ascii(typed: &str) -> Result<String, Problem> {
    if typed.chars().any(|c| c.is_ascii() && !c.is_ascii_alphanumeric() && c != '-' && c != '.') {
        return Err(Problem::HostName);
    }
    idn::to_ascii(typed).ok_or(Problem::HostName)
}

/// A name whose last label is a number, be it a hexadecimal one, is read as an IPv4 address by resolvers (WHATWG URL,
/// RFC 3696 section 2): `0x7f000001` is 127.0.0.1 to them.
fn is_dotted_number(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or_default();
    let hexadecimal = last.strip_prefix("0x").is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
    hexadecimal || (!last.is_empty() && last.bytes().all(|b| b.is_ascii_digit()))
}

/// RFC 1123 section 2.1.
fn label(label: &str) -> Result<(), Problem> {
    if label.is_empty() || label.starts_with('-') || label.ends_with('-') {
        Err(Problem::HostLabelShape)
    } else if label.len() > HostName::LABEL_MAX {
        Err(Problem::HostLabelTooLong)
    } else {
        Ok(())
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    fn parsed(typed: &str) -> Result<String, Problem> {
        HostName::parse(typed).map(|host| host.0)
    }

    #[test]
    fn names_and_addresses_come_out_in_canonical_form() {
        for (typed, kept) in [
            (" sip.example.org ", "sip.example.org"),
            ("SIP.Example.ORG", "sip.example.org"),
            ("sip.example.org.", "sip.example.org"),
            ("a--b.example", "a--b.example"),
            ("pbx", "pbx"),
            ("3com.example", "3com.example"),
            ("10.20.0.14", "10.20.0.14"),
            ("255.255.255.255", "255.255.255.255"),
            ("2001:DB8:0:0:0:0:0:5", "2001:db8::5"),
            ("[2001:db8::5]", "2001:db8::5"),
            ("::1", "::1"),
            ("::ffff:10.0.0.1", "::ffff:10.0.0.1"),
            ("bücher.example", "xn--bcher-kva.example"),
            ("BÜCHER.example", "xn--bcher-kva.example"),
            ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
            ("sip。example。org", "sip.example.org"),
        ] {
            assert_eq!(parsed(typed).as_deref(), Ok(kept), "{typed:?}");
        }
    }

    #[test]
    fn a_dotted_number_must_be_an_address() {
        for typed in [
            "256.1.1.1",
            "999.1.1.1",
            "10.0.0.01",
            "010.0.0.1",
            "1.2.3",
            "1.2.3.4.5",
            "1.2.3.4.",
            "12345",
            "sip.1",
            "１２７.0.0.256",
        ] {
            let expected = if typed == "1.2.3.4." { Ok("1.2.3.4".to_owned()) } else { Err(Problem::Ipv4) };
            assert_eq!(parsed(typed), expected, "{typed:?}");
        }
    }

    #[test]
    fn a_number_in_disguise_is_no_name() {
        for typed in ["0x7f000001", "0x7f.0.0.0x1", "a.0x1", "0X7F", "0x"] {
            assert_eq!(parsed(typed), Err(Problem::Ipv4), "{typed:?}");
        }
        assert!(parsed("0x7f.example").is_ok());
    }

    #[test]
    fn an_address_of_another_kind_is_told_from_a_wrong_ipv6_address() {
        for typed in ["http://a.example", "tel:+4930123", "sip:a;transport=ws", "\"A\" <sip:", "a.example:x"] {
            assert_eq!(parsed(typed), Err(Problem::SipUri), "{typed:?}");
        }
    }

    #[test]
    fn punycode_must_mean_something() {
        assert!(parsed("xn--bcher-kva.example").is_ok());
        for typed in ["xn--a.example", "a.XN--A"] {
            assert_eq!(parsed(typed), Err(Problem::HostName), "{typed:?}");
        }
    }

    #[test]
    fn ipv6_is_checked_and_its_zone_refused() {
        assert_eq!(parsed("fe80::1%eth0"), Err(Problem::Ipv6Zone));
        assert_eq!(parsed("[fe80::1%25eth0]"), Err(Problem::Ipv6Zone));
        for typed in ["2001:db8::5::1", "[::1", "::g", "1:2:3:4:5:6:7:8:9", "[10.0.0.1]", "[]", ":"] {
            assert_eq!(parsed(typed), Err(Problem::Ipv6), "{typed:?}");
        }
    }

    #[test]
    fn lengths_are_checked_at_their_borders() {
        let label = "a".repeat(63);
        assert!(parsed(&format!("{label}.example")).is_ok());
        assert_eq!(parsed(&format!("{label}a.example")), Err(Problem::HostLabelTooLong));
        let longest = [&label[..], &label, &label, &"a".repeat(61)].join(".");
        assert_eq!(longest.len(), 253);
        assert!(parsed(&longest).is_ok());
        assert_eq!(parsed(&format!("{longest}a")), Err(Problem::TooLong(253)));
        assert_eq!(parsed(&"a".repeat(1_000_000)), Err(Problem::TooLong(253)));
    }

    #[test]
    fn what_is_no_name_is_refused_with_its_reason() {
        assert_eq!(parsed(""), Err(Problem::Required));
        assert_eq!(parsed("   "), Err(Problem::Required));
        for typed in ["-a.example", "a-.example", "a..example", ".example", "."] {
            assert_eq!(parsed(typed), Err(Problem::HostLabelShape), "{typed:?}");
        }
        for typed in
            ["a b", "a_b.example", "a/b", "a@b", "\"a\"", "<b>a</b>", "a\0b", "a?b", "é/x", "é@x", "a\nb", "a;b"]
        {
            assert_eq!(parsed(typed), Err(Problem::HostName), "{typed:?}");
        }
    }

    #[test]
    fn single_labels_are_recognised() {
        assert!(HostName::parse("pbx").expect("valid").is_single_label());
        assert!(!HostName::parse("::1").expect("valid").is_single_label());
        assert!(!HostName::parse("pbx.example").expect("valid").is_single_label());
    }
}
