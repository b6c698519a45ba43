//! The table of people.

use app::session::{Person, Role};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person")]
pub(super) struct Model {
    #[sea_orm(primary_key)]
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) email_key: String,
    pub(super) role: String,
    pub(super) password_hash: Option<String>,
    pub(super) active: bool,
    pub(super) created_at: i64,
    pub(super) version: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(super) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// A person as the screens show them. A role that this version does not know may do the least.
pub(super) fn shown(id: i64, name: String, email: String, role: &str) -> Person {
    Person { id, name, email, role: Role::from_code(role).unwrap_or(Role::Agent) }
}
