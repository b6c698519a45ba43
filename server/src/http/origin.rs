//! Refuses changes that another site asks for in the name of somebody who is signed in here.

use super::{Web, refusal};
use app::error::AppError;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, HeaderName, Method, header};
use url::Url;

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Lets through what only reads, and what this site's own pages ask for.
pub(super) async fn check(State(web): State<Web>, request: Request, next: Next) -> Response {
    let only_reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if only_reads || is_own(request.headers(), web.0.public_url.as_ref()) {
        return next.run(request).await;
    }
    tracing::warn!(
        "refused a request from another origin; behind a proxy, SWITCHROOM_PUBLIC_URL should be the address in the browser"
    );
    refusal::answer(&AppError::Forbidden, refusal::wants_page(request.headers()))
}

/// Both headers are the browser's own, no page can set them. A program that sends neither has no cookies of a browser
/// either; and `SameSite` keeps old browsers that send neither from adding theirs.
fn is_own(headers: &HeaderMap, public_url: Option<&Url>) -> bool {
    let site_fits = headers.get(FETCH_SITE).is_none_or(|site| site == "same-origin" || site == "none");
    // Where the public URL is known a browser has to name it: its word that both sides are the same is true under any
    // name that leads here.
    let may_be_silent = public_url.is_none() || !headers.contains_key(FETCH_SITE);
    let origin_fits = headers.get(header::ORIGIN).map_or(may_be_silent, |origin| {
        origin.to_str().is_ok_and(|origin| match public_url {
            Some(public_url) => Url::parse(origin).is_ok_and(|origin| origin.origin() == public_url.origin()),
            None => host_of(origin).is_some_and(|host| headers.get(header::HOST).is_some_and(|own| own == host)),
        })
    });
    site_fits && origin_fits
}

/// `example.org:3000` of `http://example.org:3000`.
fn host_of(origin: &str) -> Option<&str> {
    origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(headers: &[(&str, &str)], public_url: Option<&str>) -> bool {
        let headers = headers
            .iter()
            .map(|(name, value)| (name.parse::<HeaderName>().expect("a name"), value.parse().expect("a value")))
            .collect();
        is_own(&headers, public_url.map(|url| Url::parse(url).expect("a URL")).as_ref())
    }

    #[test]
    fn the_site_s_own_pages_fit() {
        let own = [("host", "a.test:3000"), ("origin", "http://a.test:3000"), ("sec-fetch-site", "same-origin")];
        assert!(fits(&own, None));
        assert!(fits(&[("host", "inner:3000"), ("origin", "https://a.test")], Some("https://a.test")));
        assert!(fits(&[("origin", "https://a.test")], Some("https://a.test:443/")));
    }

    #[test]
    fn another_site_s_pages_do_not_fit() {
        for origin in
            ["http://evil.test", "http://a.test", "http://a.test:3001", "http://a.test:3000.evil.test", "null", ""]
        {
            assert!(!fits(&[("host", "a.test:3000"), ("origin", origin)], None), "{origin:?}");
        }
        for site in ["cross-site", "same-site", ""] {
            assert!(!fits(&[("host", "a.test:3000"), ("sec-fetch-site", site)], None), "{site:?}");
        }
    }

    #[test]
    fn with_a_public_url_the_host_header_does_not_matter() {
        let forged = [("host", "evil.test"), ("origin", "http://evil.test")];
        assert!(fits(&forged, None));
        assert!(!fits(&forged, Some("https://a.test")));
        assert!(!fits(&[("origin", "http://a.test")], Some("https://a.test")));
        let silent = [("host", "evil.test"), ("sec-fetch-site", "same-origin")];
        assert!(!fits(&silent, Some("https://a.test")));
    }

    #[test]
    fn a_program_without_either_header_fits() {
        assert!(fits(&[("host", "a.test:3000")], None));
    }
}
