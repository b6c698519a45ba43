//! The table of people.

use app::people::{PersonRow, PersonState};
use app::session::{Person, Role};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person")]
pub(crate) struct Model {
    #[sea_orm(primary_key)]
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) name_key: String,
    pub(crate) email: String,
    pub(crate) email_key: String,
    pub(crate) role: String,
    pub(crate) password_hash: Option<String>,
    pub(crate) active: bool,
    /// Whether they have SIP access.
    pub(crate) has_phone: bool,
    pub(crate) search: String,
    pub(crate) created_at: i64,
    pub(crate) version: i64,
    pub(crate) updated_by: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// What they may do.
    pub(crate) fn role(&self) -> Role {
        role_of(&self.role)
    }

    /// Whether they can sign in.
    pub(crate) const fn state(&self) -> PersonState {
        PersonState::of(self.active, self.password_hash.is_some())
    }

    /// Whether they can sign in as an administrator.
    pub(super) fn administrates(&self) -> bool {
        self.role() == Role::Admin && self.state() == PersonState::Active
    }

    /// The row of the list that shows this person; the password's hash stays here.
    pub(super) fn row(&self) -> PersonRow {
        let Self { id, name, email, version, .. } = self.clone();
        let has_password = self.password_hash.is_some();
        PersonRow { id, name, email, role: self.role(), state: self.state(), has_password, version }
    }
}

/// A role that this version does not know may do the least.
pub(super) fn role_of(code: &str) -> Role {
    Role::from_code(code).unwrap_or(Role::Agent)
}

/// A person as the screens show them.
pub(crate) fn shown(id: i64, name: String, email: String, role: &str) -> Person {
    Person { id, name, email, role: role_of(role) }
}
