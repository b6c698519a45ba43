//! The list: what it shows, sorts by and searches.

use super::entity::{credentials_of, registration};
use crate::search::{KeyKind, SortKey, Source};
use app::sip_phones::{PhoneColumn, PhoneRow};
use sea_orm::{DbErr, QueryResult};

/// The table as a list.
pub const SOURCE: Source = Source {
    table: "sip_phone",
    columns:
        "id, person_id, name, email, user_name, receiving, registered_until, last_seen_at, credentials, mail_error,
        version, (SELECT active FROM person WHERE person.id = sip_phone.person_id) AS active",
    keys: &[NAME, EMAIL, USER_NAME],
};

const NAME: SortKey = SortKey { column: "name_key", kind: KeyKind::Text, unique: false };
const EMAIL: SortKey = SortKey { column: "email_key", kind: KeyKind::Text, unique: false };
const USER_NAME: SortKey = SortKey { column: "user_name_key", kind: KeyKind::Text, unique: true };

/// What a column is sorted by.
pub(super) const fn key(column: PhoneColumn) -> &'static SortKey {
    match column {
        PhoneColumn::Name => &NAME,
        PhoneColumn::Email => &EMAIL,
        PhoneColumn::UserName => &USER_NAME,
    }
}

/// Reads a row of [`SOURCE`] as it is at this time.
pub(super) fn read(row: &QueryResult, now: i64) -> Result<PhoneRow, DbErr> {
    let credentials: String = row.try_get("", "credentials")?;
    let (until, seen) = (row.try_get("", "registered_until")?, row.try_get("", "last_seen_at")?);
    Ok(PhoneRow {
        id: row.try_get("", "id")?,
        person: row.try_get("", "person_id")?,
        name: row.try_get("", "name")?,
        email: row.try_get("", "email")?,
        user_name: row.try_get("", "user_name")?,
        receiving: row.try_get("", "receiving")?,
        registration: registration(until, seen, now),
        credentials: credentials_of(&credentials),
        mail_error: row.try_get("", "mail_error")?,
        version: row.try_get("", "version")?,
        active: row.try_get("", "active")?,
    })
}
