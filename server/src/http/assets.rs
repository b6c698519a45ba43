//! The browser's files: script, WebAssembly, style sheet and pictures, read once and kept in memory. Their names hold a
//! hash of their content, so browsers may keep them for ever.

mod source;

use super::negotiation::{Encoding, choose};
use super::{Web, refusal};
use crate::error::StartError;
use app::app::Site;
use app::error::AppError;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};

/// All files of the site.
#[derive(Debug, Clone, Default)]
pub struct Assets {
    manifest: Manifest,
    files: HashMap<String, File>,
}

/// What the build says about the files.
#[derive(Debug, Clone, Default, Deserialize)]
struct Manifest {
    js: String,
    wasm: String,
    css: String,
    #[serde(default)]
    public: BTreeMap<String, String>,
}

/// A file and its compressed copies.
#[derive(Debug, Clone, Default)]
struct File {
    plain: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
    etag: String,
    kind: &'static str,
}

impl Assets {
    /// Reads the files from the folder, or from the program itself where they were built in.
    ///
    /// # Errors
    /// A sentence that names the folder.
    pub fn load(folder: &std::path::Path) -> Result<Self, StartError> {
        Self::from_files(source::files(folder)?)
    }

    /// From names (`manifest.json`, `pkg/…`) and contents.
    fn from_files(contents: Vec<(String, Bytes)>) -> Result<Self, StartError> {
        let mut contents: HashMap<String, Bytes> = contents.into_iter().collect();
        let manifest = contents
            .get("manifest.json")
            .and_then(|manifest| serde_json::from_slice(manifest).ok())
            .ok_or_else(|| StartError::new("The site's manifest.json (SWITCHROOM_SITE) cannot be read."))?;
        let names: Vec<String> = contents.keys().filter(|name| is_plain(name)).cloned().collect();
        let mut files = HashMap::new();
        for name in names {
            let mut copy = |extension: &str| contents.remove(&format!("{name}{extension}"));
            let (plain, brotli, gzip) = (copy("").unwrap_or_default(), copy(".br"), copy(".gz"));
            let etag = Sha256::digest(&plain)[..8].iter().map(|byte| format!("{byte:02x}")).collect();
            files.insert(format!("/{name}"), File { plain, brotli, gzip, etag, kind: kind_of(&name) });
        }
        Ok(Self { manifest, files })
    }

    /// The addresses for the document's head.
    #[must_use]
    pub(super) fn site(&self) -> Site {
        let Manifest { js, wasm, css, public } = &self.manifest;
        Site {
            js: js.clone(),
            wasm: wasm.clone(),
            css: css.clone(),
            favicon: public.get("favicon.svg").cloned().unwrap_or_default(),
            live_reload: false,
        }
    }
}

/// Answers with a file.
pub(super) async fn file(State(web): State<Web>, Path(name): Path<String>, headers: HeaderMap) -> Response {
    match web.0.assets.files.get(&format!("/pkg/{name}")) {
        Some(file) => file.respond(&headers),
        None => {
            // Not a page: a browser that asks for an old script must not get HTML. And not to be remembered: during an
            // update another server may have it.
            let not_found = refusal::answer(&AppError::NotFound, false);
            ([(header::CACHE_CONTROL, "no-store")], not_found).into_response()
        }
    }
}

/// Browsers ask for this name of their own accord.
pub(super) async fn favicon(State(web): State<Web>) -> Response {
    match web.0.site.favicon.as_str() {
        "" => StatusCode::NOT_FOUND.into_response(),
        address => Redirect::temporary(address).into_response(),
    }
}

impl File {
    fn respond(&self, headers: &HeaderMap) -> Response {
        let encoding = choose(headers, |encoding| self.copy(encoding).is_some());
        // Each encoding is another representation and needs another tag (RFC 9110 section 8.8.3.3).
        let etag = format!("\"{}-{}\"", self.etag, encoding.name());
        let common = [
            (header::ETAG, etag.as_str()),
            (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
            (header::VARY, "accept-encoding"),
        ];
        if is_known(headers, &etag) {
            return (StatusCode::NOT_MODIFIED, common).into_response();
        }
        let body = self.copy(encoding).unwrap_or(&self.plain).clone();
        let mut response = (common, [(header::CONTENT_TYPE, self.kind)], body).into_response();
        if encoding != Encoding::Identity {
            response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding.name()));
        }
        response
    }

    const fn copy(&self, encoding: Encoding) -> Option<&Bytes> {
        match encoding {
            Encoding::Brotli => self.brotli.as_ref(),
            Encoding::Gzip => self.gzip.as_ref(),
            Encoding::Identity => Some(&self.plain),
        }
    }
}

const IF_NONE_MATCH: HeaderName = header::IF_NONE_MATCH;

fn is_known(headers: &HeaderMap, etag: &str) -> bool {
    let tags = headers.get_all(IF_NONE_MATCH).iter().filter_map(|header| header.to_str().ok());
    tags.flat_map(|header| header.split(',')).map(str::trim).any(|tag| {
        let tag = tag.strip_prefix("W/").unwrap_or(tag);
        tag == "*" || tag == etag
    })
}

fn is_plain(name: &str) -> bool {
    name.starts_with("pkg/") && !name.ends_with(".br") && !name.ends_with(".gz")
}

/// Only what the build makes.
fn kind_of(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "json" | "webmanifest" => "application/manifest+json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
