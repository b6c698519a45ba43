use super::Problem;
use serde::{Deserialize, Serialize};

/// What carries SIP to an endpoint (RFC 3261 section 18).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Transport {
    /// Datagrams; the default.
    #[default]
    Udp,
    /// A connection.
    Tcp,
    /// An encrypted connection.
    Tls,
}

impl Transport {
    /// All choices, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Udp, Self::Tcp, Self::Tls];

    /// The word kept in the database and in forms; also the `transport` parameter of a SIP URI.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Udp => "udp",
            Self::Tcp => "tcp",
            Self::Tls => "tls",
        }
    }

    /// The word that people see.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Udp => "UDP",
            Self::Tcp => "TCP",
            Self::Tls => "TLS",
        }
    }

    /// Reads a code, capital letters or not; nothing means the default.
    ///
    /// # Errors
    /// [`Problem::Choice`] for a word that is no code.
    pub fn parse(code: &str) -> Result<Self, Problem> {
        match code.trim() {
            "" => Ok(Self::default()),
            code => Self::ALL
                .into_iter()
                .find(|transport| transport.code().eq_ignore_ascii_case(code))
                .ok_or(Problem::Choice),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_transport_is_found_by_its_code_and_nothing_else_is() {
        for transport in Transport::ALL {
            assert_eq!(Transport::parse(transport.code()), Ok(transport));
        }
        assert_eq!(Transport::parse("TLS"), Ok(Transport::Tls));
        assert_eq!(Transport::parse(""), Ok(Transport::Udp));
        assert_eq!(Transport::parse("sctp"), Err(Problem::Choice));
    }
}
