//! Forgotten passwords: a letter with a link, to whoever has the address.

use super::links::{Links, Purpose};
use crate::database::Database;
use crate::mail::{Letter, Outbox, Recipient};
use crate::people;
use app::error::AppError;

/// Writes such letters.
#[derive(Clone)]
pub(super) struct Forgotten {
    pub(super) database: Database,
    pub(super) outbox: Outbox,
    pub(super) links: Links,
}

impl Forgotten {
    /// Nobody waits for it: neither the answer nor its time says whether anybody has the address.
    pub(super) fn write_later(&self, email_key: String) {
        let forgotten = self.clone();
        tokio::spawn(async move {
            if let Err(error) = forgotten.write(&email_key).await {
                tracing::warn!("a letter for a forgotten password could not be written: {error}");
            }
        });
    }

    async fn write(&self, email_key: &str) -> Result<(), AppError> {
        // Looked for without a transaction: made-up addresses keep no writer waiting.
        let Some(person) = people::by_email_key(&self.database, email_key).await? else { return Ok(()) };
        let transaction = self.database.write().await?;
        let person = people::locked(&transaction, person.id).await?;
        if !person.active {
            return Ok(());
        }
        let purpose = Purpose::ForgottenPassword;
        let link = self.links.issue(&transaction, purpose, person.id).await?;
        let minutes = purpose.minutes();
        let letter = if person.password_hash.is_some() {
            Letter::ForgottenPassword { link, minutes }
        } else {
            // Only invited so far: there is no password to forget, and their invitation keeps working.
            Letter::FirstPassword { link, minutes }
        };
        let to = Recipient { person: person.id, name: person.name, email: person.email };
        self.outbox.add(&transaction, &to, &letter).await?;
        transaction.commit().await?;
        self.outbox.wake();
        self.links.forget_expired().await;
        Ok(())
    }
}
