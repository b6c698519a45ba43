//! The log, on standard error: text for people, or JSON for machines.

use crate::config::LogConfig;
use std::panic::PanicHookInfo;
use tracing::level_filters::LevelFilter;
use tracing::{Level, Metadata};
use tracing_subscriber::filter::{FilterExt, filter_fn};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt};

/// Starts logging, once for the program.
pub fn start(config: LogConfig) {
    let LogConfig { filter, json } = config;
    let filter = filter.and(filter_fn(may_be_logged));
    let writer = std::io::stderr;
    let layer = if json {
        fmt::layer().json().flatten_event(true).with_writer(writer).boxed()
    } else {
        let colours = std::io::IsTerminal::is_terminal(&std::io::stderr());
        fmt::layer().with_ansi(colours).with_target(false).with_writer(writer).boxed()
    };
    let started = tracing_subscriber::registry().with(layer.with_filter(filter)).try_init();
    debug_assert!(started.is_ok(), "logging is started once");
    std::panic::set_hook(Box::new(log_panic));
}

/// A message that was put together may hold a value; one that stands in the code does not.
fn log_panic(panic: &PanicHookInfo<'_>) {
    let message = panic.payload().downcast_ref::<&'static str>().copied().unwrap_or("see the place");
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(place, "panicked: {message}");
}

/// Below this the database layers write statements with values, and addresses with passwords, whatever is asked for.
fn may_be_logged(metadata: &Metadata<'_>) -> bool {
    const QUIET: [&str; 4] = ["sea_orm", "sqlx", "sea_orm_migration", "hyper"];
    let quiet = QUIET.iter().any(|target| metadata.target().split("::").next() == Some(target));
    LevelFilter::from_level(*metadata.level()) <= if quiet { Level::WARN } else { Level::TRACE }
}
