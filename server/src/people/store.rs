//! What the screens call.

use super::entity::{Column, Entity, Model};
use super::invitations::Invitations;
use super::{SOURCE, change, last_admin, list};
use crate::clock::Clock;
use crate::database::{Database, WriteTransaction};
use crate::error;
use crate::mail::{Outbox, Recipient};
use crate::search::{Finder, Step};
use crate::session::sign_out_everywhere;
use app::error::{AppError, Conflict};
use app::listing::{ListQuery, Page};
use app::people::{Invitation, People, PersonColumn, PersonRow, PersonState};
use app::session::{Admin, Reader, Role};
use async_trait::async_trait;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::BTreeMap;

/// Addresses that are asked for at a time: as many as stay below the databases' limit on values.
const BATCH: usize = 1_000;

/// People, kept in the database.
pub struct PeopleStore {
    database: Database,
    invitations: Invitations,
    finder: Finder,
}

impl PeopleStore {
    /// Over this database.
    #[must_use]
    pub fn new(database: Database, clock: Clock, outbox: Outbox) -> Self {
        let finder = Finder::new(database.clone(), clock.clone(), &SOURCE);
        let invitations = Invitations::new(database.clone(), clock, outbox);
        Self { database, invitations, finder }
    }

    /// The same, searching in these ways in turn, whatever is cheaper: for tests and measurements.
    #[must_use]
    pub fn with_steps(self, steps: Vec<Step>) -> Self {
        Self { finder: self.finder.with_steps(steps), ..self }
    }

    async fn row(&self, id: i64) -> Result<PersonRow, AppError> {
        let found = change::by_id(&self.database, id).await?;
        found.map(|person| person.row()).ok_or(AppError::NotFound)
    }

    /// Writes `new` in the place of `old`, if that leaves an administrator.
    async fn replace(
        &self,
        transaction: &WriteTransaction,
        by: &Admin,
        old: &Model,
        new: Model,
    ) -> Result<Model, AppError> {
        last_admin::keep_one(transaction, old, &new).await?;
        change::save(&self.database, transaction, &by.person().name, new).await
    }
}

#[async_trait]
impl People for PeopleStore {
    async fn list(&self, _: &Reader, query: &ListQuery<PersonColumn>) -> Result<Page<PersonRow>, AppError> {
        self.finder.page(query, list::key(query.sort), list::read).await
    }

    async fn get(&self, _: &Reader, id: i64) -> Result<PersonRow, AppError> {
        self.row(id).await
    }

    async fn invite(&self, by: &Admin, invitation: Invitation) -> Result<PersonRow, AppError> {
        let id = self.invitations.one(&by.person().name, invitation).await?;
        self.row(id).await
    }

    async fn known(&self, _: &Admin, keys: &[String]) -> Result<Vec<String>, AppError> {
        let mut known = Vec::new();
        for some in keys.chunks(BATCH) {
            // PostgreSQL takes no NUL, and nobody has it.
            let some = some.iter().filter(|key| !key.contains('\0'));
            let select =
                Entity::find().select_only().column(Column::EmailKey).filter(Column::EmailKey.is_in(some.cloned()));
            known.extend(select.into_tuple::<String>().all(self.database.pool()).await.map_err(error::database)?);
        }
        Ok(known)
    }

    async fn invite_all(&self, by: &Admin, invitations: Vec<Invitation>) -> Result<u64, AppError> {
        self.invitations.many(&by.person().name, invitations).await
    }

    async fn invite_again(&self, by: &Admin, id: i64) -> Result<PersonRow, AppError> {
        let transaction = self.database.write().await?;
        let person = change::locked(&transaction, id).await?;
        if person.state() != PersonState::Invited {
            return Err(AppError::NotFound);
        }
        let row = person.row();
        self.invitations.again(transaction, &by.person().name, recipient(&person)).await?;
        Ok(row)
    }

    async fn set_role(&self, by: &Admin, id: i64, version: i64, role: Role) -> Result<PersonRow, AppError> {
        let transaction = self.database.write().await?;
        last_admin::one_at_a_time(&self.database, &transaction).await?;
        let old = change::locked(&transaction, id).await?;
        if old.version != version {
            return Err(conflict(&old));
        }
        if old.role() == role {
            return Ok(old.row());
        }
        let new = Model { role: role.code().to_owned(), ..old.clone() };
        let saved = self.replace(&transaction, by, &old, new).await?;
        transaction.commit().await?;
        self.finder.changed();
        Ok(saved.row())
    }

    async fn deactivate(&self, by: &Admin, id: i64) -> Result<PersonRow, AppError> {
        let transaction = self.database.write().await?;
        last_admin::one_at_a_time(&self.database, &transaction).await?;
        let old = change::locked(&transaction, id).await?;
        if !old.active {
            return Ok(old.row());
        }
        let saved = self.replace(&transaction, by, &old, Model { active: false, ..old.clone() }).await?;
        sign_out_everywhere(&self.database, &transaction, saved.id).await?;
        transaction.commit().await?;
        self.finder.changed();
        self.invitations.taken_back();
        Ok(saved.row())
    }

    async fn reactivate(&self, by: &Admin, id: i64) -> Result<PersonRow, AppError> {
        let transaction = self.database.write().await?;
        let old = change::locked(&transaction, id).await?;
        if old.active {
            return Ok(old.row());
        }
        let saved = self.replace(&transaction, by, &old, Model { active: true, ..old.clone() }).await?;
        if saved.state() == PersonState::Invited {
            // Without a password they cannot sign in, and their links ended when they were deactivated.
            self.invitations.again(transaction, &by.person().name, recipient(&saved)).await?;
        } else {
            transaction.commit().await?;
        }
        self.finder.changed();
        Ok(saved.row())
    }
}

fn recipient(person: &Model) -> Recipient {
    Recipient { person: person.id, name: person.name.clone(), email: person.email.clone() }
}

/// The one field of a person that a form changes is the role.
fn conflict(row: &Model) -> AppError {
    let current = BTreeMap::from([("role".to_owned(), row.role.clone())]);
    AppError::Conflict(Box::new(Conflict { by: row.updated_by.clone(), version: row.version, current }))
}
