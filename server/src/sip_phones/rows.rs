//! Rows of phones: locked first, then written as a whole, the searched text with them.

use super::SOURCE;
use super::entity::{Column, Entity, Model};
use crate::database::{Database, WriteTransaction, places};
use crate::error;
use crate::events::{Events, Topic};
use crate::people;
use app::error::AppError;
use app::fields::Problem;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select, Value};
use std::collections::HashMap;

/// Values of a phone in the statement of [`save`].
const COLUMNS: usize = 16;

/// These phones, kept from others until the end of the transaction, in the order of their ids. Those that are gone are
/// left out.
pub(super) async fn lock(transaction: &WriteTransaction, ids: &[i64]) -> Result<Vec<Model>, AppError> {
    locked(transaction, Entity::find().filter(Column::Id.is_in(ids.iter().copied()))).await
}

/// The same, of these people.
pub(super) async fn lock_of(transaction: &WriteTransaction, people: &[i64]) -> Result<Vec<Model>, AppError> {
    locked(transaction, Entity::find().filter(Column::PersonId.is_in(people.iter().copied()))).await
}

async fn locked(transaction: &WriteTransaction, phones: Select<Entity>) -> Result<Vec<Model>, AppError> {
    phones.order_by_asc(Column::Id).lock_exclusive().all(&**transaction).await.map_err(error::database)
}

/// The same with their people, who are locked before them. Whatever writes letters needs that: a letter's reference to
/// its person waits for whoever has the person locked.
pub(super) async fn lock_with_people(
    transaction: &WriteTransaction,
    ids: &[i64],
) -> Result<Vec<(people::Model, Model)>, AppError> {
    let select = Entity::find().select_only().column(Column::PersonId).filter(Column::Id.is_in(ids.iter().copied()));
    let people: Vec<i64> = select.into_tuple().all(&**transaction).await.map_err(error::database)?;
    let people = people::lock_many(transaction, &people).await?;
    let mut people: HashMap<i64, people::Model> = people.into_iter().map(|person| (person.id, person)).collect();
    let phones = lock(transaction, ids).await?;
    Ok(phones.into_iter().filter_map(|phone| Some((people.remove(&phone.person_id)?, phone))).collect())
}

/// Writes rows that are locked and were changed. A taken user name is [`AppError::Invalid`] on field `user_name`.
pub(super) async fn save(
    database: &Database,
    transaction: &WriteTransaction,
    rows: &mut [&mut Model],
) -> Result<(), AppError> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut found_otherwise = Vec::new();
    for row in rows.iter_mut() {
        let text = row.search_text();
        if text != row.search {
            row.search.clone_from(&text);
            found_otherwise.push((row.id, text));
        }
    }
    let values = rows.iter().flat_map(|row| columns(row));
    let update = database.statement(&update(database, rows.len()), values);
    transaction.execute_raw(update).await.map_err(taken)?;
    if !found_otherwise.is_empty() {
        SOURCE.index_many_again(database, transaction, &found_otherwise).await.map_err(error::database)?;
    }
    Events::changed(transaction, Topic::SipPhones);
    Ok(())
}

/// In the order of [`columns`].
fn update(database: &Database, rows: usize) -> String {
    format!(
        "UPDATE sip_phone SET name = filled.column2, name_key = filled.column3, email = filled.column4,
             email_key = filled.column5, user_name = filled.column6, user_name_key = filled.column7,
             password = filled.column8, receiving = filled.column9, credentials = filled.column10,
             mail_id = filled.column11, mail_error = filled.column12, search = filled.column13,
             version = filled.column14, updated_at = filled.column15, updated_by = filled.column16
         FROM (VALUES {}) AS filled WHERE sip_phone.id = filled.column1",
        places(database.backend(), rows, COLUMNS, "")
    )
}

/// What does not change, and what belongs to registrations, is not written.
fn columns(row: &Model) -> [Value; COLUMNS] {
    let Model {
        id,
        person_id: _,
        name,
        name_key,
        email,
        email_key,
        user_name,
        user_name_key,
        password,
        receiving,
        registered_until: _,
        last_seen_at: _,
        credentials,
        mail_id,
        mail_error,
        search,
        version,
        created_at: _,
        updated_at,
        updated_by,
    } = row.clone();
    [
        id.into(),
        name.into(),
        name_key.into(),
        email.into(),
        email_key.into(),
        user_name.into(),
        user_name_key.into(),
        password.into(),
        receiving.into(),
        credentials.into(),
        mail_id.into(),
        mail_error.into(),
        search.into(),
        version.into(),
        updated_at.into(),
        updated_by.into(),
    ]
}

fn taken(error: DbErr) -> AppError {
    error::on_constraint(error, &[("sip_phone_user_name_key", "user_name", Problem::UserNameTaken)])
}

/// Deletes rows that are locked; their links go with them.
pub(super) async fn delete(database: &Database, transaction: &WriteTransaction, ids: &[i64]) -> Result<(), AppError> {
    if ids.is_empty() {
        return Ok(());
    }
    let delete = Entity::delete_many().filter(Column::Id.is_in(ids.iter().copied()));
    delete.exec(&**transaction).await.map_err(error::database)?;
    SOURCE.forget_many(database, transaction, ids).await.map_err(error::database)?;
    Events::changed(transaction, Topic::SipPhones);
    Ok(())
}
