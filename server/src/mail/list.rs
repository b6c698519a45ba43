//! The list: what it shows, sorts by and searches.

use crate::search::{KeyKind, SortKey, Source};
use app::mail::{MailColumn, MailRow, MailState};
use sea_orm::{DbErr, QueryResult};

/// The table as a list.
pub const SOURCE: Source = Source {
    table: "mail",
    columns: "id, to_name, to_email, subject, state, tries, last_error, created_at, next_at,
        body IS NOT NULL AS has_body",
    keys: &[NEWEST, TO],
};

const NEWEST: SortKey = SortKey { column: "newest", kind: KeyKind::Integer, unique: true };
const TO: SortKey = SortKey { column: "to_key", kind: KeyKind::Text, unique: false };

/// What a column is sorted by.
pub(super) const fn key(column: MailColumn) -> &'static SortKey {
    match column {
        MailColumn::Newest => &NEWEST,
        MailColumn::To => &TO,
    }
}

/// Reads a row of [`SOURCE`].
pub(super) fn read(row: &QueryResult) -> Result<MailRow, DbErr> {
    let state: String = row.try_get("", "state")?;
    let state = MailState::from_code(&state).ok_or_else(|| DbErr::Type("a mail has an unknown state".into()))?;
    let tries: i64 = row.try_get("", "tries")?;
    let next_at: i64 = row.try_get("", "next_at")?;
    let has_body: bool = row.try_get("", "has_body")?;
    Ok(MailRow {
        id: row.try_get("", "id")?,
        to_name: row.try_get("", "to_name")?,
        to_email: row.try_get("", "to_email")?,
        subject: row.try_get("", "subject")?,
        state,
        tries: u32::try_from(tries).unwrap_or(u32::MAX),
        last_error: row.try_get("", "last_error")?,
        created_at: row.try_get("", "created_at")?,
        next_at: (state == MailState::Queued).then_some(next_at),
        can_be_sent: state == MailState::Failed && has_body,
    })
}
