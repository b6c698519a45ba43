//! Reads how many tests passed, and which failed, from what the runners print.

use serde_json::Value;

/// The outcome of one run.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    /// How many passed.
    pub(super) passed: usize,
    /// The names of those that failed.
    pub(super) failed: Vec<String>,
}

impl Counts {
    /// A run that failed without a failed test (it did not compile, say) still is a failure.
    pub(super) fn or_failed(mut self, good: bool, what: &str) -> Self {
        if !good && self.failed.is_empty() {
            self.failed.push(what.to_owned());
        }
        self
    }
}

/// From cargo-nextest's report on standard error.
pub(super) fn nextest(text: &str) -> Counts {
    let mut counts = Counts::default();
    let mut in_summary = false;
    for line in text.lines().map(str::trim) {
        if line.starts_with("Summary [") {
            // Failures are listed once more below the summary: those count, not the ones before a repetition.
            in_summary = true;
            counts.passed += number_before(line, "passed").unwrap_or_default();
        } else if in_summary && let Some((outcome, test)) = line.split_once(']') {
            let failed = ["FAIL", "TIMEOUT", "SIG", "ABORT", "LEAK-FAIL"].iter().any(|sign| outcome.starts_with(sign));
            if failed {
                counts.failed.push(without_position(test.trim()).to_owned());
            }
        }
    }
    counts
}

/// nextest writes `( 3/17) crate test` where there are several.
fn without_position(test: &str) -> &str {
    match test.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        Some((_, name)) => name.trim(),
        None => test,
    }
}

/// From the report of `cargo test` on standard output.
pub(super) fn cargo_test(text: &str) -> Counts {
    let mut counts = Counts::default();
    for line in text.lines().map(str::trim) {
        if line.starts_with("test result:") {
            counts.passed += number_before(line, "passed").unwrap_or_default();
        } else if let Some(test) = line.strip_prefix("test ").and_then(|test| test.strip_suffix(" ... FAILED")) {
            counts.failed.push(test.to_owned());
        }
    }
    counts
}

/// From Playwright's JSON report. A test that passed at a second try has passed.
pub(super) fn playwright(report: &Value) -> Counts {
    let stat = |name: &str| report["stats"][name].as_u64().map_or(0, |count| count as usize);
    let mut counts = Counts { passed: stat("expected") + stat("flaky"), failed: Vec::new() };
    for suite in report["suites"].as_array().into_iter().flatten() {
        unexpected(suite, &mut counts.failed);
    }
    counts
}

fn unexpected(suite: &Value, failed: &mut Vec<String>) {
    for spec in suite["specs"].as_array().into_iter().flatten() {
        let file = spec["file"].as_str().unwrap_or("?");
        let title = spec["title"].as_str().unwrap_or("?");
        for test in spec["tests"].as_array().into_iter().flatten() {
            if test["status"] == "unexpected" {
                failed.push(format!("{file} › {title} [{}]", test["projectName"].as_str().unwrap_or_default()));
            }
        }
    }
    for inner in suite["suites"].as_array().into_iter().flatten() {
        unexpected(inner, failed);
    }
}

fn number_before(line: &str, word: &str) -> Option<usize> {
    let (before, _) = line.split_once(&format!(" {word}"))?;
    before.rsplit(|letter: char| !letter.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn nextest_counts_come_from_its_summary() {
        let text = "        PASS [   0.004s] (1/3) xtask args::a\n        FAIL [   0.005s] (2/3) xtask b::c\n\
                    ────────────\n     Summary [   0.011s] 3 tests run: 2 passed (1 slow), 1 failed, 4 skipped\n\
                            FAIL [   0.005s] (2/3) xtask b::c\nerror: test run failed\n";
        assert_eq!(nextest(text), Counts { passed: 2, failed: vec!["xtask b::c".to_owned()] });
    }

    #[test]
    fn nextest_names_crashed_and_slow_tests_as_failed() {
        let text = "     Summary [  60.0s] 2/9 tests run: 0 passed, 1 failed, 1 timed out, 0 skipped\n\
                        SIGABRT [   0.005s] server it a\n     TIMEOUT [  60.0s] (9/9) server it b\n";
        assert_eq!(nextest(text).failed, ["server it a", "server it b"]);
    }

    #[test]
    fn cargo_test_counts_are_summed_over_its_binaries() {
        let text = "running 2 tests\ntest a::b ... ok\ntest a::c ... FAILED\n\
                    test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out\n\
                    test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(cargo_test(text), Counts { passed: 13, failed: vec!["a::c".to_owned()] });
    }

    #[test]
    fn playwright_counts_come_from_its_report() {
        let report = json!({
            "stats": {"expected": 3, "flaky": 1, "unexpected": 1, "skipped": 2},
            "suites": [{"specs": [], "suites": [{"specs": [{
                "file": "a.spec.ts", "title": "b", "tests": [{"status": "unexpected", "projectName": "p"}]
            }]}]}]
        });
        assert_eq!(playwright(&report), Counts { passed: 4, failed: vec!["a.spec.ts › b [p]".to_owned()] });
    }

    #[test]
    fn a_run_that_does_not_compile_is_one_failure() {
        assert_eq!(nextest("error: could not compile").or_failed(false, "the run").failed, ["the run"]);
        assert!(nextest("").or_failed(true, "the run").failed.is_empty());
    }
}
