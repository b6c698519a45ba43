use super::{Problem, Transport};

/// A port number, 1 to 65535 (RFC 3261 section 19.1.2 for the defaults).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Port(u16);

impl Port {
    /// The number that SIP uses over this transport when none is given: 5061 for TLS, else 5060.
    #[must_use]
    pub const fn default_for(transport: Transport) -> Self {
        match transport {
            Transport::Tls => Self(5061),
            Transport::Udp | Transport::Tcp => Self(5060),
        }
    }

    /// Reads a number; spaces around it do not matter.
    ///
    /// # Errors
    /// [`Problem::Port`] for anything but digits, for 0 and for more than 65535.
    pub fn parse(typed: &str) -> Result<Self, Problem> {
        let typed = typed.trim();
        if typed.is_empty() || typed.len() > 9 || !typed.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Problem::Port);
        }
        match typed.parse::<u32>() {
            Ok(number @ 1..=65535) => u16::try_from(number).map(Self).map_err(|_| Problem::Port),
            _ => Err(Problem::Port),
        }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_is_1_to_65535() {
        for (typed, port) in [("1", 1), ("5060", 5060), ("65535", 65535), ("5060 ", 5060), ("05060", 5060)] {
            assert_eq!(Port::parse(typed).map(Port::get), Ok(port), "{typed:?}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for typed in
            ["", " ", "0", "65536", "-1", "+5060", "5060a", "50 60", "5e3", "٥٠٦٠", "99999999999999999999", "5060\0"]
        {
            assert_eq!(Port::parse(typed), Err(Problem::Port), "{typed:?}");
        }
    }

    #[test]
    fn tls_has_a_default_of_its_own() {
        assert_eq!(Port::default_for(Transport::Udp).get(), 5060);
        assert_eq!(Port::default_for(Transport::Tcp).get(), 5060);
        assert_eq!(Port::default_for(Transport::Tls).get(), 5061);
    }
}
