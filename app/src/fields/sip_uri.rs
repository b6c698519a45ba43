use super::{Problem, Transport};

/// A SIP address that somebody pasted where a host belongs, taken apart (RFC 3261 section 19.1.1).
///
/// The parts are as typed, not yet checked: each goes into its own field, which has its own rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SipUri {
    /// Name or address; IPv6 keeps its brackets.
    pub host: String,
    /// Digits after the host, if any.
    pub port: Option<String>,
    /// From `transport=…` or from `sips:`.
    pub transport: Option<Transport>,
    /// What stands before `@`, unescaped.
    pub user: Option<String>,
    /// What stands between `:` and `@`, unescaped.
    pub password: Option<String>,
}

impl SipUri {
    /// Takes `sip:user@host:5061;transport=tls`, `<sip:…>` or plain `host:5061` apart; `None` when `typed` is nothing of
    /// that kind, and so a host as it is, or when it wants a transport that there is not.
    #[must_use]
    pub fn split(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        // What follows `>` is about the header that it was copied from (RFC 3261 section 20.10).
        let inner = typed.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or(typed, |(inner, _)| inner);
        match scheme(inner) {
            Some((secure, rest)) => Self::split_uri(rest, secure),
            None => Self::split_host_and_port(inner),
        }
    }

    /// What was taken out of the address, for whoever pasted it.
    #[must_use]
    pub fn words(&self) -> String {
        let port = self.port.as_ref().map(|port| format!("port {port}"));
        let transport = self.transport.map(|transport| format!("transport {}", transport.label()));
        let user = self.user.as_ref().map(|user| format!("user name {user}"));
        let password = self.password.as_ref().map(|_| "password".to_owned());
        let parts: Vec<String> = [port, transport, user, password].into_iter().flatten().collect();
        if parts.is_empty() { String::new() } else { format!("Taken from the address: {}.", parts.join(", ")) }
    }

    /// The same text without the password that stands in it; `None` when there is none.
    #[must_use]
    pub fn without_password(typed: &str) -> Option<String> {
        Self::split(typed)?.password?;
        let (before, after) = typed.split_once('@')?;
        let user = before.find(':').and_then(|scheme| Some(scheme + 1 + before[scheme + 1..].find(':')?))?;
        Some(format!("{}@{after}", &before[..user]))
    }

    fn split_uri(rest: &str, secure: bool) -> Option<Self> {
        let rest = rest.strip_prefix("//").unwrap_or(rest);
        let (rest, _headers) = rest.split_once('?').unwrap_or((rest, ""));
        let (user, rest) = match rest.split_once('@') {
            Some((user, rest)) => (Some(user), rest),
            None => (None, rest),
        };
        let (address, parameters) = rest.split_once(';').unwrap_or((rest, ""));
        let (host, port) = host_and_port(address)?;
        let (user, password) = user.map_or((None, None), |info| {
            let (user, password) = info.split_once(':').map_or((info, None), |(user, rest)| (user, Some(rest)));
            (Some(unescape(user.split(';').next().unwrap_or_default())), password.map(unescape))
        });
        // `sips` is TLS, over TCP (RFC 3261 section 26.2.2): it is never turned into something that others can read.
        let transport = match (secure, transport(parameters).ok()?) {
            (true, Some(Transport::Udp)) => return None,
            (true, _) => Some(Transport::Tls),
            (false, transport) => transport,
        };
        Some(Self {
            host: host.to_owned(),
            port: port.map(str::to_owned),
            transport,
            user: user.filter(|user| !user.is_empty()),
            password: password.filter(|password| !password.is_empty()),
        })
    }

    fn split_host_and_port(typed: &str) -> Option<Self> {
        let (host, port) = host_and_port(typed)?;
        // `tel:123` is a telephone number, and no server.
        if ["tel", "http", "https", "ws", "wss"].iter().any(|scheme| scheme.eq_ignore_ascii_case(host)) {
            return None;
        }
        port.filter(|port| !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit())).map(|port| Self {
            host: host.to_owned(),
            port: Some(port.to_owned()),
            transport: None,
            user: None,
            password: None,
        })
    }
}

/// The text after `sip:` or `sips:`, and whether it was `sips:`.
fn scheme(typed: &str) -> Option<(bool, &str)> {
    let (scheme, rest) = typed.split_once(':')?;
    match scheme.to_ascii_lowercase().as_str() {
        "sip" => Some((false, rest)),
        "sips" => Some((true, rest)),
        _ => None,
    }
}

/// Splits at the colon that stands before a port; a bare IPv6 address has none.
fn host_and_port(address: &str) -> Option<(&str, Option<&str>)> {
    let address = address.trim();
    if let Some(end) = address.strip_prefix('[').and_then(|rest| rest.find(']')) {
        let (host, rest) = address.split_at(end + 2);
        return match rest {
            "" => Some((host, None)),
            rest => rest.strip_prefix(':').map(|port| (host, Some(port))),
        };
    }
    match address.split_once(':') {
        Some((_, port)) if port.contains(':') => Some((address, None)),
        Some((host, port)) => Some((host, Some(port))),
        None => Some((address, None)),
    }
}

