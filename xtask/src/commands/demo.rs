//! `cargo xtask demo`: something to look at, on a folder that goes when the server stops.

use std::path::Path;

use super::run::server;
use crate::{files, interrupt, process, profile::Profile, site};

/// Builds, fills a throw-away folder, serves it; `Ok(false)` when the server failed.
pub(crate) fn demo(rest: &[String]) -> anyhow::Result<bool> {
    site::build(Profile::Dev)?;
    site::build_server(Profile::Dev)?;
    interrupt::watch()?;
    let data = files::Throwaway::make(&files::target(), "demo")?;
    process::run(on(&data.0).args(["seed", "--demo"]))?;
    let status = process::status(on(&data.0).arg("serve").args(rest))?;
    Ok(status.success() || interrupt::asked())
}

/// The server on that folder, with no setting of the person's but the address.
fn on(data: &Path) -> std::process::Command {
    let mut command = server(Profile::Dev);
    process::forget_settings(&mut command);
    command.env("SWITCHROOM_SITE", Profile::Dev.site()).env("SWITCHROOM_DATA", data);
    if let Some(address) = std::env::var_os("SWITCHROOM_ADDR") {
        command.env("SWITCHROOM_ADDR", address);
    }
    command
}
