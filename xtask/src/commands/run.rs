//! `cargo xtask run`: build all, then serve.

use std::{os::unix::process::CommandExt, process::Command};

use anyhow::Context;

use super::watch;
use crate::{args::RunOptions, process, profile::Profile, site};

/// Builds and serves until stopped.
pub(crate) fn run(options: &RunOptions) -> anyhow::Result<()> {
    let profile = if options.release { Profile::Release } else { Profile::Dev };
    let mut command = server(profile);
    command.arg("serve").args(&options.rest);
    if options.watch {
        return watch::watch(profile, command);
    }
    site::build(profile)?;
    site::build_server(profile)?;
    // The server takes this program's place and so gets every signal itself: it stops gracefully.
    Err(command.exec()).context("cannot start the server")
}

/// The built server, told where the built site is.
pub(super) fn server(profile: Profile) -> Command {
    let mut command = process::command(profile.server());
    command.env("SWITCHROOM_SITE", profile.site());
    command
}
