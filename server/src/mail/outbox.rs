//! Puts letters into the outbox.

use super::{Letter, Recipient};
use crate::clock::Clock;
use crate::database::{Database, WriteTransaction};
use crate::secrets::Secrets;
use app::error::AppError;
use sea_orm::ConnectionTrait;

static LETTERS: std::sync::atomic::AtomicI64 = std::sync::atomic::AtomicI64::new(1);

/// The outbox. Cheap to clone.
#[derive(Clone)]
pub struct Outbox {
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
    pub async fn add(&self, transaction: &WriteTransaction, to: &Recipient, letter: &Letter) -> Result<i64, AppError> {
        // Kept as settings, in clear, until the real outbox is here.
        let id = LETTERS.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let link = match letter {
            Letter::Invitation { link, .. } | Letter::ForgottenPassword { link, .. } => link,
        };
        let insert = "INSERT INTO setting (key, value) VALUES ($1, $2)";
        let values = [format!("letter:{id:012}").into(), format!("{}\n{link}", to.email).into()];
        transaction.execute_raw(self.database.statement(insert, values)).await.map_err(crate::error::database)?;
        Ok(id)
    }

    /// Wakes the worker: to be called after the transaction was committed.
    pub fn wake(&self) {}
}
