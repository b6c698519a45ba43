//! What the screens call.

use super::entity::{ActiveModel, Column, Entity, Model};
use super::values::{Password, Values, values_of};
use super::{SOURCE, copy, list, passwords, twin};
use crate::clock::Clock;
use crate::database::{Database, WriteTransaction};
use crate::error;
use crate::search::{Finder, Step};
use crate::secrets::Secrets;
use app::error::{AppError, Conflict};
use app::fields::{Problem, Reference};
use app::listing::{ListQuery, Page};
use app::session::{Admin, Reader};
use app::sip_endpoints::{
    HAS_PASSWORD, Saved, SipEndpointColumn, SipEndpointEdit, SipEndpointForm, SipEndpointInput, SipEndpointRow,
    SipEndpoints, Twin, has_password,
};
use async_trait::async_trait;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter};
use secrecy::SecretString;

/// The SIP endpoints.
pub struct SipEndpointStore {
    database: Database,
    secrets: Secrets,
    clock: Clock,
    finder: Finder,
}

impl SipEndpointStore {
    /// Over this database.
    #[must_use]
    pub fn new(database: Database, secrets: Secrets, clock: Clock) -> Self {
        let finder = Finder::new(database.clone(), clock.clone(), &SOURCE);
        Self { database, secrets, clock, finder }
    }

    /// The same, searching in these ways in turn, whatever is cheaper: for tests and measurements.
    #[must_use]
    pub fn with_steps(self, steps: Vec<Step>) -> Self {
        Self { finder: self.finder.with_steps(steps), ..self }
    }

    async fn row(&self, id: i64) -> Result<Model, AppError> {
        let row = Entity::find_by_id(id).one(self.database.pool()).await.map_err(error::database)?;
        row.ok_or(AppError::NotFound)
    }

    /// Inserts a row without its password: that is sealed for an id, which there is only then.
    async fn insert(&self, transaction: &WriteTransaction, by: &Admin, values: &Values) -> Result<i64, AppError> {
        let now = self.clock.now();
        let row = ActiveModel {
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
            updated_by: Set(by.person().name.clone()),
            ..values.columns()
        };
        let id = Entity::insert(row).exec(&**transaction).await.map_err(taken)?.last_insert_id;
        let indexed = SOURCE.index(&self.database, transaction, id, &values.search_text()).await;
        indexed.map(|()| id).map_err(error::database)
    }

    /// Writes a row that is still at `version`. Returns whether it was.
    async fn replace(
        &self,
        transaction: &WriteTransaction,
        by: &Admin,
        old: &Model,
        values: &Values,
        password: Password,
    ) -> Result<bool, AppError> {
        let mut row = ActiveModel {
            version: Set(old.version + 1),
            updated_at: Set(self.clock.now()),
            updated_by: Set(by.person().name.clone()),
            ..values.columns()
        };
        match password {
            Password::Keep => {}
            Password::Remove => row.password = Set(None),
            Password::Set(new) => row.password = Set(Some(self.secrets.seal(passwords::place(old.id), new.expose()))),
        }
        let update =
            Entity::update_many().set(row).filter(Column::Id.eq(old.id)).filter(Column::Version.eq(old.version));
        let updated = update.exec(&**transaction).await.map_err(taken)?.rows_affected > 0;
        let text = values.search_text();
        if updated && text != old.search {
            SOURCE.index_again(&self.database, transaction, old.id, &text).await.map_err(error::database)?;
        }
        Ok(updated)
    }
}

#[async_trait]
impl SipEndpoints for SipEndpointStore {
    async fn list(&self, _: &Reader, query: &ListQuery<SipEndpointColumn>) -> Result<Page<SipEndpointRow>, AppError> {
        self.finder.page(query, list::key(query.sort), list::read).await
    }

    async fn get(&self, _: &Reader, id: i64) -> Result<SipEndpointEdit, AppError> {
        let row = self.row(id).await?;
        Ok(SipEndpointEdit { id, version: row.version, form: row.form(), has_password: row.password.is_some() })
    }

