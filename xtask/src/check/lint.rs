//! Format, licences, lints: each counts as one test.

use super::{licences, tally::Tally};
use crate::{machine::wasm, process};

/// Runs them all.
pub(super) fn run(tally: &mut Tally) {
    tally.check("format", || process::run(process::cargo().args(["fmt", "--all", "--check"])));
    tally.check("licences", licences::check);
    tally.check("lints of the build", || clippy(&["--package", "xtask"]));
    // The app has two halves that exclude each other: this is the server's.
    tally
        .check("lints of the server", || clippy(&["--package", "app", "--package", "server", "--features", "app/ssr"]));
    tally.check("lints of the browser part", || {
        let mut command = wasm::ready()?.cargo("clippy")?;
        command.args(["--package", "app", "--lib", "--features", "hydrate", "--profile", "wasm-dev"]);
        process::run(command.args(["--", "-D", "warnings"]))
    });
}

fn clippy(what: &[&str]) -> anyhow::Result<()> {
    let mut command = process::cargo();
    command.arg("clippy").args(what).args(["--all-targets", "--", "-D", "warnings"]);
    process::run(&mut command)
}
