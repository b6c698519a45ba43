//! The list: what it shows, sorts by and searches.

use super::entity::role_of;
use crate::search::{KeyKind, SortKey, Source};
use app::people::{PersonColumn, PersonRow, PersonState};
use sea_orm::{DbErr, QueryResult};

/// The table as a list.
pub const SOURCE: Source = Source {
    table: "person",
    columns: "id, name, email, role, active, password_hash IS NOT NULL AS has_password, version",
    keys: &[NAME, EMAIL, ROLE],
};

const NAME: SortKey = SortKey { column: "name_key", kind: KeyKind::Text, unique: false };
const EMAIL: SortKey = SortKey { column: "email_key", kind: KeyKind::Text, unique: true };
const ROLE: SortKey = SortKey { column: "role", kind: KeyKind::Text, unique: false };

/// What a column is sorted by.
pub(crate) const fn key(column: PersonColumn) -> &'static SortKey {
    match column {
        PersonColumn::Name => &NAME,
        PersonColumn::Email => &EMAIL,
        PersonColumn::Role => &ROLE,
    }
}

/// Reads a row of [`SOURCE`].
pub(crate) fn read(row: &QueryResult) -> Result<PersonRow, DbErr> {
    let role: String = row.try_get("", "role")?;
    let has_password = row.try_get("", "has_password")?;
    Ok(PersonRow {
        id: row.try_get("", "id")?,
        name: row.try_get("", "name")?,
        email: row.try_get("", "email")?,
        role: role_of(&role),
        state: PersonState::of(row.try_get("", "active")?, has_password),
        has_password,
        version: row.try_get("", "version")?,
    })
}