    async fn copy_of(&self, by: &Admin, id: i64) -> Result<SipEndpointEdit, AppError> {
        let mut original = self.get(by.as_reader(), id).await?;
        let reference = Reference::parse(&original.form.reference).map_err(|_| error::internal("a kept reference"))?;
        original.form.reference = copy::free_reference(&self.database, &reference).await?.into();
        Ok(original)
    }

    async fn twin(&self, _: &Reader, form: &SipEndpointForm, except: Option<i64>) -> Result<Option<Twin>, AppError> {
        match twin::wanted(form) {
            Some(values) => twin::twin(self.database.pool(), &values, except).await,
            None => Ok(None),
        }
    }

    async fn create(&self, by: &Admin, input: SipEndpointInput, copy_of: Option<i64>) -> Result<Saved, AppError> {
        let single_label = input.host.is_single_label();
        let (values, password) = values_of(input);
        let transaction = self.database.write().await?;
        let password: Option<SecretString> = match (password, copy_of) {
            (Password::Set(password), _) => Some(password.expose().into()),
            (Password::Keep, Some(original)) => passwords::open(&transaction, &self.secrets, original).await?,
            (Password::Keep, None) | (Password::Remove, _) => None,
        };
        let id = self.insert(&transaction, by, &values).await?;
        if let Some(password) = password {
            passwords::keep(&transaction, &self.secrets, id, &password).await?;
        }
        let twin = twin::twin(&*transaction, &values, Some(id)).await?;
        transaction.commit().await?;
        Ok(Saved { id, reference: values.reference, twin, single_label })
    }

    async fn update(&self, by: &Admin, id: i64, version: i64, input: SipEndpointInput) -> Result<Saved, AppError> {
        let single_label = input.host.is_single_label();
        let (values, password) = values_of(input);
        let transaction = self.database.write().await?;
        let old = current(&transaction, id).await?;
        if old.version != version {
            return Err(conflict(&old));
        }
        let same = values.are_those_of(&old) && password.changes_nothing(&old);
        if !same && !self.replace(&transaction, by, &old, &values, password).await? {
            // Somebody was faster by less than it takes to read a row.
            return Err(conflict(&current(&transaction, id).await?));
        }
        let twin = twin::twin(&*transaction, &values, Some(id)).await?;
        transaction.commit().await?;
        self.finder.changed();
        Ok(Saved { id, reference: values.reference, twin, single_label })
    }

    async fn delete(&self, _: &Admin, id: i64) -> Result<String, AppError> {
        let transaction = self.database.write().await?;
        let deleted = Entity::delete_many().filter(Column::Id.eq(id)).exec_with_returning(&*transaction).await;
        let deleted = deleted.map_err(error::database)?.pop().ok_or(AppError::NotFound)?;
        SOURCE.forget(&self.database, &transaction, id).await.map_err(error::database)?;
        transaction.commit().await?;
        self.finder.changed();
        Ok(deleted.reference)
    }
}

impl Password {
    fn changes_nothing(&self, old: &Model) -> bool {
        match self {
            Self::Keep => true,
            Self::Remove => old.password.is_none(),
            Self::Set(_) => false,
        }
    }
}

async fn current(transaction: &WriteTransaction, id: i64) -> Result<Model, AppError> {
    let row = Entity::find_by_id(id).one(&**transaction).await.map_err(error::database)?;
    row.ok_or(AppError::NotFound)
}

fn conflict(row: &Model) -> AppError {
    let Model { version, updated_by, .. } = row;
    let mut current = row.form().shown();
    current.insert(HAS_PASSWORD.to_owned(), has_password(row.password.is_some()).to_owned());
    AppError::Conflict(Box::new(Conflict { by: updated_by.clone(), version: *version, current }))
}

fn taken(error: DbErr) -> AppError {
    error::on_constraint(error, &[("sip_endpoint_reference_key", "reference", Problem::ReferenceTaken)])
}
