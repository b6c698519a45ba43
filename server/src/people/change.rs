//! Changes of a person's row: locked first, then written as a whole, the searched text with it.

use super::entity::{ActiveModel, Column, Entity, Model};
use super::{SOURCE, searched};
use crate::database::{Database, WriteTransaction};
use crate::events::{Events, Topic};
use crate::search::fold;
use crate::{error, sip_phones};
use app::error::AppError;
use app::fields::EmailAddress;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

/// The person with this id, kept from others until the end of the transaction. Before their links and sessions are
/// touched, so that two of these cannot wait for each other.
pub(crate) async fn locked(transaction: &WriteTransaction, id: i64) -> Result<Model, AppError> {
    let row = Entity::find_by_id(id).lock_exclusive().one(&**transaction).await.map_err(error::database)?;
    row.ok_or(AppError::NotFound)
}

/// Writes a row that is [`locked`] and was changed: counts the change, and keeps what is searched in step, and the
/// person's SIP phone.
pub(crate) async fn save(
    database: &Database,
    transaction: &WriteTransaction,
    by: &str,
    mut row: Model,
) -> Result<Model, AppError> {
    row.version += 1;
    row.name_key = fold(&row.name);
    row.email_key = EmailAddress::key_of(&row.email);
    by.clone_into(&mut row.updated_by);
    let search = searched(&row.name, &row.email, row.role(), row.state(), row.has_phone);
    let is_found_otherwise = search != row.search;
    row.search = search;
    let changed = ActiveModel {
        name: Set(row.name.clone()),
        name_key: Set(row.name_key.clone()),
        email: Set(row.email.clone()),
        email_key: Set(row.email_key.clone()),
        role: Set(row.role.clone()),
        password_hash: Set(row.password_hash.clone()),
        active: Set(row.active),
        has_phone: Set(row.has_phone),
        search: Set(row.search.clone()),
        version: Set(row.version),
        updated_by: Set(row.updated_by.clone()),
        ..ActiveModel::default()
    };
    let update = Entity::update_many().set(changed).filter(Column::Id.eq(row.id));
    update.exec(&**transaction).await.map_err(error::database)?;
    if is_found_otherwise {
        SOURCE.index_again(database, transaction, row.id, &row.search).await.map_err(error::database)?;
    }
    if row.has_phone {
        sip_phones::person_changed(database, transaction, &row).await?;
    }
    Events::changed(transaction, Topic::People);
    Ok(row)
}

/// The person with this id.
pub(crate) async fn by_id(database: &Database, id: i64) -> Result<Option<Model>, AppError> {
    Entity::find_by_id(id).one(database.pool()).await.map_err(error::database)
}

/// The person with this address who may sign in.
pub(crate) async fn by_email_key(database: &Database, email_key: &str) -> Result<Option<Model>, AppError> {
    // Such text is nobody's address, and PostgreSQL takes it for an error.
    if email_key.contains('\0') || email_key.len() > 4 * usize::from(EmailAddress::MAX) {
        return Ok(None);
    }
    let query = Entity::find().filter(Column::EmailKey.eq(email_key)).filter(Column::Active.eq(true));
    query.one(database.pool()).await.map_err(error::database)
}
