//! `cargo xtask bench`: measures the release build.

use crate::{interrupt, postgres::Postgres, process, profile::Profile, site, step::step};

/// Builds for release and runs `switchroom-bench`, which finds all it needs in its environment.
pub(crate) fn bench(rest: &[String]) -> anyhow::Result<()> {
    let site = site::build(Profile::Release)?;
    step("server and benchmark", || {
        let mut command = process::cargo();
        command.args(["build", "--release", "--package", "server"]);
        process::run(command.args(["--bin", "switchroom", "--bin", "switchroom-bench"]))
    })?;
    interrupt::watch()?;
    let postgres = step("a throw-away PostgreSQL", Postgres::start)?;
    let mut command = process::command(Profile::Release.server().with_file_name("switchroom-bench"));
    process::forget_settings(&mut command);
    command.args(rest).env("SWITCHROOM_SITE", site).env("SWITCHROOM_BIN", Profile::Release.server());
    process::run(command.env("SWITCHROOM_TEST_POSTGRES", postgres.url()))
}
