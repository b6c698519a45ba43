//! Who has SIP access: told by the column `has_phone` and by a mark in the searched text.

use super::entity::{Column, Entity, Model};
use super::{SOURCE, searched};
use crate::database::{Database, WriteTransaction, places};
use crate::error;
use app::error::AppError;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select, Value,
};

/// Whom SIP access can be given to: what stands after `FROM`, up to and with `WHERE`.
///
/// The index has nobody else, so that neither counting nor walking meets those who have a phone. SQLite would rather take
/// the index of roles, and look each agent up.
pub(crate) fn without_phone(database: &Database) -> String {
    let index = if database.backend() == DbBackend::Sqlite { "INDEXED BY person_without_phone" } else { "" };
    format!("person {index} WHERE role = 'agent' AND active AND NOT has_phone")
}

/// These people, kept from others until the end of the transaction. In the order of their ids, like everybody who locks
/// many, so that two of these cannot wait for each other. Those who are gone are left out.
pub(crate) async fn lock_many(transaction: &WriteTransaction, ids: &[i64]) -> Result<Vec<Model>, AppError> {
    lock(transaction, Entity::find().filter(Column::Id.is_in(ids.iter().copied()))).await
}

/// The same, of the people who have these addresses.
pub(crate) async fn with_keys(transaction: &WriteTransaction, keys: Vec<String>) -> Result<Vec<Model>, AppError> {
    lock(transaction, Entity::find().filter(Column::EmailKey.is_in(keys))).await
}

async fn lock(transaction: &WriteTransaction, people: Select<Entity>) -> Result<Vec<Model>, AppError> {
    people.order_by_asc(Column::Id).lock_exclusive().all(&**transaction).await.map_err(error::database)
}

/// Notes that these people, who are locked, have SIP access or none from now on. Nothing that a form about them shows
/// changes, so it does not count as a change of theirs.
pub(crate) async fn set_phones(
    database: &Database,
    transaction: &WriteTransaction,
    people: &[Model],
    has_phone: bool,
) -> Result<(), AppError> {
    if people.is_empty() {
        return Ok(());
    }
    let text = |row: &Model| (row.id, searched(&row.name, &row.email, row.role(), row.state(), has_phone));
    let texts: Vec<(i64, String)> = people.iter().map(text).collect();
    let sql = format!(
        "UPDATE person SET has_phone = {has_phone}, search = filled.column2
         FROM (VALUES {}) AS filled WHERE person.id = filled.column1",
        places(database.backend(), texts.len(), 2, "")
    );
    let values = texts.iter().flat_map(|(id, text)| [Value::from(*id), text.clone().into()]);
    transaction.execute_raw(database.statement(&sql, values)).await.map_err(error::database)?;
    SOURCE.index_many_again(database, transaction, &texts).await.map_err(error::database)
}
