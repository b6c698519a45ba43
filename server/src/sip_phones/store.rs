//! What the screens call.

use super::entity::{Column, Entity, Model};
use super::give::Maker;
use super::links::{Kind, Links};
use super::{list, password, rows, user_name};
use crate::clock::Clock;
use crate::config::Sip;
use crate::database::{Database, WriteTransaction};
use crate::error;
use crate::mail::{MailPassword, Outbox, Withdrawal};
use crate::people;
use crate::search::{Finder, Step};
use crate::secrets::Secrets;
use app::error::{AppError, Conflict};
use app::listing::{ListQuery, Page};
use app::session::{Admin, Reader, SignedIn};
use app::sip_phones::{
    Candidates, Connection, Credentials, MyPhone, PhoneChange, PhoneColumn, PhoneRow, Progress, SipPhones, Waiting,
};
use async_trait::async_trait;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::Notify;

/// What phones and agents are told.
#[derive(Debug, Clone)]
pub struct PhoneSettings {
    /// `SWITCHROOM_SIP_…`
    pub sip: Sip,
    /// The domain where none is set, see [`Sip::fallback`].
    pub fallback: String,
    /// `SWITCHROOM_MAIL_PASSWORD`
    pub mail_password: MailPassword,
}

/// SIP phones, kept in the database. Cheap to clone.
#[derive(Clone)]
pub struct PhoneStore {
    pub(super) database: Database,
    pub(super) secrets: Secrets,
    pub(super) clock: Clock,
    pub(super) outbox: Outbox,
    pub(super) links: Links,
    pub(super) settings: Arc<PhoneSettings>,
    /// The list of people, for those without a phone.
    pub(super) people: Finder,
    finder: Finder,
    /// Wakes the work on **All agents**.
    pub(super) news: Arc<Notify>,
}

impl PhoneStore {
    /// Over this database.
    #[must_use]
    pub fn new(database: Database, secrets: Secrets, clock: Clock, outbox: Outbox, settings: PhoneSettings) -> Self {
        Self {
            links: Links::new(database.clone(), clock.clone()),
            people: Finder::new(database.clone(), clock.clone(), &people::SOURCE),
            // The same one that hears what became of letters.
            finder: outbox.phones().clone(),
            settings: Arc::new(settings),
            news: Arc::default(),
            database,
            secrets,
            clock,
            outbox,
        }
    }

    /// The same, searching in these ways in turn, whatever is cheaper: for tests and measurements.
    #[must_use]
    pub fn with_steps(self, steps: Vec<Step>) -> Self {
        Self { finder: self.finder.with_steps(steps.clone()), people: self.people.with_steps(steps), ..self }
    }

    pub(super) const fn finder(&self) -> &Finder {
        &self.finder
    }

    /// What somebody types into this phone, but for the password.
    pub(super) fn connection(&self, phone: &Model) -> Connection {
        self.settings.sip.connection(&phone.name, &phone.user_name, &self.settings.fallback)
    }

    pub(super) const fn maker<'a>(&'a self, by: &'a str) -> Maker<'a> {
        Maker { database: &self.database, secrets: &self.secrets, clock: &self.clock, by }
    }

    async fn row(&self, id: i64) -> Result<Model, AppError> {
        let row = Entity::find_by_id(id).one(self.database.pool()).await.map_err(error::database)?;
        row.ok_or(AppError::NotFound)
    }

    fn my_phone(&self, phone: &Model) -> MyPhone {
        let registration = phone.registration(self.clock.now());
        MyPhone { connection: self.connection(phone), receiving: phone.receiving, registration }
    }

    /// Makes of a phone, which is locked with its person, what the form says, and writes it.
    async fn replace(
        &self,
        transaction: &WriteTransaction,
        person: people::Model,
        mut phone: Model,
        change: PhoneChange,
    ) -> Result<Model, AppError> {
        let PhoneChange { user_name, receiving, new_password } = change;
        if user_name.key() != phone.user_name_key {
            user_name::one_at_a_time(&self.database, transaction).await.map_err(error::database)?;
        }
        phone.user_name_key = user_name.key();
        user_name.as_str().clone_into(&mut phone.user_name);
        phone.receiving = receiving;
        if !new_password {
            rows::save(&self.database, transaction, &mut [&mut phone]).await?;
            return Ok(phone);
        }
        phone.password = password::seal(&self.secrets, phone.id, &password::generate());
        let mut written = [(person, phone)];
        self.write_letters(transaction, &mut written, true).await?;
        let [(_, phone)] = written;
        Ok(phone)
    }

    /// Writes to these people again; those who are deactivated are left out.
    async fn write_again(&self, ids: &[i64]) -> Result<u64, AppError> {
        let transaction = self.database.write().await?;
        let phones = rows::lock_with_people(&transaction, ids).await?;
        let (mut active, left_out): (Vec<_>, Vec<_>) = phones.into_iter().partition(|(person, _)| person.active);
        if let (true, [(person, _), ..]) = (active.is_empty(), &left_out[..]) {
            return Err(deactivated(person));
        }
        if !active.is_empty() {
            self.write_letters(&transaction, &mut active, false).await?;
        }
        transaction.commit().await?;
        self.finder.changed();
        self.written().await;
        Ok(active.len() as u64)
    }

    /// Switches **Receiving on SIP phone** of phones that are locked.
    async fn switch(
        &self,
        transaction: WriteTransaction,
        by: &str,
        phones: &mut [Model],
        receiving: bool,
    ) -> Result<(), AppError> {
        let now = self.clock.now();
        let mut others: Vec<&mut Model> = phones.iter_mut().filter(|phone| phone.receiving != receiving).collect();
        for phone in &mut others {
            phone.receiving = receiving;
            phone.changed_by(by, now);
        }
        rows::save(&self.database, &transaction, &mut others).await?;
        transaction.commit().await?;
        self.finder.changed();
        Ok(())
    }
}

