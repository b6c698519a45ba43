//! What passed and what failed.

use super::counts::Counts;
use crate::{interrupt, step};

/// The sum over all steps.
#[derive(Default)]
pub(super) struct Tally {
    passed: usize,
    failures: Vec<String>,
}

impl Tally {
    /// A step that is one test: it passes or it fails.
    pub(super) fn check(&mut self, name: &str, work: impl FnOnce() -> anyhow::Result<()>) -> bool {
        if interrupt::asked() {
            return false;
        }
        match step::step(name, work) {
            Ok(()) => self.passed += 1,
            Err(error) => {
                self.failed(name, &error);
                return false;
            }
        }
        true
    }

    /// A step that runs tests.
    pub(super) fn tests(&mut self, name: &str, work: impl FnOnce() -> anyhow::Result<Counts>) {
        if interrupt::asked() {
            return;
        }
        match step::step(name, work) {
            Ok(counts) => {
                println!("  {} passed, {} failed in {name}", counts.passed, counts.failed.len());
                self.passed += counts.passed;
                self.failures.extend(counts.failed.into_iter().map(|test| format!("{name}: {test}")));
            }
            Err(error) => self.failed(name, &error),
        }
    }

    /// Something that failed as a whole.
    pub(super) fn failed(&mut self, name: &str, error: &anyhow::Error) {
        eprintln!("{error:#}");
        self.failures.push(name.to_owned());
    }

    /// Whether all is well.
    pub(super) fn is_good(&self) -> bool {
        self.failures.is_empty()
    }

    /// The list of failures, and the one line that others read.
    pub(super) fn print(&self) {
        if !self.is_good() {
            println!("\nFailed:");
        }
        for failure in &self.failures {
            println!("  ✗ {failure}");
        }
        println!("\n{} passed, {} failed", self.passed, self.failures.len());
    }
}
