//! Whose request it is: the address that connected, or the one that a trusted proxy names.

use http::HeaderMap;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

/// The other end of the connection; `serve` puts it into each request's extensions.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);

/// Proxies whose `X-Forwarded-For` is believed. Nobody's by default: anybody can send one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<Network>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Network {
    address: u128,
    /// Leading bits that count, of 128; an IPv4 address is taken as its mapped IPv6 address.
    bits: u32,
}

impl TrustedProxies {
    /// Reads `127.0.0.1,10.0.0.0/8`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        text.split(',').map(|network| Network::parse(network.trim())).collect::<Option<_>>().map(Self)
    }

    /// The browser's address: going back from the peer through the proxies that are trusted, the first that is not.
    #[must_use]
    pub fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let forwarded = headers.get_all("x-forwarded-for").iter().filter_map(|header| header.to_str().ok());
        let hops: Vec<&str> = forwarded.flat_map(|header| header.split(',')).map(str::trim).collect();
        let mut client = peer.to_canonical();
        for hop in hops.iter().rev() {
            if !self.holds(client) {
                break;
            }
            match address(hop) {
                Some(address) => client = address,
                None => break,
            }
        }
        client
    }

    /// Whether a peer may say for whom it speaks.
    #[must_use]
    pub fn holds(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.holds(address))
    }
}

impl Network {
    fn parse(text: &str) -> Option<Self> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits.parse::<u32>().ok()?)),
            None => (text, None),
        };
        let address = IpAddr::from_str(address).ok()?;
        let width = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.unwrap_or(width);
        (bits <= width).then(|| Self { address: mapped(address), bits: 128 - width + bits })
    }

    fn holds(self, address: IpAddr) -> bool {
        // Shifting by all 128 bits leaves nothing to compare.
        let shift = 128 - self.bits;
        (self.address ^ mapped(address)).checked_shr(shift).unwrap_or(0) == 0
    }
}

/// Some proxies add a port.
fn address(hop: &str) -> Option<IpAddr> {
    let bare = hop.trim_start_matches('[').trim_end_matches(']');
    IpAddr::from_str(bare)
        .ok()
        .or_else(|| SocketAddr::from_str(hop).ok().map(|hop| hop.ip()))
        .map(|ip| ip.to_canonical())
}

fn mapped(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(trusted: &str, peer: &str, forwarded: &[&str]) -> String {
        let trusted =
            if trusted.is_empty() { TrustedProxies::default() } else { TrustedProxies::parse(trusted).expect(trusted) };
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().expect("a header"));
        }
        trusted.client(peer.parse().expect("an address"), &headers).to_string()
    }

    #[test]
    fn without_trusted_proxies_nobody_is_believed() {
        assert_eq!(client("", "192.0.2.1", &["198.51.100.7"]), "192.0.2.1");
    }

    #[test]
    fn a_trusted_proxy_names_the_browser() {
        assert_eq!(client("127.0.0.1", "127.0.0.1", &["198.51.100.7"]), "198.51.100.7");
        assert_eq!(client("::1", "::1", &["[2001:db8::7]:1234"]), "2001:db8::7");
        assert_eq!(client("10.0.0.0/8", "::ffff:10.1.2.3", &["198.51.100.7:5060"]), "198.51.100.7");
    }

    #[test]
    fn what_the_browser_itself_wrote_before_the_proxy_does_not_count() {
        assert_eq!(client("127.0.0.1", "127.0.0.1", &["6.6.6.6, 198.51.100.7"]), "198.51.100.7");
        assert_eq!(client("127.0.0.1,10.0.0.0/8", "127.0.0.1", &["6.6.6.6", "198.51.100.7, 10.9.9.9"]), "198.51.100.7");
        assert_eq!(client("127.0.0.1", "127.0.0.1", &["nonsense"]), "127.0.0.1");
    }

    #[test]
    fn networks_have_at_most_as_many_bits_as_their_addresses() {
        for text in ["10.0.0.0/33", "::/129", "10.0.0", "", "a/8", "10.0.0.0/-1"] {
            assert_eq!(TrustedProxies::parse(text), None, "{text:?}");
        }
        assert_eq!(client("0.0.0.0/0", "192.0.2.1", &["198.51.100.7"]), "198.51.100.7");
        assert_eq!(client("::/0", "192.0.2.1", &["198.51.100.7"]), "198.51.100.7");
    }
}
