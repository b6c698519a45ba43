//! Puts letters into the outbox.

use super::{Letter, Recipient};
use crate::clock::Clock;
use crate::database::{Database, WriteTransaction};
use crate::secrets::Secrets;
use app::error::AppError;

/// The outbox. Cheap to clone.
#[derive(Clone)]
pub struct Outbox {
    #[expect(dead_code, reason = "helper B1 fills this in")]
    database: Database,
}

impl Outbox {
    /// Over this database. `base` is what browsers call this server, without a slash at the end.
    #[must_use]
    pub fn new(database: Database, _secrets: Secrets, _clock: Clock, _base: String) -> Self {
        Self { database }
    }

    /// Writes a letter in the transaction of the change that it tells of, and returns its number.
    ///
    /// # Errors
    /// What the database says.
    pub async fn add(
        &self,
        _transaction: &WriteTransaction,
        _to: &Recipient,
        _letter: &Letter,
    ) -> Result<i64, AppError> {
        todo!()
    }

    /// Wakes the worker: to be called after the transaction was committed.
    pub fn wake(&self) {}
}
