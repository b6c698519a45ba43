//! wasm-opt, from npm's binaryen: Debian's is too old for what today's compilers emit.

use std::path::PathBuf;

use crate::{files, machine::programs, process, step::step};

/// The version that was seen to work; a package's exact version never changes on npm.
const BINARYEN: &str = "binaryen@132.0.0";
/// What Rust's compiler emits by default, and no more.
const FLAGS: [&str; 8] = [
    "-Oz",
    // Many small functions of one shape compress better than few large ones: 9 % less is sent.
    "--one-caller-inline-max-function-size=0",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// The same program, smaller.
pub(super) fn optimise(wasm: &[u8]) -> anyhow::Result<Vec<u8>> {
    let program = install()?;
    step("wasm-opt", || {
        let work = files::Throwaway::make(&files::target(), "wasm-opt")?;
        let (input, output) = (work.0.join("in.wasm"), work.0.join("out.wasm"));
        files::write(&input, wasm)?;
        process::run(process::command(&program).args(FLAGS).arg(&input).arg("-o").arg(&output))?;
        files::read(&output)
    })
}

fn install() -> anyhow::Result<PathBuf> {
    // The version is part of the folder, so that a new one is installed when the line above changes.
    let folder = files::target().join("tools").join(BINARYEN.replace('@', "-"));
    let program = folder.join("node_modules/.bin/wasm-opt");
    if !program.exists() {
        programs::node()?;
        step("wasm-opt from npm (once)", || {
            files::make_folder(&folder)?;
            let mut command = process::command("npm");
            command.args(["install", "--no-save", "--no-audit", "--no-fund", "--prefix"]).arg(&folder).arg(BINARYEN);
            process::run_quietly(&mut command)
        })?;
    }
    Ok(program)
}
