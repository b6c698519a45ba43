//! `cargo xtask test`: everything that is checked before a change is taken.
//!
//! One failure does not hide the next: all steps run that can, and the end names every failure.

mod browser;
mod counts;
mod licences;
mod lint;
mod npm;
mod rust;
mod tally;

use tally::Tally;

use crate::{
    args::Parts,
    interrupt,
    machine::{programs, wasm},
    postgres::Postgres,
    step::step,
};

/// Runs the parts; `Ok(false)` when something failed. Filters are for the test runners.
pub(crate) fn run(parts: Parts, filters: &[String]) -> anyhow::Result<bool> {
    interrupt::watch()?;
    let mut tally = Tally::default();
    step("machine", || machine(parts))?;
    if parts.lint {
        lint::run(&mut tally);
    }
    interrupt::check()?;
    if parts.rust || parts.browser {
        // Stopped when this block ends, whatever happens in it.
        match step("a throw-away PostgreSQL", Postgres::start) {
            Ok(postgres) => tests(parts, filters, &postgres, &mut tally),
            Err(error) => tally.failed("a throw-away PostgreSQL", &error),
        }
    }
    interrupt::check()?;
    tally.print();
    Ok(tally.is_good())
}

fn tests(parts: Parts, filters: &[String], postgres: &Postgres, tally: &mut Tally) {
    if parts.rust {
        rust::run(filters, &postgres.url(), tally);
    }
    if parts.browser && !interrupt::asked() {
        browser::run(filters, &postgres.url(), tally);
    }
}

/// Everything is installed before the first test, so that a missing package shows at once.
fn machine(parts: Parts) -> anyhow::Result<()> {
    if parts.lint || parts.browser {
        let toolchain = wasm::ready()?;
        if parts.lint {
            // Asking for the command installs it.
            toolchain.cargo("clippy")?;
        }
    }
    if parts.rust || parts.browser {
        programs::postgres()?;
        programs::node()?;
    }
    if parts.browser {
        programs::chromium()?;
    }
    Ok(())
}
