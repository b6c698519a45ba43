//! The build of Switchroom: makes the machine ready, builds, runs, tests and packs.
//!
//! One small program instead of a collection of tools to install: wasm-bindgen is linked as a library and so
//! always fits the version that the app uses (both come from one `Cargo.lock`).
//!
//! - [`machine`] installs what is missing
//! - [`site`] turns the wasm, the styles and the public files into `target/site`
//! - [`commands`] are what a person types
//! - [`check`] is `cargo xtask test`
#![expect(clippy::print_stdout, reason = "a build program talks to the person at the terminal")]

mod args;
mod check;
mod commands;
mod files;
mod interrupt;
mod machine;
mod postgres;
mod process;
mod profile;
mod site;
mod step;

use std::process::ExitCode;

use args::Task;

fn main() -> ExitCode {
    let task = match args::parse(std::env::args().skip(1)) {
        Ok(task) => task,
        Err(sentence) => {
            eprintln!("{sentence}\n\n{}", args::HELP);
            return ExitCode::from(2);
        }
    };
    match perform(task) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("\n✗ {failure:#}");
            ExitCode::FAILURE
        }
    }
}

/// `Ok(false)` is a failure that has been explained already.
fn perform(task: Task) -> anyhow::Result<bool> {
    match task {
        Task::Help => {
            println!("{}", args::HELP);
            Ok(true)
        }
        Task::Run(options) => commands::run::run(&options).map(|()| true),
        Task::Demo { rest } => commands::demo::demo(&rest),
        Task::Dist => commands::dist::dist().map(|()| true),
        Task::Bench { rest } => commands::bench::bench(&rest).map(|()| true),
        Task::Test { parts, filters } => check::run(parts, &filters),
    }
}
