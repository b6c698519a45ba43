//! Addresses as SIP writes them.

use app::sip_phones::Connection;
use std::borrow::Cow;

/// A host as it stands in a URI: IPv6 addresses in brackets (RFC 3261 section 25.1).
pub(crate) fn uri_host(host: &str) -> Cow<'_, str> {
    if host.contains(':') { Cow::Owned(format!("[{host}]")) } else { Cow::Borrowed(host) }
}

/// `HOST:PORT` of the server, when phones reach the domain through another host.
pub(crate) fn outbound_proxy(connection: &Connection) -> Option<String> {
    let Connection { domain, server, port, .. } = connection;
    (!server.eq_ignore_ascii_case(domain)).then(|| format!("{}:{port}", uri_host(server)))
}
