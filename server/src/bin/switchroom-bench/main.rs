//! Measures lists and searches over many endpoints, and the server that shows them: `cargo xtask bench`.
//!
//! Nothing here passes or fails. Times are compared within one run on one machine.

mod bare;
mod cases;
mod data;
mod http;
mod lists;
mod program;
mod rate;
mod table;
mod visit;

use clap::{Parser, ValueEnum};
use std::io::Write;

/// What can go wrong while measuring; nobody recovers from it.
type Failure = Box<dyn std::error::Error + Send + Sync>;

#[derive(Debug, Parser)]
#[command(name = "switchroom-bench", about = "Measures lists, searches and the server")]
struct Args {
    /// Numbers of endpoints
    #[arg(long, value_delimiter = ',', default_values_t = [1_000, 100_000, 1_000_000])]
    rows: Vec<u64>,
    /// Measure one part alone; can be repeated
    #[arg(long)]
    only: Vec<Part>,
    /// How often each list is asked for
    #[arg(long, default_value_t = 50)]
    runs: usize,
    /// Keep the databases in this folder (and on PostgreSQL) and use them again next time
    #[arg(long)]
    keep: Option<std::path::PathBuf>,
    /// Answer requests for a list with its bare rows: what the server is compared with
    #[arg(long, hide = true)]
    bare: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    Sqlite,
    Postgres,
    Http,
}

impl Args {
    fn wants(&self, part: Part) -> bool {
        self.only.is_empty() || self.only.contains(&part)
    }

    /// The databases to measure; for HTTP alone both.
    fn databases(&self) -> Vec<data::Kind> {
        let both = self.only == [Part::Http];
        let kinds = [(Part::Sqlite, data::Kind::Sqlite), (Part::Postgres, data::Kind::Postgres)];
        kinds.into_iter().filter(|(part, _)| both || self.wants(*part)).map(|(_, kind)| kind).collect()
    }
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let mut args = Args::parse();
    if let Some(database) = &args.bare {
        return bare::serve(database).await;
    }
    args.rows.sort_unstable();
    let mut store = data::Store::new(args.keep.clone())?;
    let measured = measure(&args, &mut store).await;
    store.clear().await?;
    measured
}

async fn measure(args: &Args, store: &mut data::Store) -> Result<(), Failure> {
    for kind in args.databases() {
        let mut columns = Vec::new();
        for rows in &args.rows {
            let data = store.open(kind, *rows).await?;
            if args.wants(Part::Sqlite) || args.wants(Part::Postgres) {
                columns.push(lists::measure(&data, args.runs).await?);
            }
            data.database.close().await;
        }
        if !columns.is_empty() {
            table::print(kind, &columns);
        }
        if let (Some(rows), true) = (args.rows.last(), args.wants(Part::Http)) {
            let data = store.open(kind, *rows).await?;
            data.database.close().await;
            program::measure(&data, args.runs.min(20))?;
        }
    }
    Ok(())
}

/// Writes a line of the report.
fn say(line: &str) {
    // Nobody reads any more: no reason to stop.
    let _ = writeln!(std::io::stdout(), "{line}");
}
