//! The folder that the server serves: each file under a name that holds its hash, with compressed copies.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use anyhow::Context;
use flate2::{Compression, write::GzEncoder};
use serde_json::{Map, Value, json};

use super::hash;
use crate::{files, profile::Profile};

/// The folder of versioned files inside the site, and the beginning of their addresses.
const FOLDER: &str = "pkg";
/// Brotli's window, as a power of two: the largest that every browser takes.
const WINDOW: u32 = 22;
/// How long a file for development is kept after the last build that used it.
const OUTDATED: Duration = Duration::from_secs(60 * 60);
/// Formats that are compressed in themselves.
const PACKED: [&str; 8] = ["png", "jpg", "jpeg", "webp", "avif", "gif", "woff2", "ico"];

/// The addresses of everything, for the server.
pub(super) struct Manifest {
    /// The JavaScript module that starts the app.
    pub(super) js: String,
    /// The wasm that it loads.
    pub(super) wasm: String,
    /// The style sheet.
    pub(super) css: String,
    /// The public files: path below `public/`, address.
    pub(super) public: Vec<(String, String)>,
}

/// The site while it is being made.
pub(super) struct Package {
    profile: Profile,
    folder: PathBuf,
    used: BTreeSet<String>,
    /// Held while the site is made: people run, test and watch at once, all from the same folder.
    _lock: File,
}

impl Package {
    /// Begins with what is there from the last time.
    pub(super) fn open(profile: Profile) -> anyhow::Result<Self> {
        let folder = profile.site();
        files::make_folder(&folder.join(FOLDER))?;
        let lock = File::create(folder.with_extension("lock")).context("cannot make the site's lock")?;
        lock.lock().context("cannot lock the site")?;
        Ok(Self { profile, folder, used: BTreeSet::new(), _lock: lock })
    }

    /// How it is being built.
    pub(super) fn profile(&self) -> Profile {
        self.profile
    }

    /// The site's folder.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Adds a file and returns its address. A file of this name and content is there already in most cases.
    pub(super) fn add(&mut self, name: &str, content: &[u8]) -> anyhow::Result<String> {
        let name = hash::versioned(name, content);
        let path = self.folder.join(FOLDER).join(&name);
        if is_compressible(&name) {
            write_once(&sibling(&path, "br"), || brotli(content, self.profile))?;
            write_once(&sibling(&path, "gz"), || gzip(content, self.profile))?;
        }
        write_once(&path, || Ok(content.to_vec()))?;
        let address = format!("/{FOLDER}/{name}");
        self.keep(&address);
        Ok(address)
    }

    /// Takes a file over from the last time; `false` when it is gone.
    pub(super) fn keep(&mut self, address: &str) -> bool {
        let name = address.rsplit('/').next().unwrap_or(address);
        let files = [name.to_owned(), format!("{name}.br"), format!("{name}.gz")];
        let folder = self.folder.join(FOLDER);
        let is_there = folder.join(name).is_file();
        for file in files {
            if self.profile == Profile::Dev {
                mark_as_used(&folder.join(&file));
            }
            self.used.insert(file);
        }
        is_there
    }

    /// Writes the manifest and removes what is no longer used.
    pub(super) fn close(self, manifest: &Manifest) -> anyhow::Result<PathBuf> {
        let public: Map<String, Value> =
            manifest.public.iter().map(|(name, address)| (name.clone(), json!(address))).collect();
        let value = json!({"js": manifest.js, "wasm": manifest.wasm, "css": manifest.css, "public": public});
        let text = format!("{value:#}\n");
        let path = self.folder.join("manifest.json");
        // Left alone when nothing changed: its time tells cargo whether a server that embeds the site is current.
        if fs::read(&path).ok().as_deref() != Some(text.as_bytes()) {
            files::write(&path, text.as_bytes())?;
        }
        self.tidy()?;
        Ok(self.folder)
    }

    /// Removes what is no longer used, in a folder for development only after a while: an older server may still
    /// be running, and its pages ask for the older files.
    fn tidy(&self) -> anyhow::Result<()> {
        for path in files::list(&self.folder.join(FOLDER))? {
            if self.used.contains(&files::name(&path)) {
                continue;
            }
            let age = path.metadata().and_then(|data| data.modified()).ok().and_then(|time| time.elapsed().ok());
            if self.profile == Profile::Release || age.is_some_and(|age| age > OUTDATED) {
                fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
            }
        }
        Ok(())
    }
}

fn write_once(path: &Path, content: impl FnOnce() -> anyhow::Result<Vec<u8>>) -> anyhow::Result<()> {
    if path.is_file() { Ok(()) } else { files::write(path, &content()?) }
}

/// Its age then counts from now. Of no use for others' builds, where cargo would take the file for a new one.
fn mark_as_used(path: &Path) {
    if let Ok(file) = File::options().append(true).open(path) {
        // At worst the file goes early.
        drop(file.set_modified(SystemTime::now()));
    }
}

fn sibling(path: &Path, extension: &str) -> PathBuf {
    path.with_file_name(format!("{}.{extension}", files::name(path)))
}

fn is_compressible(name: &str) -> bool {
    name.rsplit_once('.').is_none_or(|(_, extension)| !PACKED.contains(&extension))
}

fn brotli(content: &[u8], profile: Profile) -> anyhow::Result<Vec<u8>> {
    let quality = if profile == Profile::Release { 11 } else { 5 };
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 1 << 16, quality, WINDOW);
    writer.write_all(content)?;
    Ok(writer.into_inner())
}

fn gzip(content: &[u8], profile: Profile) -> anyhow::Result<Vec<u8>> {
    let level = if profile == Profile::Release { Compression::best() } else { Compression::fast() };
    let mut writer = GzEncoder::new(Vec::new(), level);
    writer.write_all(content)?;
    Ok(writer.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_not_compressed_again() {
        assert!(is_compressible("favicon.0123456789ab.svg"));
        assert!(is_compressible("LICENSE"));
        assert!(!is_compressible("logo.0123456789ab.png"));
    }

    #[test]
    fn the_compressed_copies_hold_the_content() -> anyhow::Result<()> {
        let content = b"switchroom ".repeat(100);
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut brotli(&content, Profile::Dev)?.as_slice(), &mut unpacked)?;
        assert_eq!(unpacked, content);
        let mut unpacked = Vec::new();
        let packed = gzip(&content, Profile::Release)?;
        std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(packed.as_slice()), &mut unpacked)?;
        assert_eq!(unpacked, content);
        Ok(())
    }
}