fn transport(parameters: &str) -> Result<Option<Transport>, Problem> {
    let named = parameters
        .split(';')
        .filter_map(|parameter| parameter.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("transport"));
    named.map(|(_, value)| Transport::parse(value)).transpose()
}

/// Undoes `%41`; leaves alone what is no escape or does not come out as text.
fn unescape(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let escape = if *first == b'%' { tail.get(..2).and_then(hex) } else { None };
        match escape {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn hex(digits: &[u8]) -> Option<u8> {
    let digits = std::str::from_utf8(digits).ok()?;
    digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u8::from_str_radix(digits, 16).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    type Parts = (String, Option<String>, Option<Transport>, Option<String>);

    fn parts(typed: &str) -> Option<Parts> {
        SipUri::split(typed).map(|uri| (uri.host, uri.port, uri.transport, uri.user))
    }

    #[test]
    fn a_pasted_address_is_taken_apart() {
        let all = |host: &str, port: Option<&str>, transport, user: Option<&str>| {
            Some((host.to_owned(), port.map(str::to_owned), transport, user.map(str::to_owned)))
        };
        for (typed, expected) in [
            ("sip:user@host:5061;transport=tls", all("host", Some("5061"), Some(Transport::Tls), Some("user"))),
            (" SIP:host ", all("host", None, None, None)),
            ("sips:a.example", all("a.example", None, Some(Transport::Tls), None)),
            ("<sip:a.example;lr;transport=TCP>", all("a.example", None, Some(Transport::Tcp), None)),
            ("\"Ada\" <sip:ada@a.example>", all("a.example", None, None, Some("ada"))),
            ("\"X\" <sip:ada@a.example:5070>;tag=1", all("a.example", Some("5070"), None, Some("ada"))),
            ("sip:u:secret@a.example?subject=x", all("a.example", None, None, Some("u"))),
            ("sip:a%20b%zz@a.example", all("a.example", None, None, Some("a b%zz"))),
            ("sip:[2001:db8::5]:5080", all("[2001:db8::5]", Some("5080"), None, None)),
            ("[2001:db8::5]:5080", all("[2001:db8::5]", Some("5080"), None, None)),
            ("a.example:5080", all("a.example", Some("5080"), None, None)),
        ] {
            assert_eq!(parts(typed), expected, "{typed:?}");
        }
    }

    #[test]
    fn a_host_is_left_alone() {
        for typed in [
            "",
            "a.example",
            "10.0.0.1",
            "2001:db8::5",
            "[2001:db8::5]",
            "::1",
            "a.example:",
            "a.example:x",
            "[::1",
            "sip:a.example;transport=ws",
            "sip:user@host:5061;transport=tls,sip:b@c",
            "tel:123",
        ] {
            assert_eq!(parts(typed), None, "{typed:?}");
        }
    }

    #[test]
    fn sips_is_never_turned_into_something_that_others_can_read() {
        for typed in ["sips:a.example;transport=tcp", "sips:a.example;transport=tls", "sips:a.example"] {
            assert_eq!(SipUri::split(typed).and_then(|uri| uri.transport), Some(Transport::Tls), "{typed}");
        }
        assert_eq!(SipUri::split("sips:a.example;transport=udp"), None);
    }

    #[test]
    fn a_password_is_taken_out_of_an_address() {
        assert_eq!(SipUri::without_password("sip:u:p%40w@a.example").as_deref(), Some("sip:u@a.example"));
        assert_eq!(SipUri::split("sip:u:p%40w@a.example").and_then(|uri| uri.password).as_deref(), Some("p@w"));
        for typed in ["sip:u@a.example", "a.example:5060", "2001:db8::5", "http://u:p@a.example", ""] {
            assert_eq!(SipUri::without_password(typed), None, "{typed}");
        }
    }

    #[test]
    fn what_was_taken_from_an_address_is_said() {
        let words = |typed| SipUri::split(typed).map(|uri| uri.words());
        assert_eq!(
            words("sip:u:secret@a.example:5061;transport=tls").as_deref(),
            Some("Taken from the address: port 5061, transport TLS, user name u, password.")
        );
        assert_eq!(words("sip:a.example").as_deref(), Some(""));
    }

    #[test]
    fn no_text_makes_it_panic() {
        for typed in
            ["sip:", "sips:@", "sip:@:;", "<", "<sip:é%", "sip:%é@[", "[", "[]", ":", "é:5", "sip:[é]:5", "%%%", "<>"]
        {
            let _ = SipUri::split(typed);
        }
    }
}
