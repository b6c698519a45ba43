//! Unit and integration tests.

use std::{
    io::{BufRead, BufReader, Write},
    process::{Command, Stdio},
};

use super::{
    counts::{self, Counts},
    npm,
    tally::Tally,
};
use crate::{files, process};

/// The tests of the build, and of both halves of the app on SQLite and PostgreSQL.
pub(super) fn run(filters: &[String], postgres: &str, tally: &mut Tally) {
    tally.tests("tests of the build", || test(&["--package", "xtask"], filters, postgres));
    // The mail server that the tests send to.
    if let Err(error) = npm::install() {
        tally.failed("the npm packages of the tests", &error);
    }
    let server = ["--package", "app", "--package", "server", "--features", "app/ssr"];
    tally.tests("tests of app and server", || test(&server, filters, postgres));
}

fn test(what: &[&str], filters: &[String], postgres: &str) -> anyhow::Result<Counts> {
    let nextest = files::find_program("cargo-nextest").is_some();
    let mut command = process::cargo();
    if nextest {
        command.args(["nextest", "run", "--no-fail-fast", "--no-tests=pass"]).args(what).args(filters);
    } else {
        command.args(["test", "--no-fail-fast", "--tests"]).args(what);
        command.arg("--").args(filters);
    }
    process::forget_settings(&mut command);
    command.env("SWITCHROOM_TEST_POSTGRES", postgres);
    let (good, text) = read_along(&mut command, nextest)?;
    let counts = if nextest { counts::nextest(&text) } else { counts::cargo_test(&text) };
    Ok(counts.or_failed(good, "the run itself, see above"))
}

/// Runs a program, showing what it says while keeping it. nextest reports on its standard error, cargo test on
/// its standard output; the other stream goes straight to the terminal.
fn read_along(command: &mut Command, from_errors: bool) -> anyhow::Result<(bool, String)> {
    if from_errors {
        command.stderr(Stdio::piped())
    } else {
        command.stdout(Stdio::piped())
    };
    let mut child = process::start(command)?;
    let mut text = Vec::new();
    if let Some(stream) = child.stderr.take() {
        copy(BufReader::new(stream), std::io::stderr(), &mut text)?;
    } else if let Some(stream) = child.stdout.take() {
        copy(BufReader::new(stream), std::io::stdout(), &mut text)?;
    }
    let good = process::wait(&mut child)?.success();
    Ok((good, String::from_utf8_lossy(&text).into_owned()))
}

fn copy(mut from: impl BufRead, mut to: impl Write, kept: &mut Vec<u8>) -> anyhow::Result<()> {
    loop {
        let start = kept.len();
        if from.read_until(b'\n', kept)? == 0 {
            return Ok(());
        }
        to.write_all(&kept[start..])?;
    }
}
