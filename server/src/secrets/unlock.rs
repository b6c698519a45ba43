//! At the start: do the keys at hand belong to this database?

use super::{KeySource, Place, Secrets, Unreadable};
use crate::database::Database;
use crate::error::{StartError, without_values};
use sea_orm::{ConnectionTrait, DbErr};

const SETTING: &str = "secret_check";
const PLACE: Place = Place { table: "setting", column: "value", row: 0 };
const CONTENT: &str = "switchroom";

/// Gets the keys and tries them on a value that the database keeps for this purpose. At the first start of all, both
/// are made.
///
/// # Errors
/// A sentence when the key is missing or is another database's: better no start than garbage later.
pub async fn unlock(database: &Database, source: &KeySource) -> Result<Secrets, StartError> {
    let check = read_check(database).await?;
    let keys = match (source.read()?, &check) {
        (Some(keys), _) => keys,
        (None, None) => source.create()?,
        (None, Some(_)) => {
            return Err(StartError(format!(
                "The key file (SWITCHROOM_SECRET_KEY_FILE) {source} is missing, but the database has secrets sealed \
                 with it. Put the file back; a new key could not open them."
            )));
        }
    };
    let secrets = Secrets::new(keys).ok_or_else(|| StartError::new("The key file holds no key."))?;
    let check = match check {
        Some(check) => check,
        None => write_check(database, &secrets.seal(PLACE, CONTENT)).await?,
    };
    match secrets.open(PLACE, &check) {
        Ok(_) => Ok(secrets),
        Err(error) => Err(wrong_key(source, &error)),
    }
}

fn wrong_key(source: &KeySource, error: &Unreadable) -> StartError {
    StartError(format!(
        "The key in {source} does not belong to this database: {error}. Put the right key file in its place \
         (SWITCHROOM_SECRET_KEY_FILE)."
    ))
}

async fn read_check(database: &Database) -> Result<Option<String>, StartError> {
    let select = database.statement("SELECT value FROM setting WHERE key = $1", [SETTING.into()]);
    let row = database.pool().query_one_raw(select).await.map_err(|error| unreadable(&error))?;
    row.map(|row| row.try_get_by(0)).transpose().map_err(|error| unreadable(&error))
}

/// Keeps the check value unless another server was faster; returns the one that is kept.
async fn write_check(database: &Database, sealed: &str) -> Result<String, StartError> {
    let insert = database.statement(
        "INSERT INTO setting (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING",
        [SETTING.into(), sealed.into()],
    );
    database.pool().execute_raw(insert).await.map_err(|error| unreadable(&error))?;
    read_check(database).await?.ok_or_else(|| StartError::new("The database lost the check value of the key."))
}

fn unreadable(error: &DbErr) -> StartError {
    StartError(format!("The database cannot be read: {}.", without_values(error)))
}