#[async_trait]
impl SipPhones for PhoneStore {
    async fn list(&self, _: &Reader, query: &ListQuery<PhoneColumn>) -> Result<Page<PhoneRow>, AppError> {
        let now = self.clock.now();
        self.finder.page(query, list::key(query.sort), |row| list::read(row, now)).await
    }

    async fn get(&self, _: &Reader, id: i64) -> Result<PhoneRow, AppError> {
        let phone = self.row(id).await?;
        let person = people::by_id(&self.database, phone.person_id).await?;
        Ok(phone.row(self.clock.now(), person.is_some_and(|person| person.active)))
    }

    async fn candidates(&self, _: &Admin, search: &str) -> Result<Candidates, AppError> {
        self.find_candidates(search).await
    }

    async fn add(&self, by: &Admin, people: &[i64], receiving: bool) -> Result<u64, AppError> {
        self.add_to(&by.person().name, people, receiving).await
    }

    async fn add_all(&self, by: &Admin, receiving: bool) -> Result<Progress, AppError> {
        self.begin_all(&by.person().name, receiving).await
    }

    async fn waiting(&self, _: &Reader) -> Result<Waiting, AppError> {
        self.look_who_waits().await
    }

    async fn update(&self, by: &Admin, id: i64, version: i64, change: PhoneChange) -> Result<PhoneRow, AppError> {
        let transaction = self.database.write().await?;
        let locked = rows::lock_with_people(&transaction, &[id]).await?.pop();
        let (person, mut phone) = locked.ok_or(AppError::NotFound)?;
        if phone.version != version {
            return Err(conflict(&phone));
        }
        if change.new_password && !person.active {
            return Err(deactivated(&person));
        }
        let now = self.clock.now();
        let same = change.user_name.as_str() == phone.user_name && change.receiving == phone.receiving;
        if same && !change.new_password {
            return Ok(phone.row(now, person.active));
        }
        let active = person.active;
        phone.changed_by(&by.person().name, now);
        let phone = self.replace(&transaction, person, phone, change).await?;
        transaction.commit().await?;
        self.finder.changed();
        self.written().await;
        Ok(phone.row(now, active))
    }

    async fn resend(&self, _: &Admin, ids: &[i64]) -> Result<u64, AppError> {
        self.write_again(ids).await
    }

    async fn set_receiving(&self, by: &Admin, ids: &[i64], receiving: bool) -> Result<u64, AppError> {
        let transaction = self.database.write().await?;
        let mut phones = rows::lock(&transaction, ids).await?;
        self.switch(transaction, &by.person().name, &mut phones, receiving).await?;
        Ok(phones.len() as u64)
    }

    async fn delete(&self, _: &Admin, ids: &[i64]) -> Result<u64, AppError> {
        let transaction = self.database.write().await?;
        let (people, phones): (Vec<_>, Vec<_>) = rows::lock_with_people(&transaction, ids).await?.into_iter().unzip();
        let ids: Vec<i64> = phones.iter().map(|phone| phone.id).collect();
        let owners: Vec<i64> = people.iter().map(|person| person.id).collect();
        self.take_back(&transaction, &owners, Withdrawal::PhoneDeleted).await?;
        rows::delete(&self.database, &transaction, &ids).await?;
        people::set_phones(&self.database, &transaction, &people, false).await?;
        transaction.commit().await?;
        self.outbox.changed();
        Ok(ids.len() as u64)
    }

    async fn mine(&self, me: &SignedIn) -> Result<Option<MyPhone>, AppError> {
        let query = Entity::find().filter(Column::PersonId.eq(me.person().id));
        let phone = query.one(self.database.pool()).await.map_err(error::database)?;
        Ok(phone.map(|phone| self.my_phone(&phone)))
    }

    async fn set_mine(&self, me: &SignedIn, receiving: bool) -> Result<MyPhone, AppError> {
        let transaction = self.database.write().await?;
        let mut phones = rows::lock_of(&transaction, &[me.person().id]).await?;
        self.switch(transaction, &me.person().name, &mut phones, receiving).await?;
        phones.first().map(|phone| self.my_phone(phone)).ok_or(AppError::NotFound)
    }

    async fn send_mine(&self, me: &SignedIn) -> Result<(), AppError> {
        let query = Entity::find().filter(Column::PersonId.eq(me.person().id));
        let phone = query.one(self.database.pool()).await.map_err(error::database)?.ok_or(AppError::NotFound)?;
        match self.write_again(&[phone.id]).await? {
            0 => Err(AppError::NotFound),
            _ => Ok(()),
        }
    }

    async fn connection_of_link(&self, link: &str) -> Result<Connection, AppError> {
        let phone = self.links.phone_of(Kind::Password, link).await?.ok_or(AppError::LinkNotValid)?;
        match self.row(phone).await {
            Ok(phone) => Ok(self.connection(&phone)),
            Err(AppError::NotFound) => Err(AppError::LinkNotValid),
            Err(error) => Err(error),
        }
    }

    async fn open(&self, link: &str) -> Result<Credentials, AppError> {
        self.open_link(link).await
    }
}

fn deactivated(person: &people::Model) -> AppError {
    AppError::Said(format!("{} is deactivated. Reactivate them in People first.", person.name))
}

/// The form's fields as they are now.
fn conflict(row: &Model) -> AppError {
    let receiving = if row.receiving { "yes" } else { "no" };
    let current =
        BTreeMap::from([("user_name".into(), row.user_name.clone()), ("receiving".into(), receiving.to_owned())]);
    AppError::Conflict(Box::new(Conflict { by: row.updated_by.clone(), version: row.version, current }))
}
