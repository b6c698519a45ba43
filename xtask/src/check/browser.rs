//! Browser tests, against the real server in a real browser.

use crate::{files, machine::programs, process, profile::Profile, site, step::step};

use super::{
    counts::{self, Counts},
    tally::Tally,
};

/// The folder with the tests.
const FOLDER: &str = "end2end";

/// Builds what they need and runs them.
pub(super) fn run(filters: &[String], postgres: &str, tally: &mut Tally) {
    if !files::root().join(FOLDER).join("package.json").exists() {
        println!("  no browser tests yet: {FOLDER}/package.json is missing");
        return;
    }
    let built = site::build(Profile::Dev).and_then(|_| site::build_server(Profile::Dev)).and_then(|()| install());
    match built {
        Ok(()) => tally.tests("browser tests", || playwright(filters, postgres)),
        Err(error) => tally.failed("the build for the browser tests", &error),
    }
}

fn install() -> anyhow::Result<()> {
    programs::node()?;
    step("npm packages of the browser tests", || {
        let folder = files::root().join(FOLDER);
        let wanted = files::read(&folder.join("package-lock.json"))?;
        let stamp = folder.join("node_modules/.switchroom-lock");
        // `npm ci` begins by removing everything, which is not worth it for the same list.
        if std::fs::read(&stamp).ok().as_ref() == Some(&wanted) {
            return Ok(());
        }
        let mut command = process::command("npm");
        // Playwright must not fetch browsers of its own: the tests use the system's.
        command.current_dir(&folder).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        process::run(command.args(["ci", "--no-audit", "--no-fund"]))?;
        files::write(&stamp, &wanted)
    })
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
