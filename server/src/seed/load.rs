//! Fills the table of endpoints as fast as the database takes it: all of it, or nothing.

use super::made_up::{MadeUp, endpoint};
use super::{failed, grouped, postgres, sqlite};
use crate::cli::say;
use crate::clock::Clock;
use crate::database::Database;
use crate::error::StartError;
use crate::secrets::Secrets;
use crate::sip_endpoints::{Values, password_place};
use sea_orm::{ConnectionTrait, DbBackend, DbErr};
use std::time::Instant;

/// The table that is filled.
pub(super) const TABLE: &str = "sip_endpoint";
/// Rows for each line of progress.
const STEP: u64 = 100_000;
/// From so many rows on it is quicker to make the indexes anew than to keep them up.
pub(crate) const MANY: u64 = 10_000;

/// A row to be inserted.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) id: i64,
    pub(super) values: Values,
    /// Sealed.
    pub(super) password: Option<String>,
}

/// The columns of a [`Row`], in the order in which both databases write them.
pub(super) const COLUMNS: [&str; 15] = [
    "id",
    "host",
    "port",
    "reference",
    "reference_key",
    "codec",
    "transport",
    "user_name",
    "user_name_key",
    "password",
    "realm",
    "search",
    "created_at",
    "updated_at",
    "updated_by",
];
/// Who is said to have made the rows.
pub(crate) const AUTHOR: &str = "Seed";

/// How much there is to do, and how it goes on.
pub(super) struct Job {
    pub(super) count: u64,
    /// Milliseconds since 1970 that the rows are said to be from.
    pub(super) now: i64,
    begin: Instant,
}

impl Job {
    pub(super) fn new(count: u64, clock: &Clock) -> Self {
        Self { count, now: clock.now(), begin: Instant::now() }
    }

    /// Whether the indexes are made anew.
    pub(super) const fn is_big(&self) -> bool {
        self.count > MANY
    }

    /// Tells how many rows are written, now and then.
    pub(super) fn written(&self, rows: u64) {
        if rows.is_multiple_of(STEP) && self.count > STEP {
            self.say(&format!("{} of {} SIP endpoints", grouped(rows), grouped(self.count)));
        }
    }

    /// Tells what comes next.
    pub(super) fn say(&self, what: &str) {
        say(&format!("  {what}, {:.0} s", self.begin.elapsed().as_secs_f64()));
    }
}

/// Adds so many made-up endpoints.
pub(super) async fn endpoints(
    database: &Database,
    secrets: &Secrets,
    clock: &Clock,
    count: u64,
) -> Result<(), StartError> {
    let job = Job::new(count, clock);
    insert(database, &job, |id| made_up(secrets, id)).await.map_err(|error| failed(&error))?;
    tidy(database, &job).await.map_err(|error| failed(&error))?;
    say(&format!("{} SIP endpoints in {:.1} s.", grouped(count), job.begin.elapsed().as_secs_f64()));
    Ok(())
}

fn made_up(secrets: &Secrets, id: i64) -> Row {
    let MadeUp { values, password } = endpoint(id.unsigned_abs());
    Row { id, values, password: password.map(|password| secrets.seal(password_place(id), &password)) }
}

/// Inserts the job's rows in one transaction, each made for its id.
pub(super) async fn insert(database: &Database, job: &Job, row: impl Fn(i64) -> Row + Send) -> Result<(), DbErr> {
    match database.backend() {
        DbBackend::Postgres => postgres::insert(database, job, row).await,
        _ => sqlite::insert(database, job, row).await,
    }
}

/// What lets the database answer quickly from the first question on.
async fn tidy(database: &Database, job: &Job) -> Result<(), DbErr> {
    if database.backend() == DbBackend::Postgres {
        job.say("counting for the planner");
        database.pool().execute_unprepared("VACUUM (ANALYZE) sip_endpoint").await?;
    }
    Ok(())
}
