//! Builds `target/site`: what the browser loads, under addresses that change with the content.
//!
//! - [`wasm`]: the compiled app, through wasm-bindgen and (for others) wasm-opt
//! - [`style`]: the style sheets as one
//! - [`package`]: versioned names, compressed copies, `manifest.json`
//!
//! Nothing is done again whose input has not changed.

pub(crate) mod hash;
mod minify;
mod optimise;
mod package;
mod snip;
mod stamp;
mod style;
mod wasm;

use std::path::PathBuf;

use package::{Manifest, Package};

use crate::{files, machine, process, profile::Profile, step::step};

/// The folder with the source of the public files.
const PUBLIC: &str = "public";

/// Compiles the browser's half and builds the whole site; returns its folder.
pub(crate) fn build(profile: Profile) -> anyhow::Result<PathBuf> {
    let toolchain = step("machine: a compiler for the browser part", machine::wasm::ready)?;
    step("browser part (wasm)", || wasm::compile(&toolchain, profile))?;
    assemble(profile)
}

/// Builds the site around an app that is compiled already: what a changed style sheet needs.
pub(crate) fn assemble(profile: Profile) -> anyhow::Result<PathBuf> {
    step("site (scripts, styles, public files)", || {
        let mut package = Package::open(profile)?;
        let (js, wasm) = wasm::package(&mut package)?;
        let css = package.add("style.css", &style::sheet(profile)?)?;
        let mut public = Vec::new();
        let folder = files::root().join(PUBLIC);
        for path in files::walk(&folder)? {
            let name = path.strip_prefix(&folder).unwrap_or(&path).to_string_lossy().into_owned();
            public.push((name, package.add(&files::name(&path), &files::read(&path)?)?));
        }
        package.close(&Manifest { js, wasm, css, public })
    })
}

/// Compiles the server for development or for others.
pub(crate) fn build_server(profile: Profile) -> anyhow::Result<()> {
    step("server", || {
        let mut command = process::cargo();
        command.args(["build", "--package", "server", "--bin", "switchroom"]);
        if profile == Profile::Release {
            command.arg("--release");
        }
        process::run(&mut command)
    })
}
