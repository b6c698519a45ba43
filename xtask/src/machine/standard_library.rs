//! Rust's standard library for the browser, built once from Debian's source.
//!
//! It goes to a folder of the person's own cache, named after the compiler's version: nothing is written where
//! only root may write, a newer compiler gets a library of its own, and other clones find it there.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context;
use sha2::{Digest, Sha256};

use super::wasm::{TARGET, debian_command};
use crate::{files, process, site, step};

/// The name of the empty library whose dependencies are built: the standard library.
const EMPTY: &str = "nothing_but_std";

/// Whether Debian's source of the standard library is there.
pub(super) fn has_source() -> bool {
    Path::new("/usr/lib/rustlib/src/rust/library/std/Cargo.toml").is_file()
}

/// Whether a folder holds a built standard library.
pub(super) fn is_in(folder: &Path) -> bool {
    files::list(folder).is_ok_and(|found| {
        found.iter().map(|path| files::name(path)).any(|name| name.starts_with("libstd-") && name.ends_with(".rlib"))
    })
}

/// The folder of the library for the compiler as it is now, where both are there.
pub(super) fn built(rustc: &str) -> Option<PathBuf> {
    if !Path::new(rustc).exists() {
        return None;
    }
    folder(rustc).ok().filter(|sysroot| is_in(&libraries(sysroot)))
}

/// Builds the library unless it is there, and returns the folder to use as the compiler's sysroot.
pub(super) fn build(rustc: &str, cargo: &str) -> anyhow::Result<PathBuf> {
    let sysroot = folder(rustc)?;
    if !is_in(&libraries(&sysroot)) {
        step::step("Rust's standard library for the browser (once)", || compile(cargo, &sysroot))?;
    }
    Ok(sysroot)
}

fn folder(rustc: &str) -> anyhow::Result<PathBuf> {
    let version = process::output(debian_command(rustc).arg("-vV"))?;
    let digest = site::hash::short(&Sha256::digest(version.as_bytes()));
    Ok(cache_folder().join(format!("wasm-std-{digest}")))
}

fn libraries(sysroot: &Path) -> PathBuf {
    sysroot.join("lib/rustlib").join(TARGET).join("lib")
}

fn cache_folder() -> PathBuf {
    let own = |variable: &str| std::env::var_os(variable).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = own("XDG_CACHE_HOME").or_else(|| own("HOME").map(|home| home.join(".cache")));
    cache.map_or_else(|| files::target().join("cache"), |cache| cache.join("switchroom"))
}

fn compile(cargo: &str, sysroot: &Path) -> anyhow::Result<()> {
    let parent = sysroot.parent().unwrap_or(sysroot);
    files::make_folder(parent)?;
    let work = files::Throwaway::make(parent, "build")?;
    files::make_folder(&work.0.join("src"))?;
    let package = format!("[package]\nname = \"{EMPTY}\"\nedition = \"2024\"\n[workspace]\n");
    files::write(&work.0.join("Cargo.toml"), package.as_bytes())?;
    files::write(&work.0.join("src/lib.rs"), b"#![no_std]\n")?;
    let mut command = debian_command(cargo);
    command.current_dir(&work.0).args(["build", "--release", "--target", TARGET]);
    command.args(["-Z", "build-std=std,panic_abort", "--target-dir"]).arg(work.0.join("target"));
    // The switch for -Z on a stable compiler; bitcode so that link-time optimisation reaches into the library.
    command.env("RUSTC_BOOTSTRAP", "1").env("CARGO_ENCODED_RUSTFLAGS", "-Cembed-bitcode=yes");
    process::run(&mut command)?;
    collect(&work.0.join("target").join(TARGET).join("release/deps"), &work.0.join("sysroot"))?;
    put_in_place(&work.0.join("sysroot"), sysroot)
}

fn collect(built: &Path, sysroot: &Path) -> anyhow::Result<()> {
    let folder = libraries(sysroot);
    files::make_folder(&folder)?;
    for library in files::list(built)? {
        let name = files::name(&library);
        if name.ends_with(".rlib") && !name.contains(EMPTY) {
            fs::copy(&library, folder.join(name)).context("cannot copy the standard library")?;
        }
    }
    Ok(())
}

/// A rename, so that the folder is either whole or absent. Another run may have been quicker; then its is as good.
fn put_in_place(made: &Path, sysroot: &Path) -> anyhow::Result<()> {
    match fs::rename(made, sysroot) {
        Err(error) if !is_in(&libraries(sysroot)) => {
            Err(error).with_context(|| format!("cannot make {}", sysroot.display()))
        }
        _ => Ok(()),
    }
}
