//! The first administrator: a one-time link, printed at each start for as long as there is none.
//!
//! Every server of several on one database makes a link of its own, and all of them hold, so that it does not matter
//! whose console is read. The first use makes all of them void.

use super::token::Tokens;
use crate::clock::Clock;
use crate::database::{Database, WriteTransaction};
use crate::people::{Author, NewPerson, add};
use crate::{error, random};
use app::error::AppError;
use app::fields::{EmailAddress, PersonName};
use app::session::{NewSession, Role};
use sea_orm::{ConnectionTrait, DbBackend};
use sha2::{Digest, Sha256};

/// Key of a link in the table of settings; the hash of the link follows, the value is when it was made.
const PREFIX: &str = "set_up_link:";
/// Links that hold at a time: the latest ones.
const AT_MOST: i64 = 10;

/// Whether the first administrator is still to be made.
pub(super) async fn is_needed(database: &Database) -> Result<bool, AppError> {
    no_admin(database, database.pool()).await
}

/// Makes a link, if one is needed, and returns the secret part of it.
///
/// # Errors
/// What the database says.
pub async fn new_link(database: &Database, clock: &Clock) -> Result<Option<String>, AppError> {
    if !is_needed(database).await? {
        return Ok(None);
    }
    let link = random::token();
    let transaction = database.write().await?;
    let insert = "INSERT INTO setting (key, value) VALUES ($1, $2)";
    let values = [key_of(&link).into(), format!("{:016}", clock.now()).into()];
    transaction.execute_raw(database.statement(insert, values)).await.map_err(error::database)?;
    let prune = "DELETE FROM setting WHERE key LIKE $1 AND key NOT IN
        (SELECT key FROM setting WHERE key LIKE $1 ORDER BY value DESC, key LIMIT $2)";
    let values = [format!("{PREFIX}%").into(), AT_MOST.into()];
    transaction.execute_raw(database.statement(prune, values)).await.map_err(error::database)?;
    transaction.commit().await?;
    Ok(Some(link))
}

/// Whether this link would be taken now.
pub(super) async fn is_valid(database: &Database, link: &str) -> Result<bool, AppError> {
    let select = database.statement("SELECT 1 FROM setting WHERE key = $1", [key_of(link).into()]);
    let found = database.pool().query_one_raw(select).await.map_err(error::database)?;
    Ok(found.is_some() && is_needed(database).await?)
}

/// Uses a link: of several at once, whatever the links, one gets the account.
pub(super) async fn first_admin(
    database: &Database,
    clock: &Clock,
    tokens: &Tokens,
    link: &str,
    name: &PersonName,
    email: &EmailAddress,
    password_hash: String,
) -> Result<NewSession, AppError> {
    let transaction = database.write().await?;
    if database.backend() == DbBackend::Postgres {
        // SQLite's write lock is held already; here two could look at an empty table at the same time.
        let lock = "LOCK TABLE person IN SHARE ROW EXCLUSIVE MODE";
        transaction.execute_unprepared(lock).await.map_err(error::database)?;
    }
    let delete = database.statement("DELETE FROM setting WHERE key = $1", [key_of(link).into()]);
    let deleted = transaction.execute_raw(delete).await.map_err(error::database)?;
    if deleted.rows_affected() == 0 || !no_admin(database, &*transaction).await? {
        return Err(AppError::LinkNotValid);
    }
    let person = NewPerson {
        name: name.as_str().to_owned(),
        email: email.as_str().to_owned(),
        role: Role::Admin,
        password_hash: Some(password_hash.clone()),
    };
    let author = Author { name: name.as_str(), now: clock.now() };
    let id = add(database, &transaction, author, person).await?;
    let session = tokens.start(&transaction, id, &password_hash).await?;
    forget_links(database, &transaction).await?;
    transaction.commit().await?;
    session.ok_or_else(|| error::internal("no session for the first administrator"))
}

/// There is an administrator: no link holds any more.
pub(super) async fn forget_links(database: &Database, transaction: &WriteTransaction) -> Result<(), AppError> {
    let delete = database.statement("DELETE FROM setting WHERE key LIKE $1", [format!("{PREFIX}%").into()]);
    transaction.execute_raw(delete).await.map(drop).map_err(error::database)
}

async fn no_admin(database: &Database, connection: &impl ConnectionTrait) -> Result<bool, AppError> {
    let select = "SELECT 1 FROM person WHERE role = $1 AND password_hash IS NOT NULL LIMIT 1";
    let select = database.statement(select, [Role::Admin.code().into()]);
    Ok(connection.query_one_raw(select).await.map_err(error::database)?.is_none())
}

/// Only the hash is kept: whoever reads the database cannot become administrator with it.
fn key_of(link: &str) -> String {
    let hash = Sha256::digest(link.as_bytes());
    hash.iter().fold(PREFIX.to_owned(), |key, byte| format!("{key}{byte:02x}"))
}
