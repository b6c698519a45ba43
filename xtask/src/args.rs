//! The command line. Written by hand: five commands need no parser that takes longer to compile than the rest.

/// What `cargo xtask` without arguments prints.
pub(crate) const HELP: &str = "\
cargo xtask COMMAND

  run [--release] [--watch] [-- ARGS]   build all and serve it; ARGS go to `switchroom serve`.
                                        --watch builds again and reloads the page when a file is saved
  demo                                  the same on a throw-away folder with people, phones and endpoints
  test [lint|rust|browser] [FILTER]     everything, or one part; FILTER goes to the test runner
  bench [ARGS]                          measure the release build on SQLite and PostgreSQL
  dist                                  one file with everything inside: target/dist/switchroom

Each command first installs what it needs and the machine lacks.";

/// What the person asked for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Task {
    /// Print the table of commands.
    Help,
    /// Build and serve.
    Run(RunOptions),
    /// Build and serve on a throw-away folder.
    Demo {
        /// Handed on to the server.
        rest: Vec<String>,
    },
    /// Pack one file.
    Dist,
    /// Measure.
    Bench {
        /// Handed on to the program that measures.
        rest: Vec<String>,
    },
    /// Check everything, or a part.
    Test {
        /// Which of the three parts.
        parts: Parts,
        /// Handed on to the test runners.
        filters: Vec<String>,
    },
}

/// How to serve.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct RunOptions {
    /// Optimised, as for others.
    pub(crate) release: bool,
    /// Build again on each change.
    pub(crate) watch: bool,
    /// Handed on to `switchroom serve`.
    pub(crate) rest: Vec<String>,
}

/// The parts of `cargo xtask test`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Parts {
    /// Format, licences, clippy.
    pub(crate) lint: bool,
    /// Unit and integration tests.
    pub(crate) rust: bool,
    /// Playwright.
    pub(crate) browser: bool,
}

/// Reads the arguments behind `cargo xtask`; the error is a sentence.
pub(crate) fn parse(arguments: impl Iterator<Item = String>) -> Result<Task, String> {
    let mut arguments = arguments.peekable();
    let Some(command) = arguments.next() else { return Ok(Task::Help) };
    let rest: Vec<String> = arguments.collect();
    if rest.iter().take_while(|word| *word != "--").any(|word| word == "--help" || word == "-h") {
        return Ok(Task::Help);
    }
    match command.as_str() {
        "help" | "--help" | "-h" => Ok(Task::Help),
        "run" => run_options(rest).map(Task::Run),
        "demo" => Ok(Task::Demo { rest: without_dashes(rest) }),
        "dist" if rest.is_empty() => Ok(Task::Dist),
        "dist" => Err("dist takes no arguments.".to_owned()),
        "bench" => Ok(Task::Bench { rest: without_dashes(rest) }),
        "test" => Ok(test(rest)),
        other => Err(format!("There is no command {other:?}.")),
    }
}

fn run_options(rest: Vec<String>) -> Result<RunOptions, String> {
    let mut options = RunOptions::default();
    let mut rest = rest.into_iter();
    while let Some(word) = rest.next() {
        match word.as_str() {
            "--release" => options.release = true,
            "--watch" => options.watch = true,
            "--" => options.rest = rest.by_ref().collect(),
            other => return Err(format!("run does not know {other:?}; what is for the server stands behind --.")),
        }
    }
    Ok(options)
}

fn test(mut rest: Vec<String>) -> Task {
    const NONE: Parts = Parts { lint: false, rust: false, browser: false };
    let named = match rest.first().map(String::as_str) {
        Some("lint") => Some(Parts { lint: true, ..NONE }),
        Some("rust") => Some(Parts { rust: true, ..NONE }),
        Some("browser") => Some(Parts { browser: true, ..NONE }),
        _ => None,
    };
    if named.is_some() {
        rest.remove(0);
    }
    let filters = without_dashes(rest);
    // Whoever names a test does not want to wait for the lints.
    let parts = named.unwrap_or(Parts { lint: filters.is_empty(), rust: true, browser: true });
    Task::Test { parts, filters }
}

fn without_dashes(mut rest: Vec<String>) -> Vec<String> {
    if rest.first().is_some_and(|word| word == "--") {
        rest.remove(0);
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Task, String> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn no_arguments_ask_for_help() {
        assert_eq!(parsed(""), Ok(Task::Help));
        assert_eq!(parsed("run --help"), Ok(Task::Help));
    }

    #[test]
    fn what_stands_behind_two_dashes_is_for_the_server() {
        let options = RunOptions { release: true, watch: false, rest: vec!["--help".to_owned()] };
        assert_eq!(parsed("run --release -- --help"), Ok(Task::Run(options)));
    }

    #[test]
    fn an_unknown_word_is_named() {
        assert!(parsed("run --fast").is_err_and(|sentence| sentence.contains("--fast")));
        assert!(parsed("fly").is_err_and(|sentence| sentence.contains("fly")));
    }

    #[test]
    fn a_filter_alone_leaves_the_lints_out() {
        let parts = Parts { lint: false, rust: true, browser: true };
        assert_eq!(parsed("test sip"), Ok(Task::Test { parts, filters: vec!["sip".to_owned()] }));
    }

    #[test]
    fn a_part_may_have_a_filter() {
        let parts = Parts { lint: false, rust: true, browser: false };
        assert_eq!(parsed("test rust sip"), Ok(Task::Test { parts, filters: vec!["sip".to_owned()] }));
    }
}
