//! One-time links to credentials, of which the database has the hash: whoever reads it cannot use them.
//!
//! A phone has one of each kind at a time, the latest. Whoever changes links has the phone locked.

use super::entity::Model;
use super::rows;
use crate::clock::{Clock, millis};
use crate::database::{Database, WriteTransaction, places};
use crate::{error, random};
use app::error::AppError;
use sea_orm::{ConnectionTrait, Statement, Value};
use std::time::Duration;

/// Where a link leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// To the page that shows the password.
    Password,
    /// To the settings that a phone fetches.
    Provisioning,
}

impl Kind {
    const fn code(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Provisioning => "provisioning",
        }
    }

    /// How long such a link can be used.
    const fn lifetime(self) -> Duration {
        match self {
            Self::Password => Duration::from_hours(7 * 24),
            Self::Provisioning => Duration::from_mins(60),
        }
    }

    /// The same in whole days, for a letter.
    pub(super) const fn days(self) -> u64 {
        self.lifetime().as_secs() / (24 * 3_600)
    }
}

/// The table of links.
#[derive(Clone)]
pub(super) struct Links {
    database: Database,
    clock: Clock,
}

impl Links {
    pub(super) const fn new(database: Database, clock: Clock) -> Self {
        Self { database, clock }
    }

    /// Makes a link for each of these phones, at most some thousands, in their order. They must have none of this kind.
    pub(super) async fn issue(
        &self,
        transaction: &WriteTransaction,
        kind: Kind,
        phones: &[i64],
    ) -> Result<Vec<String>, AppError> {
        if phones.is_empty() {
            return Ok(Vec::new());
        }
        let links: Vec<String> = phones.iter().map(|_| random::token()).collect();
        let rest = format!(", '{}', {}", kind.code(), self.clock.now() + millis(kind.lifetime()));
        let sql = format!(
            "INSERT INTO credentials_link (link_hash, phone_id, kind, expires_at) VALUES {}",
            places(self.database.backend(), links.len(), 2, &rest)
        );
        let values =
            links.iter().zip(phones).flat_map(|(link, phone)| [Value::from(random::hash(link)), (*phone).into()]);
        transaction.execute_raw(self.database.statement(&sql, values)).await.map_err(error::database)?;
        Ok(links)
    }

    /// Ends all links of these phones.
    pub(super) async fn end(&self, transaction: &WriteTransaction, phones: &[i64]) -> Result<(), AppError> {
        end(transaction, phones).await
    }

    /// The phone of a link that would be taken now: not expired, and its person may have SIP access.
    pub(super) async fn phone_of(&self, kind: Kind, link: &str) -> Result<Option<i64>, AppError> {
        let row = self.database.pool().query_one_raw(self.find(kind, link)).await.map_err(error::database)?;
        row.map(|row| row.try_get("", "phone_id")).transpose().map_err(error::database)
    }

    /// Uses a link up, and returns its phone, which is locked from then on. Of several at once one gets it.
    pub(super) async fn use_up(
        &self,
        transaction: &WriteTransaction,
        kind: Kind,
        link: &str,
    ) -> Result<Option<Model>, AppError> {
        let Some(id) = self.phone_of(kind, link).await? else { return Ok(None) };
        let Some(phone) = rows::lock(transaction, &[id]).await?.pop() else { return Ok(None) };
        // Asked again, now that nobody can change it: whoever deactivates a person ends the links of the phone.
        let delete = "DELETE FROM credentials_link WHERE link_hash = $1 AND phone_id = $2 AND expires_at > $3";
        let values = [random::hash(link).into(), id.into(), self.clock.now().into()];
        let deleted = transaction.execute_raw(self.database.statement(delete, values)).await;
        let held = deleted.map_err(error::database)?.rows_affected() == 1;
        Ok(held.then_some(phone))
    }

    fn find(&self, kind: Kind, link: &str) -> Statement {
        let select = "SELECT l.phone_id FROM credentials_link l JOIN sip_phone s ON s.id = l.phone_id
            JOIN person p ON p.id = s.person_id
            WHERE l.link_hash = $1 AND l.kind = $2 AND l.expires_at > $3 AND p.active = $4";
        let values = [random::hash(link).into(), kind.code().into(), self.clock.now().into(), true.into()];
        self.database.statement(select, values)
    }

    /// Deletes what has expired. Apart from other changes: nobody's link waits for somebody else's.
    pub(super) async fn forget_expired(&self) {
        if let Err(error) = self.delete_expired().await {
            tracing::warn!("expired links to credentials could not be deleted: {error}");
        }
    }

    async fn delete_expired(&self) -> Result<(), AppError> {
        let delete = "DELETE FROM credentials_link WHERE expires_at <= $1";
        let delete = self.database.statement(delete, [self.clock.now().into()]);
        let transaction = self.database.write().await?;
        transaction.execute_raw(delete).await.map_err(error::database)?;
        transaction.commit().await
    }
}

/// Ends all links of these phones.
pub(super) async fn end(transaction: &WriteTransaction, phones: &[i64]) -> Result<(), AppError> {
    let list = phones.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
    let delete = format!("DELETE FROM credentials_link WHERE phone_id IN ({list})");
    transaction.execute_unprepared(&delete).await.map(drop).map_err(error::database)
}

#[cfg(test)]
mod tests {
    use super::Kind;

    #[test]
    fn a_letter_says_how_long_its_link_holds() {
        assert_eq!(Kind::Password.days(), 7);
    }
}
