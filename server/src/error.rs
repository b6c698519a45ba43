//! From what goes wrong here to what people are told: the cause into the log, the words to the screen.

use app::error::{AppError, Dependency};
use app::fields::Problem;
use app::session::RequestId;
use sea_orm::{DbErr, RuntimeErr, sqlx};
use std::fmt::Display;

/// Why the program cannot start or a command cannot run: one or more sentences for the person at the console.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct StartError(pub String);

impl StartError {
    /// A sentence.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

/// Logs an unforeseen cause and returns what the screen shows. `cause` must not hold a secret or a value of a row.
#[must_use]
pub fn internal(cause: impl Display) -> AppError {
    let request = leptos::prelude::use_context::<RequestId>().map(|id| id.0).unwrap_or_default();
    tracing::error!(%request, "unforeseen: {cause}");
    AppError::Internal { request }
}

/// What a failed query means for the person who asked. For `map_err`.
#[must_use]
#[expect(clippy::needless_pass_by_value, reason = "`map_err` hands the error over")]
pub fn database(error: DbErr) -> AppError {
    if is_unavailable(&error) {
        tracing::error!("the database does not answer: {}", without_values(&error));
        AppError::Unavailable(Dependency::Database)
    } else {
        internal(format_args!("database: {}", without_values(&error)))
    }
}

/// A violated constraint becomes the error of a field: `(constraint, field, problem)` for each that a statement can
/// violate. Names are those of [`violated_constraint`].
#[must_use]
pub fn on_constraint(error: DbErr, fields: &[(&str, &str, Problem)]) -> AppError {
    let violated = violated_constraint(&error);
    match fields.iter().find(|(constraint, ..)| violated.as_deref() == Some(constraint)) {
        Some((_, field, problem)) => AppError::invalid(field, *problem),
        None => database(error),
    }
}

/// The name of the unique index that a statement violated.
///
/// PostgreSQL names the index. SQLite names the columns (`person.email_key`) or, for an index on expressions, the index
/// itself; columns are joined to `person_email_key`. So call a unique index after its table and columns, joined by `_`.
#[must_use]
pub fn violated_constraint(error: &DbErr) -> Option<String> {
    let database = driver_error(error)?;
    if !database.is_unique_violation() {
        return None;
    }
    if let Some(name) = database.constraint() {
        return Some(name.to_owned());
    }
    let subject = database.message().strip_prefix("UNIQUE constraint failed: ")?;
    if let Some(index) = subject.strip_prefix("index '") {
        return Some(index.trim_end_matches('\'').to_owned());
    }
    let mut parts = subject.split(", ").filter_map(|column| column.split_once('.'));
    let (table, first) = parts.next()?;
    Some(parts.fold(format!("{table}_{first}"), |name, (_, column)| format!("{name}_{column}")))
}

/// True when asking again later may work: no connection, no time, no space.
#[must_use]
pub fn is_unavailable(error: &DbErr) -> bool {
    match error {
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => true,
        DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error)) => {
            match error.as_ref() {
                sqlx::Error::Io(_)
                | sqlx::Error::Tls(_)
                | sqlx::Error::PoolTimedOut
                | sqlx::Error::PoolClosed
                | sqlx::Error::WorkerCrashed => true,
                sqlx::Error::Database(error) => error.code().is_some_and(|code| is_passing(error.as_ref(), &code)),
                _ => false,
            }
        }
        _ => false,
    }
}

/// Codes of PostgreSQL (appendix A) and SQLite (rescode.html, the low byte of an extended code) that pass by themselves
/// or with an administrator's help.
fn is_passing(error: &dyn sqlx::error::DatabaseError, code: &str) -> bool {
    if error.try_downcast_ref::<sqlx::sqlite::SqliteError>().is_some() {
        // BUSY, LOCKED, READONLY, IOERR, FULL, CANTOPEN
        return code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 8 | 10 | 13 | 14));
    }
    // Connection, resources, operator intervention, I/O, lock not available, serialization, deadlock.
    ["08", "53", "57", "58", "55P03", "40", "25006", "25P03"].iter().any(|class| code.starts_with(class))
}

/// What the driver said, if it was the database that spoke.
fn driver_error(error: &DbErr) -> Option<&dyn sqlx::error::DatabaseError> {
    match error {
        DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error)) => {
            error.as_database_error()
        }
        _ => None,
    }
}

/// An error for the log. Databases quote offending values; everything from the first quote on stays out.
#[must_use]
pub fn without_values(error: &DbErr) -> String {
    match driver_error(error) {
        Some(error) => {
            let code = error.code().unwrap_or_default();
            let message = error.message().split(['"', '\'']).next().unwrap_or_default().trim_end();
            match error.constraint() {
                Some(constraint) => format!("{message} (code {code}, constraint {constraint})"),
                None => format!("{message} (code {code})"),
            }
        }
        None => error.to_string(),
    }
}
