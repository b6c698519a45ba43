//! New people: one, or many at once.

use super::entity::{ActiveModel, Entity};
use super::{SOURCE, searched};
use crate::database::{Database, WriteTransaction, places};
use crate::error;
use crate::events::{Events, Topic};
use crate::search::fold;
use app::error::AppError;
use app::fields::{EmailAddress, Problem};
use app::people::PersonState;
use app::session::Role;
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{ConnectionTrait, EntityTrait, Value};
use std::collections::HashMap;

/// People in one statement: as many as stay below the databases' limit on values.
const BATCH: usize = 1_000;
/// Values of a person in such a statement.
const COLUMNS: usize = 8;

/// A person to be added.
#[derive(Debug, Clone)]
pub(crate) struct NewPerson {
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) role: Role,
    pub(crate) password_hash: Option<String>,
}

/// Who adds, and when.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Author<'a> {
    pub(crate) name: &'a str,
    pub(crate) now: i64,
}

impl NewPerson {
    /// What makes the address unique.
    pub(crate) fn email_key(&self) -> String {
        EmailAddress::key_of(&self.email)
    }

    fn search(&self) -> String {
        searched(&self.name, &self.email, self.role, PersonState::of(true, self.password_hash.is_some()), false)
    }

    /// In the order of the statement in [`add_some`].
    fn columns(&self, author: Author<'_>) -> [Value; COLUMNS] {
        let Self { name, email, role, password_hash } = self.clone();
        [
            fold(&name).into(),
            name.into(),
            self.email_key().into(),
            email.into(),
            role.code().into(),
            password_hash.into(),
            self.search().into(),
            author.name.into(),
        ]
    }
}

/// Adds a person and returns the id. A taken address is [`AppError::Invalid`] on field `email`.
pub(crate) async fn add(
    database: &Database,
    transaction: &WriteTransaction,
    author: Author<'_>,
    person: NewPerson,
) -> Result<i64, AppError> {
    let (search, email_key) = (person.search(), person.email_key());
    let NewPerson { name, email, role, password_hash } = person;
    let row = ActiveModel {
        id: NotSet,
        name_key: Set(fold(&name)),
        name: Set(name),
        email: Set(email),
        email_key: Set(email_key),
        role: Set(role.code().to_owned()),
        password_hash: Set(password_hash),
        active: Set(true),
        search: Set(search.clone()),
        created_at: Set(author.now),
        has_phone: Set(false),
        version: Set(1),
        updated_by: Set(author.name.to_owned()),
    };
    let fields = [("person_email_key", "email", Problem::EmailTaken)];
    let inserted = Entity::insert(row).exec(&**transaction).await;
    let id = inserted.map_err(|error| error::on_constraint(error, &fields))?.last_insert_id;
    SOURCE.index(database, transaction, id, &search).await.map_err(error::database)?;
    Events::changed(transaction, Topic::People);
    Ok(id)
}

/// Adds those whose address nobody has yet, and returns them with their ids. No two of them may have the same address.
pub(crate) async fn add_many<'a>(
    database: &Database,
    transaction: &WriteTransaction,
    author: Author<'_>,
    people: &'a [NewPerson],
) -> Result<Vec<(i64, &'a NewPerson)>, AppError> {
    let mut added = Vec::with_capacity(people.len());
    for some in people.chunks(BATCH) {
        added.extend(add_some(database, transaction, author, some).await?);
    }
    Ok(added)
}

async fn add_some<'a>(
    database: &Database,
    transaction: &WriteTransaction,
    author: Author<'_>,
    people: &'a [NewPerson],
) -> Result<Vec<(i64, &'a NewPerson)>, AppError> {
    let places = places(database.backend(), people.len(), COLUMNS, &format!(", {}", author.now));
    let sql = format!(
        "INSERT INTO person (name_key, name, email_key, email, role, password_hash, search, updated_by, created_at)
         VALUES {places} ON CONFLICT (email_key) DO NOTHING RETURNING id, email_key"
    );
    let values = people.iter().flat_map(|person| person.columns(author));
    let rows = transaction.query_all_raw(database.statement(&sql, values)).await.map_err(error::database)?;
    let by_key: HashMap<String, &NewPerson> = people.iter().map(|person| (person.email_key(), person)).collect();
    let mut added = Vec::with_capacity(rows.len());
    for row in rows {
        let id: i64 = row.try_get("", "id").map_err(error::database)?;
        let key: String = row.try_get("", "email_key").map_err(error::database)?;
        added.extend(by_key.get(&key).map(|person| (id, *person)));
    }
    let texts: Vec<(i64, String)> = added.iter().map(|(id, person)| (*id, person.search())).collect();
    SOURCE.index_many(database, transaction, &texts).await.map_err(error::database)?;
    Events::changed(transaction, Topic::People);
    Ok(added)
}
