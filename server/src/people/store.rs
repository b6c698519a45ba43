use crate::clock::Clock;
use crate::database::Database;
use crate::mail::Outbox;
use app::error::AppError;
use app::listing::{ListQuery, Page};
use app::people::{Invitation, People, PersonColumn, PersonRow};
use app::session::{Admin, Reader, Role};
use async_trait::async_trait;

/// People, kept in the database.
pub struct PeopleStore {
    _database: Database,
}

impl PeopleStore {
    /// Over this database.
    #[must_use]
    pub fn new(database: Database, _clock: Clock, _outbox: Outbox) -> Self {
        Self { _database: database }
    }
}

#[async_trait]
impl People for PeopleStore {
    async fn list(&self, _: &Reader, _query: &ListQuery<PersonColumn>) -> Result<Page<PersonRow>, AppError> {
        todo!()
    }

    async fn get(&self, _: &Reader, _id: i64) -> Result<PersonRow, AppError> {
        todo!()
    }

    async fn invite(&self, _by: &Admin, _invitation: Invitation) -> Result<PersonRow, AppError> {
        todo!()
    }

    async fn known(&self, _: &Admin, _keys: &[String]) -> Result<Vec<String>, AppError> {
        todo!()
    }

    async fn invite_all(&self, _by: &Admin, _invitations: Vec<Invitation>) -> Result<u64, AppError> {
        todo!()
    }

    async fn invite_again(&self, _by: &Admin, _id: i64) -> Result<PersonRow, AppError> {
        todo!()
    }

    async fn set_role(&self, _by: &Admin, _id: i64, _version: i64, _role: Role) -> Result<PersonRow, AppError> {
        todo!()
    }

    async fn deactivate(&self, _by: &Admin, _id: i64) -> Result<PersonRow, AppError> {
        todo!()
    }

    async fn reactivate(&self, _by: &Admin, _id: i64) -> Result<PersonRow, AppError> {
        todo!()
    }
}
