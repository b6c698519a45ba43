//! The program `switchroom`.

use clap::Parser;
use server::cli::Cli;
use server::config::{Config, LogConfig};
use server::error::StartError;
use server::telemetry;
use std::io::Write;
use std::process::ExitCode;

/// Pages are rendered half as fast again as with the system's allocator (`cargo xtask bench`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// 0: done, or stopped as asked; 1: could not, with sentences on standard error; 2 (clap's): typed wrongly.
#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(StartError(sentences)) => {
            for sentence in sentences.lines() {
                // With standard error gone there is nobody to tell.
                let _ = writeln!(std::io::stderr(), "switchroom: {sentence}");
            }
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> Result<(), StartError> {
    // Both are looked at before either is said to be wrong.
    let (log, config) = (LogConfig::from_env(), Config::from_env());
    let (log, config) = match (log, config) {
        (Ok(log), Ok(config)) => (log, config),
        (Err(log), Err(config)) => return Err(StartError(format!("{log}\n{config}"))),
        (Err(error), _) | (_, Err(error)) => return Err(error),
    };
    telemetry::start(log);
    cli.run(config).await
}
