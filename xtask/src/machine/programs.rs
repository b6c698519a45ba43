//! Programs that only some commands need: Node.js, a browser, PostgreSQL.

use std::path::{Path, PathBuf};

use anyhow::bail;

use super::apt;
use crate::files;

/// npm and node, for `wasm-opt` and the browser tests.
pub(crate) fn node() -> anyhow::Result<()> {
    if files::find_program("node").is_some() && files::find_program("npm").is_some() {
        return Ok(());
    }
    apt::install(&["nodejs", "npm"], "Node.js with npm")
}

/// A Chromium for the browser tests; `CHROMIUM_PATH` names another one.
pub(crate) fn chromium() -> anyhow::Result<PathBuf> {
    if let Some(path) = std::env::var_os("CHROMIUM_PATH") {
        return Ok(path.into());
    }
    let found = || ["chromium", "chromium-browser", "google-chrome"].iter().find_map(|name| files::find_program(name));
    if let Some(path) = found() {
        return Ok(path);
    }
    apt::install(&["chromium"], "the browser Chromium")?;
    match found() {
        Some(path) => Ok(path),
        None => bail!("Chromium was installed but is not on the PATH; name it with CHROMIUM_PATH."),
    }
}

/// The folder with PostgreSQL's `initdb` and `pg_ctl`, which Debian keeps off the `PATH`.
pub(crate) fn postgres() -> anyhow::Result<PathBuf> {
    if let Some(folder) = postgres_folder() {
        return Ok(folder);
    }
    apt::install(&["postgresql"], "the database server PostgreSQL")?;
    match postgres_folder() {
        Some(folder) => Ok(folder),
        None => bail!("PostgreSQL was installed but its initdb was not found."),
    }
}

fn postgres_folder() -> Option<PathBuf> {
    if let Some(initdb) = files::find_program("initdb") {
        return initdb.parent().map(Path::to_owned);
    }
    let versions = Path::new("/usr/lib/postgresql").read_dir().ok()?;
    let mut folders: Vec<PathBuf> = versions.flatten().map(|version| version.path().join("bin")).collect();
    folders.sort();
    folders.into_iter().rev().find(|folder| folder.join("initdb").is_file())
}
