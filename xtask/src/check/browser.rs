//! Browser tests, against the real server in a real browser.

use crate::{files, machine::programs, process, profile::Profile, site};

use super::{
    counts::{self, Counts},
    npm::{self, FOLDER},
    tally::Tally,
};

/// Builds what they need and runs them.
pub(super) fn run(filters: &[String], postgres: &str, tally: &mut Tally) {
    if !files::root().join(FOLDER).join("package.json").exists() {
        println!("  no browser tests yet: {FOLDER}/package.json is missing");
        return;
    }
    let built = site::build(Profile::Dev).and_then(|_| site::build_server(Profile::Dev)).and_then(|()| npm::install());
    match built {
        Ok(()) => tally.tests("browser tests", || playwright(filters, postgres)),
        Err(error) => tally.failed("the build for the browser tests", &error),
    }
}

fn playwright(filters: &[String], postgres: &str) -> anyhow::Result<Counts> {
    let report = files::target().join("playwright.json");
    drop(std::fs::remove_file(&report));
    let mut command = process::command("npx");
    process::forget_settings(&mut command);
    command.current_dir(files::root().join(FOLDER));
    command.args(["--no-install", "playwright", "test", "--reporter=list,json", "--pass-with-no-tests"]);
    command.args(filters).env("PLAYWRIGHT_JSON_OUTPUT_NAME", &report);
    command.env("SWITCHROOM_BIN", Profile::Dev.server()).env("SWITCHROOM_SITE", Profile::Dev.site());
    command.env("SWITCHROOM_TEST_POSTGRES", postgres).env("CHROMIUM_PATH", programs::chromium()?);
    let good = process::status(&mut command)?.success();
    let counts = match files::read(&report) {
        Ok(bytes) => counts::playwright(&serde_json::from_slice(&bytes)?),
        Err(_) => Counts::default(),
    };
    Ok(counts.or_failed(good, "the run itself, see above"))
}
