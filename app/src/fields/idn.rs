//! International domain names: letters of any script turned into the ASCII form that DNS knows (punycode).
//!
//! Both halves follow UTS 46. The server uses the `idna` crate; the browser has the same tables built in behind `URL`,
//! and shipping them a second time would add a third to the download.

/// The ASCII form of a name; `None` when it has none.
#[cfg(feature = "ssr")]
pub(super) fn to_ascii(name: &str) -> Option<String> {
    idna::domain_to_ascii(name).ok()
}

/// The ASCII form of a name; `None` when it has none.
#[cfg(all(feature = "hydrate", not(feature = "ssr")))]
pub(super) fn to_ascii(name: &str) -> Option<String> {
    // The last label keeps `URL` from reading a name of digits as an IPv4 address.
    let url = web_sys::Url::new(&format!("http://{name}.invalid/")).ok()?;
    url.hostname().strip_suffix(".invalid").map(str::to_owned)
}

/// Without either half there are no tables: such names are refused.
#[cfg(not(any(feature = "ssr", feature = "hydrate")))]
pub(super) fn to_ascii(_name: &str) -> Option<String> {
    None
}
