//! What phones are told to connect to.

use app::fields::{HostName, Port, Transport};
use app::sip_phones::Connection;
use std::net::SocketAddr;
use url::{Host, Url};

/// `SWITCHROOM_SIP_…`: what phones are told to connect to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sip {
    /// `SWITCHROOM_SIP_DOMAIN`: the part after `@`.
    pub domain: Option<HostName>,
    /// `SWITCHROOM_SIP_SERVER`: where phones register; the domain unless set.
    pub server: Option<HostName>,
    /// `SWITCHROOM_SIP_PORT`
    pub port: Port,
    /// `SWITCHROOM_SIP_TRANSPORT`
    pub transport: Transport,
}

impl Sip {
    /// What somebody types into a phone, but for the password. Without `SWITCHROOM_SIP_DOMAIN` the domain is `fallback`
    /// (see [`Self::fallback`]); without `SWITCHROOM_SIP_SERVER` the domain itself is the server.
    #[must_use]
    pub fn connection(&self, display_name: &str, user_name: &str, fallback: &str) -> Connection {
        let domain = self.domain.as_ref().map_or(fallback, HostName::as_str);
        Connection {
            display_name: display_name.to_owned(),
            user_name: user_name.to_owned(),
            domain: domain.to_owned(),
            server: self.server.as_ref().map_or(domain, HostName::as_str).to_owned(),
            port: self.port.get(),
            transport: self.transport,
        }
    }

    /// The domain where none is set: the host of the address that people use, else the one that is listened on. Where
    /// that is every address of the machine, it is `localhost`: a phone elsewhere needs the setting.
    #[must_use]
    pub fn fallback(public_url: Option<&Url>, listening: SocketAddr) -> String {
        match public_url.and_then(Url::host) {
            Some(Host::Domain(name)) => name.to_owned(),
            Some(Host::Ipv4(address)) => address.to_string(),
            // A phone's form and a realm have it without brackets; addresses add them.
            Some(Host::Ipv6(address)) => address.to_string(),
            None if listening.ip().is_unspecified() => "localhost".to_owned(),
            None => listening.ip().to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(name: &str) -> Option<HostName> {
        Some(HostName::parse(name).expect("a host"))
    }

    fn sip(domain: Option<HostName>, server: Option<HostName>) -> Sip {
        Sip { domain, server, port: Port::parse("5062").expect("a port"), transport: Transport::Tcp }
    }

    fn places(sip: &Sip) -> (String, String) {
        let Connection { domain, server, .. } = sip.connection("Kate", "kate", "fallback.test");
        (domain, server)
    }

    #[test]
    fn a_phone_is_told_what_is_set() {
        let connection = sip(host("phones.test"), host("sip.test")).connection("Kate Winslet", "kate", "fallback.test");
        let expected = Connection {
            display_name: "Kate Winslet".into(),
            user_name: "kate".into(),
            domain: "phones.test".into(),
            server: "sip.test".into(),
            port: 5062,
            transport: Transport::Tcp,
        };
        assert_eq!(connection, expected);
    }

    #[test]
    fn what_is_not_set_falls_back() {
        let pair = |domain: &str, server: &str| (domain.to_owned(), server.to_owned());
        assert_eq!(places(&sip(host("phones.test"), None)), pair("phones.test", "phones.test"));
        assert_eq!(places(&sip(None, host("sip.test"))), pair("fallback.test", "sip.test"));
        assert_eq!(places(&sip(None, None)), pair("fallback.test", "fallback.test"));
    }

    #[test]
    fn without_a_domain_phones_go_where_people_go() {
        for (public_url, listening, domain) in [
            (Some("https://switchroom.example.org:8443"), "127.0.0.1:3000", "switchroom.example.org"),
            (Some("https://192.0.2.7"), "127.0.0.1:3000", "192.0.2.7"),
            (Some("http://[2001:db8::1]:3000"), "127.0.0.1:3000", "2001:db8::1"),
            (None, "192.0.2.8:3000", "192.0.2.8"),
            (None, "[2001:db8::2]:3000", "2001:db8::2"),
            (None, "0.0.0.0:3000", "localhost"),
            (None, "[::]:3000", "localhost"),
        ] {
            let public_url = public_url.map(|url| Url::parse(url).expect("a URL"));
            let listening = listening.parse().expect("an address");
            assert_eq!(Sip::fallback(public_url.as_ref(), listening), domain);
        }
    }
}
