//! Sessions in the database.

use crate::clock::{Clock, millis};
use crate::database::{Database, WriteTransaction};
use crate::people::shown;
use crate::{error, random};
use app::error::AppError;
use app::session::{NewSession, Person, SessionToken};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult};
use std::time::Duration;

/// A session that is not used for so long ends.
const IDLE: Duration = Duration::from_hours(24 * 14);
/// A session ends after this at the latest.
const LONGEST: Duration = Duration::from_hours(24 * 90);
/// When a session was last used is kept to this precision, so that reading pages does not write.
const PRECISION: Duration = Duration::from_mins(1);

/// The table of sessions.
#[derive(Clone)]
pub(super) struct Tokens {
    database: Database,
    clock: Clock,
}

#[derive(FromQueryResult)]
struct Found {
    id: i64,
    name: String,
    email: String,
    role: String,
    last_seen_at: i64,
}

impl Tokens {
    pub(super) const fn new(database: Database, clock: Clock) -> Self {
        Self { database, clock }
    }

    /// Whose session it is. One query; every request asks it.
    pub(super) async fn person_of(&self, token: &SessionToken) -> Result<Option<Person>, AppError> {
        let now = self.clock.now();
        let Some(Found { id, name, email, role, last_seen_at }) = self.find(token, now).await? else { return Ok(None) };
        if now - last_seen_at >= millis(PRECISION) {
            self.prolong_later(token, now);
        }
        Ok(Some(shown(id, name, email, &role)))
    }

    /// The same, without counting as use.
    pub(super) async fn still(&self, token: &SessionToken) -> Result<Option<Person>, AppError> {
        let found = self.find(token, self.clock.now()).await?;
        Ok(found.map(|Found { id, name, email, role, last_seen_at: _ }| shown(id, name, email, &role)))
    }

    async fn find(&self, token: &SessionToken, now: i64) -> Result<Option<Found>, AppError> {
        let select = "SELECT p.id, p.name, p.email, p.role, s.last_seen_at
            FROM session s JOIN person p ON p.id = s.person_id
            WHERE s.token_hash = $1 AND s.expires_at > $2 AND p.active = $3";
        let select = self.database.statement(select, [hash(token).into(), now.into(), true.into()]);
        let row = self.database.pool().query_one_raw(select).await.map_err(error::database)?;
        row.map(|row| Found::from_query_result(&row, "").map_err(error::database)).transpose()
    }

    /// Notes that the session was used. Nobody waits for it: reading must go on while something long is written.
    fn prolong_later(&self, token: &SessionToken, now: i64) {
        let (database, token_hash) = (self.database.clone(), hash(token));
        tokio::spawn(async move {
            if let Err(error) = prolong(&database, token_hash, now).await {
                tracing::warn!("a session could not be prolonged: {error}");
            }
        });
    }

    /// Starts a session, unless the password was changed or the person was deactivated in the meantime.
    pub(super) async fn start(
        &self,
        transaction: &WriteTransaction,
        person: i64,
        password_hash: &str,
    ) -> Result<Option<NewSession>, AppError> {
        let (token, now) = (SessionToken(random::token()), self.clock.now());
        // Waits for whoever is changing the person, so that no session begins beside the end of all of them.
        let lock = if self.database.backend() == DbBackend::Postgres { "FOR SHARE" } else { "" };
        let insert = format!(
            "INSERT INTO session (token_hash, person_id, created_at, last_seen_at, expires_at)
             SELECT $1, id, $3, $3, $4 FROM person WHERE id = $2 AND password_hash = $5 AND active = $6 {lock}"
        );
        let values = [
            hash(&token).into(),
            person.into(),
            now.into(),
            (now + millis(IDLE)).into(),
            password_hash.into(),
            true.into(),
        ];
        let inserted =
            transaction.execute_raw(self.database.statement(&insert, values)).await.map_err(error::database)?;
        // After the person is locked, as everybody does who deletes sessions: so that two cannot wait for each other.
        let delete = self.database.statement("DELETE FROM session WHERE expires_at <= $1", [now.into()]);
        transaction.execute_raw(delete).await.map_err(error::database)?;
        Ok((inserted.rows_affected() == 1).then(|| NewSession { token, max_age: LONGEST.as_secs() }))
    }

    pub(super) async fn end(&self, token: &SessionToken) -> Result<(), AppError> {
        let delete = self.database.statement("DELETE FROM session WHERE token_hash = $1", [hash(token).into()]);
        self.database.pool().execute_raw(delete).await.map(drop).map_err(error::database)
    }

    /// Ends all sessions of a person.
    pub(super) async fn end_all(&self, transaction: &WriteTransaction, person: i64) -> Result<(), AppError> {
        end_all(&self.database, transaction, person).await
    }

    /// Ends all sessions of a person but this one.
    pub(super) async fn end_others(
        &self,
        transaction: &WriteTransaction,
        person: i64,
        kept: &SessionToken,
    ) -> Result<(), AppError> {
        let delete = "DELETE FROM session WHERE person_id = $1 AND token_hash <> $2";
        let delete = self.database.statement(delete, [person.into(), hash(kept).into()]);
        transaction.execute_raw(delete).await.map(drop).map_err(error::database)
    }
}

/// Ends all sessions of a person.
pub(super) async fn end_all(database: &Database, transaction: &WriteTransaction, person: i64) -> Result<(), AppError> {
    let delete = database.statement("DELETE FROM session WHERE person_id = $1", [person.into()]);
    transaction.execute_raw(delete).await.map(drop).map_err(error::database)
}

async fn prolong(database: &Database, token_hash: Vec<u8>, now: i64) -> Result<(), AppError> {
    // The smaller of two dates, in words that both databases have.
    let update = "UPDATE session SET last_seen_at = $2,
            expires_at = CASE WHEN created_at + $4 < $3 THEN created_at + $4 ELSE $3 END
        WHERE token_hash = $1 AND last_seen_at <= $5";
    let values = [
        token_hash.into(),
        now.into(),
        (now + millis(IDLE)).into(),
        millis(LONGEST).into(),
        (now - millis(PRECISION)).into(),
    ];
    let transaction = database.write().await?;
    transaction.execute_raw(database.statement(update, values)).await.map_err(error::database)?;
    transaction.commit().await
}

/// What the database keeps of a token: whoever reads the table cannot sign in with it.
fn hash(token: &SessionToken) -> Vec<u8> {
    random::hash(&token.0)
}
