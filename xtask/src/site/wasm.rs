//! The browser's half: cargo, then wasm-bindgen, then wasm-opt.

use std::path::PathBuf;

use anyhow::{Context, bail};
use wasm_bindgen_cli_support::Bindgen;

use super::{
    optimise,
    package::Package,
    snip,
    stamp::{self, Stamp},
};
use crate::{
    files,
    machine::wasm::{TARGET, Toolchain, target_folder},
    process,
    profile::Profile,
};

/// The name of the two files; the JavaScript file exports what starts the app.
const NAME: &str = "switchroom";

/// Cargo's part.
pub(super) fn compile(toolchain: &Toolchain, profile: Profile) -> anyhow::Result<()> {
    let mut command = toolchain.cargo("build")?;
    command.args(["--package", "app", "--lib", "--features", "hydrate", "--profile", profile.wasm()]);
    process::run(&mut command)
}

/// Puts the app's JavaScript and wasm into the package; returns their addresses.
pub(super) fn package(package: &mut Package) -> anyhow::Result<(String, String)> {
    // Read once: somebody else's build may replace the file at any moment.
    let raw = files::read(&compiled(package.profile()))?;
    let input = stamp::digest(&raw, package.profile());
    if let Some(known) = Stamp::read(package.folder()).filter(|stamp| stamp.input == input)
        && package.keep(&known.js)
        && package.keep(&known.wasm)
    {
        return Ok((known.js, known.wasm));
    }
    let (js, mut wasm) = bindgen(&raw, package.profile())?;
    if package.profile() == Profile::Release {
        wasm = optimise::optimise(&wasm)?;
    }
    let js = package.add(&format!("{NAME}.js"), &js)?;
    let wasm = package.add(&format!("{NAME}.wasm"), &wasm)?;
    let stamp = Stamp { input, js, wasm };
    stamp.write(package.folder())?;
    Ok((stamp.js, stamp.wasm))
}

fn compiled(profile: Profile) -> PathBuf {
    target_folder().join(TARGET).join(profile.wasm()).join("app.wasm")
}

/// wasm-bindgen's part: the JavaScript around the wasm, and the wasm without what only described it.
fn bindgen(raw: &[u8], profile: Profile) -> anyhow::Result<(Vec<u8>, Vec<u8>)> {
    let work = files::Throwaway::make(&target_folder(), "bindgen")?;
    let folder = &work.0;
    let snipped = folder.join("snipped.wasm");
    snip::snip(raw, &snipped)?;
    let mut bindgen = Bindgen::new();
    bindgen.input_path(snipped).out_name(NAME).typescript(false);
    // The page names the wasm's address; a default would be one without a version.
    bindgen.web(true)?.omit_default_module_path(true);
    // Names make a panic's stack readable.
    bindgen.remove_name_section(profile == Profile::Release).remove_producers_section(true);
    bindgen.generate(folder).context("wasm-bindgen failed")?;
    if folder.join("snippets").exists() {
        bail!("The app, or a crate that it uses, has inline JavaScript, which the content security policy forbids.");
    }
    Ok((files::read(&folder.join(format!("{NAME}.js")))?, files::read(&folder.join(format!("{NAME}_bg.wasm")))?))
}
