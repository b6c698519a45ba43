//! Remembers from which compiled app the site was made.

use std::path::Path;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{files, profile::Profile};

/// The stamp's file inside the site.
pub(super) const FILE: &str = ".stamp";
/// Raised when this program makes something else of the same input.
const RECIPE: &str = concat!("2 ", env!("CARGO_PKG_VERSION"));

/// What the site's scripts were made from, and their addresses.
pub(super) struct Stamp {
    /// [`digest`] of the compiled app.
    pub(super) input: String,
    /// The JavaScript's address.
    pub(super) js: String,
    /// The wasm's address.
    pub(super) wasm: String,
}

/// A name for a compiled app, the way it is packed, and the wasm-bindgen that packs it.
pub(super) fn digest(raw: &[u8], profile: Profile) -> String {
    let mut hasher = Sha256::new();
    // The app's wasm carries the schema of its wasm-bindgen, which must be that of the library linked here.
    hasher.update(raw);
    hasher.update(profile.wasm());
    hasher.update(RECIPE);
    super::hash::short(&hasher.finalize())
}

impl Stamp {
    /// The last stamp, if there is a readable one.
    pub(super) fn read(site: &Path) -> Option<Self> {
        let value: Value = serde_json::from_slice(&std::fs::read(site.join(FILE)).ok()?).ok()?;
        let text = |key: &str| value.get(key)?.as_str().map(str::to_owned);
        Some(Self { input: text("input")?, js: text("js")?, wasm: text("wasm")? })
    }

    /// Writes it for the next time.
    pub(super) fn write(&self, site: &Path) -> anyhow::Result<()> {
        let value = json!({"input": self.input, "js": self.js, "wasm": self.wasm});
        files::write(&site.join(FILE), value.to_string().as_bytes())
    }
}
