//! `cargo xtask dist`: one file that runs anywhere with its assets inside.

use std::fs;

use anyhow::Context;

use crate::{files, process, profile::Profile, site, step::step};

/// Builds `target/dist/switchroom`.
pub(crate) fn dist() -> anyhow::Result<()> {
    let site = site::build(Profile::Release)?;
    step("server with the site inside", || {
        let mut command = process::cargo();
        command.args(["build", "--release", "--package", "server", "--bin", "switchroom", "--features", "embed"]);
        // Read by the compiler: the files of this folder become part of the program.
        process::run(command.env("SWITCHROOM_SITE", site))
    })?;
    let path = files::target().join("dist/switchroom");
    files::make_folder(&files::target().join("dist"))?;
    let size = fs::copy(Profile::Release.server(), &path).context("cannot copy the server")?;
    println!("{}  {:.1} MB", path.display(), size as f64 / 1e6);
    Ok(())
}
