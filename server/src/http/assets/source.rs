//! Where the files come from.

use crate::error::StartError;
use axum::body::Bytes;
#[cfg(feature = "embed")]
use std::borrow::Cow;
use std::path::Path;

/// The files built into the program.
#[cfg(feature = "embed")]
#[derive(rust_embed::RustEmbed)]
#[folder = "$SWITCHROOM_SITE"]
struct Embedded;

/// Names with `/` and contents.
#[cfg(feature = "embed")]
pub(super) fn files(_folder: &Path) -> Result<Vec<(String, Bytes)>, StartError> {
    let files = Embedded::iter().filter_map(|name| {
        let file = Embedded::get(&name)?;
        let content = match file.data {
            Cow::Borrowed(content) => Bytes::from_static(content),
            Cow::Owned(content) => Bytes::from(content),
        };
        Some((name.into_owned(), content))
    });
    Ok(files.collect())
}

/// Names with `/` and contents.
#[cfg(not(feature = "embed"))]
pub(super) fn files(folder: &Path) -> Result<Vec<(String, Bytes)>, StartError> {
    let failed = |error: std::io::Error| {
        StartError(format!(
            "The folder {} with the browser's files (SWITCHROOM_SITE) cannot be read: {error}. `cargo xtask run` builds it.",
            folder.display()
        ))
    };
    let manifest = std::fs::read(folder.join("manifest.json")).map_err(failed)?;
    let mut files = vec![("manifest.json".to_owned(), Bytes::from(manifest))];
    for entry in std::fs::read_dir(folder.join("pkg")).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if let (true, Some(name)) = (path.is_file(), path.file_name().and_then(|name| name.to_str())) {
            files.push((format!("pkg/{name}"), Bytes::from(std::fs::read(&path).map_err(failed)?)));
        }
    }
    Ok(files)
}
