//! One-time links, of which the database has the hash: whoever reads it cannot use them.
//!
//! A person has one of each purpose at a time, the latest. Using one ends all of that person.

use crate::clock::{Clock, millis};
use crate::database::{Database, WriteTransaction, places};
use crate::error;
use crate::mail::{LetterKind, Withdrawal, withdraw};
use crate::people::shown;
use crate::random::{self, hash};
use app::error::AppError;
use app::session::Person;
use sea_orm::{ConnectionTrait, DbErr, Value};
use std::time::Duration;

/// Links in one statement: as many as stay below the databases' limit on values.
const BATCH: usize = 1_000;

/// What a link was mailed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Somebody has an account now.
    Invitation,
    /// Somebody forgot the password.
    ForgottenPassword,
}

impl Purpose {
    const fn code(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::ForgottenPassword => "forgotten_password",
        }
    }

    /// The letter that brings such a link.
    const fn letter(self) -> LetterKind {
        match self {
            Self::Invitation => LetterKind::Invitation,
            Self::ForgottenPassword => LetterKind::ForgottenPassword,
        }
    }

    /// How long such a link can be used.
    const fn lifetime(self) -> Duration {
        match self {
            Self::Invitation => Duration::from_hours(7 * 24),
            Self::ForgottenPassword => Duration::from_mins(60),
        }
    }

    /// The same in whole days, for a letter.
    pub(crate) const fn days(self) -> u64 {
        self.minutes() / (24 * 60)
    }

    /// The same in whole minutes, for a letter.
    pub(crate) const fn minutes(self) -> u64 {
        self.lifetime().as_secs() / 60
    }
}

/// The table of one-time links.
#[derive(Clone)]
pub(crate) struct Links {
    database: Database,
    clock: Clock,
}

impl Links {
    pub(crate) const fn new(database: Database, clock: Clock) -> Self {
        Self { database, clock }
    }

    /// Makes a link for somebody who is locked, and returns the secret part of it. A letter that has yet to bring an
    /// older one is taken back.
    pub(crate) async fn issue(
        &self,
        transaction: &WriteTransaction,
        purpose: Purpose,
        person: i64,
    ) -> Result<String, AppError> {
        let link = random::token();
        let kinds = [purpose.letter()];
        withdraw(&self.database, transaction, &[person], &kinds, Withdrawal::Replaced).await?;
        self.keep(transaction, purpose, &[(person, &link)]).await?;
        Ok(link)
    }

    /// Makes a link for each of these new people, in their order.
    pub(crate) async fn issue_many(
        &self,
        transaction: &WriteTransaction,
        purpose: Purpose,
        people: &[i64],
    ) -> Result<Vec<String>, AppError> {
        let links: Vec<String> = people.iter().map(|_| random::token()).collect();
        let rows: Vec<(i64, &str)> = people.iter().copied().zip(links.iter().map(String::as_str)).collect();
        for some in rows.chunks(BATCH) {
            self.keep(transaction, purpose, some).await?;
        }
        Ok(links)
    }

    async fn keep(
        &self,
        transaction: &WriteTransaction,
        purpose: Purpose,
        links: &[(i64, &str)],
    ) -> Result<(), AppError> {
        let now = self.clock.now();
        let rest = format!(", '{}', {now}, {}", purpose.code(), now + millis(purpose.lifetime()));
        let sql = format!(
            "INSERT INTO one_time_link (link_hash, person_id, purpose, created_at, expires_at) VALUES {}
             ON CONFLICT (person_id, purpose) DO UPDATE SET link_hash = excluded.link_hash,
                 created_at = excluded.created_at, expires_at = excluded.expires_at",
            places(self.database.backend(), links.len(), 2, &rest)
        );
        let values = links.iter().flat_map(|(person, link)| [Value::from(hash(link)), (*person).into()]);
        transaction.execute_raw(self.database.statement(&sql, values)).await.map(drop).map_err(error::database)
    }

    /// Whose link it is, if it would be taken now.
    pub(crate) async fn person_of(&self, link: &str) -> Result<Option<Person>, AppError> {
        let select = "SELECT p.id, p.name, p.email, p.role FROM one_time_link l JOIN person p ON p.id = l.person_id
            WHERE l.link_hash = $1 AND l.expires_at > $2 AND p.active = $3";
        let values = [hash(link).into(), self.clock.now().into(), true.into()];
        let row = self.database.pool().query_one_raw(self.database.statement(select, values)).await;
        let Some(row) = row.map_err(error::database)? else { return Ok(None) };
        let person = || -> Result<Person, DbErr> {
            let role: String = row.try_get("", "role")?;
            Ok(shown(row.try_get("", "id")?, row.try_get("", "name")?, row.try_get("", "email")?, &role))
        };
        person().map(Some).map_err(error::database)
    }

    /// Uses a link of this person up, and all others of theirs. Returns whether it held: of several at once for one.
    pub(crate) async fn use_up(
        &self,
        transaction: &WriteTransaction,
        person: i64,
        link: &str,
    ) -> Result<bool, AppError> {
        let delete = "DELETE FROM one_time_link WHERE link_hash = $1 AND person_id = $2 AND expires_at > $3";
        let values = [hash(link).into(), person.into(), self.clock.now().into()];
        let deleted = transaction.execute_raw(self.database.statement(delete, values)).await;
        let held = deleted.map_err(error::database)?.rows_affected() == 1;
        end_all(&self.database, transaction, person, Withdrawal::PasswordChosen).await?;
        Ok(held)
    }

    /// Deletes what has expired. Apart from other changes: nobody's link waits for somebody else's.
    pub(crate) async fn forget_expired(&self) {
        if let Err(error) = self.delete_expired().await {
            tracing::warn!("expired links could not be deleted: {error}");
        }
    }

    async fn delete_expired(&self) -> Result<(), AppError> {
        let delete = "DELETE FROM one_time_link WHERE expires_at <= $1";
        let delete = self.database.statement(delete, [self.clock.now().into()]);
        let transaction = self.database.write().await?;
        transaction.execute_raw(delete).await.map_err(error::database)?;
        transaction.commit().await
    }
}

/// Ends all links of a person, who is locked, and takes back the letters that have yet to bring one.
pub(super) async fn end_all(
    database: &Database,
    transaction: &WriteTransaction,
    person: i64,
    why: Withdrawal,
) -> Result<(), AppError> {
    let kinds = [LetterKind::Invitation, LetterKind::ForgottenPassword];
    withdraw(database, transaction, &[person], &kinds, why).await?;
    let delete = database.statement("DELETE FROM one_time_link WHERE person_id = $1", [person.into()]);
    transaction.execute_raw(delete).await.map(drop).map_err(error::database)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_says_how_long_its_link_holds() {
        assert_eq!(Purpose::Invitation.days(), 7);
        assert_eq!(Purpose::ForgottenPassword.minutes(), 60);
    }
}
