//! Gives people SIP access.

use super::entity::Model;
use super::{SOURCE, password, user_name};
use crate::database::{Database, WriteTransaction, places, reserve};
use crate::events::{Events, Topic};
use crate::people;
use crate::secrets::Secrets;
use crate::{clock::Clock, error};
use app::error::AppError;
use app::sip_phones::CredentialsState;
use sea_orm::{ConnectionTrait, DbErr, Value};
use std::collections::HashSet;

/// Values of a phone in the statement of [`insert`].
const COLUMNS: usize = 14;
/// How often names are chosen anew for those whose name somebody had after all. Each time at least one of them gets one;
/// mostly half of them.
const ROUNDS: usize = 1_000;

/// Where phones are made.
#[derive(Clone, Copy)]
pub(super) struct Maker<'a> {
    pub(super) database: &'a Database,
    pub(super) secrets: &'a Secrets,
    pub(super) clock: &'a Clock,
    /// Name of whoever gives them.
    pub(super) by: &'a str,
}

impl Maker<'_> {
    /// Gives each of these people, who are locked and have none, a phone with an own user name and password. In the order
    /// of the people. Nobody is told: that is the caller's.
    pub(super) async fn give(
        self,
        transaction: &WriteTransaction,
        people: &[people::Model],
        receiving: bool,
        credentials: CredentialsState,
    ) -> Result<Vec<Model>, AppError> {
        let Self { database, .. } = self;
        user_name::one_at_a_time(database, transaction).await.map_err(error::database)?;
        let ids = reserve(database, transaction, SOURCE.table, people.len()).await.map_err(error::database)?;
        let mut phones: Vec<Model> =
            ids.into_iter().zip(people).map(|(id, person)| self.phone(id, person, receiving, credentials)).collect();
        insert_all(database, transaction, &mut phones).await.map_err(has_one)?;
        let texts: Vec<(i64, String)> = phones.iter().map(|phone| (phone.id, phone.search.clone())).collect();
        SOURCE.index_many(database, transaction, &texts).await.map_err(error::database)?;
        people::set_phones(database, transaction, people, true).await?;
        Events::changed(transaction, Topic::SipPhones);
        Ok(phones)
    }

    /// A phone without its user name.
    fn phone(self, id: i64, person: &people::Model, receiving: bool, credentials: CredentialsState) -> Model {
        let now = self.clock.now();
        Model {
            id,
            person_id: person.id,
            name: person.name.clone(),
            name_key: person.name_key.clone(),
            email: person.email.clone(),
            email_key: person.email_key.clone(),
            user_name: String::new(),
            user_name_key: String::new(),
            password: password::seal(self.secrets, id, &password::generate()),
            receiving,
            registered_until: None,
            last_seen_at: None,
            credentials: credentials.code().to_owned(),
            mail_id: None,
            mail_error: String::new(),
            search: String::new(),
            version: 1,
            created_at: now,
            updated_at: now,
            updated_by: self.by.to_owned(),
        }
    }
}

/// Inserts all of them, each under a user name that nobody has.
async fn insert_all(database: &Database, transaction: &WriteTransaction, phones: &mut [Model]) -> Result<(), DbErr> {
    let mut waiting: Vec<&mut Model> = phones.iter_mut().collect();
    for _ in 0..ROUNDS {
        if waiting.is_empty() {
            return Ok(());
        }
        let bases: Vec<String> = waiting.iter().map(|phone| user_name::base(&phone.name, &phone.email)).collect();
        let names = user_name::choose(database, transaction, &bases).await?;
        for (phone, name) in waiting.iter_mut().zip(names) {
            // Made in small letters.
            phone.user_name_key.clone_from(&name);
            phone.user_name = name;
            phone.search = phone.search_text();
        }
        let inserted = insert(database, transaction, &waiting).await?;
        waiting.retain(|phone| !inserted.contains(&phone.id));
    }
    Err(DbErr::Custom("no user name could be found".into()))
}

/// Inserts those whose user name nobody has, and returns their ids.
async fn insert(
    database: &Database,
    transaction: &WriteTransaction,
    phones: &[&mut Model],
) -> Result<HashSet<i64>, DbErr> {
    let sql = format!(
        "INSERT INTO sip_phone (id, person_id, name, name_key, email, email_key, user_name, user_name_key, password,
             receiving, credentials, search, created_at, updated_by, updated_at)
         VALUES {} ON CONFLICT (user_name_key) DO NOTHING RETURNING id",
        places(database.backend(), phones.len(), COLUMNS, &format!(", {}", phones[0].updated_at))
    );
    let values = phones.iter().flat_map(|phone| columns(phone));
    let rows = transaction.query_all_raw(database.statement(&sql, values)).await?;
    rows.iter().map(|row| row.try_get("", "id")).collect()
}

/// In the order of the statement in [`insert`]; what is left out has its default.
fn columns(phone: &Model) -> [Value; COLUMNS] {
    let phone = phone.clone();
    [
        phone.id.into(),
        phone.person_id.into(),
        phone.name.into(),
        phone.name_key.into(),
        phone.email.into(),
        phone.email_key.into(),
        phone.user_name.into(),
        phone.user_name_key.into(),
        phone.password.into(),
        phone.receiving.into(),
        phone.credentials.into(),
        phone.search.into(),
        phone.created_at.into(),
        phone.updated_by.into(),
    ]
}

/// People are locked and looked at first, so only a row that was written past this program can be in the way.
fn has_one(error: DbErr) -> AppError {
    if error::violated_constraint(&error).as_deref() == Some("sip_phone_person_id") {
        return AppError::Said("Somebody of these already has SIP access.".to_owned());
    }
    error::database(error)
}
