//! The number of a request, and its line in the log.

use super::{Peer, Web};
use crate::random;
use crate::sip_phones::PROVISIONING;
use app::listing::decode;
use app::session::{ClientAddress, RequestId};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderName, HeaderValue};
use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Once;
use std::time::Instant;
use tracing::Instrument;

/// Said once: anybody can send the header.
static UNTRUSTED: Once = Once::new();

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Numbers a request; people read the number to their administrator, so it is short. A number sent along is not taken
/// over: it could repeat another's.
pub(super) async fn number(mut request: Request, next: Next) -> Response {
    let id: String = random::bytes::<6>().map(|byte| format!("{byte:02x}")).concat();
    let header = HeaderValue::from_str(&id);
    request.extensions_mut().insert(RequestId(id));
    let mut response = next.run(request).await;
    if let Ok(header) = header {
        response.headers_mut().insert(REQUEST_ID, header);
    }
    response
}

/// Finds out who asks, and logs what became of it. Queries stay out of the log: a set-up link is one. So
/// do the paths of single-use addresses.
pub(super) async fn observe(State(web): State<Web>, mut request: Request, next: Next) -> Response {
    let client = client_address(&web, &request);
    request.extensions_mut().insert(ClientAddress(client));
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    let span = tracing::info_span!("request", id, method = %request.method(), path = &*shown(request.uri().path()));
    let is_routine =
        matches!(request.uri().path(), "/healthz" | "/readyz") || request.uri().path().starts_with("/pkg/");
    let start = Instant::now();
    let response = next.run(request).instrument(span.clone()).await;
    let status = response.status().as_u16();
    let milliseconds = start.elapsed().as_secs_f64() * 1_000.0;
    span.in_scope(|| match status {
        500.. => tracing::warn!(status, milliseconds, %client, "answered"),
        _ if is_routine => tracing::debug!(status, milliseconds, %client, "answered"),
        _ => tracing::info!(status, milliseconds, %client, "answered"),
    });
    response
}

/// A path as the log has it. An address that was mistyped, encoded or put together with one slash too many leads nowhere,
/// but the secret in it may be a real one.
fn shown(path: &str) -> Cow<'_, str> {
    let decoded = decode(path).to_lowercase();
    match decoded.find(PROVISIONING) {
        None => Cow::Borrowed(path),
        Some(0) => Cow::Borrowed("/provision/…"),
        Some(_) => Cow::Borrowed("…/provision/…"),
    }
}

fn client_address(web: &Web, request: &Request) -> IpAddr {
    // Only a test that goes round the socket has no peer.
    let peer = request.extensions().get::<Peer>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0.ip());
    if request.headers().contains_key("x-forwarded-for") && !web.0.trusted_proxies.holds(peer) {
        UNTRUSTED.call_once(|| {
            tracing::warn!(
                "{peer} sent X-Forwarded-For and is not believed; if it is your proxy, name it in \
                 SWITCHROOM_TRUSTED_PROXIES, else sign-in is slowed down for everybody behind it at once"
            );
        });
    }
    web.0.trusted_proxies.client(peer, request.headers())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_in_paths_stay_out_of_the_log() {
        for path in ["/provision/SECRET", "/provision/SECRET/", "/Provision/SECRET", "/%70rovision/SECRET"] {
            assert_eq!(shown(path), "/provision/…", "{path}");
        }
        for path in ["//provision/SECRET", "/x/provision%2FSECRET"] {
            assert_eq!(shown(path), "…/provision/…", "{path}");
        }
        for path in ["/", "/sip-phones", "/provision", "/people/7"] {
            assert_eq!(shown(path), path);
        }
    }
}
