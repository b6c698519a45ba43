//! Measures lists and searches over many rows, the server that shows them, and the mail that it hands over: `cargo xtask bench`.
//!
//! Nothing here passes or fails. Times are compared within one run on one machine.

mod bare;
mod cases;
mod data;
mod endpoints;
mod http;
mod lists;
mod mail;
mod people;
mod program;
mod rate;
mod sink;
mod table;
mod visit;

use clap::{Parser, ValueEnum};
use data::Content;
use std::io::Write;

/// What can go wrong while measuring; nobody recovers from it.
type Failure = Box<dyn std::error::Error + Send + Sync>;

#[derive(Debug, Parser)]
#[command(name = "switchroom-bench", about = "Measures lists, searches, the server and its mail")]
struct Args {
    /// Numbers of endpoints, and of people
    #[arg(long, value_delimiter = ',', default_values_t = [1_000, 100_000, 1_000_000])]
    rows: Vec<u64>,
    /// Measure on one database alone, or one part alone; can be repeated
    #[arg(long)]
    only: Vec<Only>,
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
enum Only {
    Sqlite,
    Postgres,
    /// The list of SIP endpoints
    Endpoints,
    /// The lists of people and SIP phones, and the drop-down of New SIP credentials
    People,
    /// The server itself, over HTTP
    Http,
    /// Mails handed over
    Mail,
}

impl Only {
    const DATABASES: [(Self, data::Kind); 2] =
        [(Self::Sqlite, data::Kind::Sqlite), (Self::Postgres, data::Kind::Postgres)];

    fn is_database(self) -> bool {
        Self::DATABASES.iter().any(|(database, _)| *database == self)
    }
}

impl Args {
    /// Databases and parts are chosen on their own: without a choice all of them.
    fn wants(&self, what: Only) -> bool {
        let mut chosen = self.only.iter().filter(|chosen| chosen.is_database() == what.is_database()).peekable();
        chosen.peek().is_none() || chosen.any(|chosen| *chosen == what)
    }

    fn databases(&self) -> impl Iterator<Item = data::Kind> {
        Only::DATABASES.into_iter().filter(|(database, _)| self.wants(*database)).map(|(_, kind)| kind)
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
        if args.wants(Only::Endpoints) {
            compare(args, store, kind, Content::Endpoints).await?;
        }
        if args.wants(Only::People) {
            compare(args, store, kind, Content::People).await?;
        }
        if let (Some(rows), true) = (args.rows.last(), args.wants(Only::Http)) {
            let data = store.open(kind, Content::Endpoints, *rows).await?;
            let middle = data.middle().await?;
            data.database.close().await;
            program::measure(&data, &middle, args.runs.min(20))?;
        }
        if args.wants(Only::Mail) {
            mail::measure(kind, store).await?;
        }
    }
    Ok(())
}

/// A table of lists, a column for each number of rows.
async fn compare(args: &Args, store: &mut data::Store, kind: data::Kind, content: Content) -> Result<(), Failure> {
    let mut columns = Vec::new();
    for rows in &args.rows {
        let data = store.open(kind, content, *rows).await?;
        let cases = match content {
            Content::Endpoints => endpoints::cases(&data.middle().await?),
            Content::People | Content::Agents => people::cases(*rows),
        };
        columns.push(lists::measure(&data, cases, args.runs).await?);
        data.database.close().await;
    }
    table::print(&format!("{}, {}", kind.name(), content.name()), &columns);
    Ok(())
}

/// Writes a line of the report.
fn say(line: &str) {
    // Nobody reads any more: no reason to stop.
    let _ = writeln!(std::io::stdout(), "{line}");
}
