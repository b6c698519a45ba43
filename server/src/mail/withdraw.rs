//! Takes back messages that were not sent yet and that would bring nothing any more.

use super::SOURCE;
use super::entity::searched;
use super::letter::LetterKind;
use crate::database::{Database, WriteTransaction, places};
use crate::error;
use crate::events::{Events, Topic};
use app::error::AppError;
use app::mail::MailState;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, QueryResult, Value};

/// Messages in one statement: as many as stay below the databases' limit on values.
const BATCH: usize = 1_000;

/// Why messages are taken back, as the list says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Withdrawal {
    /// A newer message of the same kind was written, and its link is the one that holds.
    Replaced,
    /// The person may not sign in any more.
    Deactivated,
    /// The person has a password by now.
    PasswordChosen,
    /// The phone is gone.
    PhoneDeleted,
}

impl Withdrawal {
    /// The sentence in the list.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Replaced => "Not sent: a newer message took its place.",
            Self::Deactivated => "Not sent: the person was deactivated.",
            Self::PasswordChosen => "Not sent: a password was chosen meanwhile.",
            Self::PhoneDeleted => "Not sent: the SIP phone was deleted.",
        }
    }
}

/// To be called in the transaction that ends the links of these people, who are locked (their phones too, where it is
/// about credentials). Their unsent messages of these kinds are given up and lose their text, so that nobody can send
/// them again. Returns their numbers.
pub(crate) async fn withdraw(
    database: &Database,
    transaction: &WriteTransaction,
    people: &[i64],
    kinds: &[LetterKind],
    why: Withdrawal,
) -> Result<Vec<i64>, AppError> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let found = unsent(database, transaction, people, kinds).await.map_err(error::database)?;
    for some in found.chunks(BATCH) {
        give_up(database, transaction, some, why).await.map_err(error::database)?;
    }
    if !found.is_empty() {
        Events::changed(transaction, Topic::Mail);
    }
    Ok(found.into_iter().map(|(id, _)| id).collect())
}

/// Their numbers, and what of them is searched once they have failed. A worker that is noting what became of one of them
/// is waited for.
async fn unsent(
    database: &Database,
    transaction: &WriteTransaction,
    people: &[i64],
    kinds: &[LetterKind],
) -> Result<Vec<(i64, String)>, DbErr> {
    let people = people.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
    let kinds = kinds.iter().map(|kind| format!("'{}'", kind.code())).collect::<Vec<_>>().join(",");
    let lock = if database.backend() == DbBackend::Postgres { "FOR UPDATE" } else { "" };
    let select = format!(
        "SELECT id, to_name, to_email, subject FROM mail
         WHERE person_id IN ({people}) AND kind IN ({kinds}) AND state <> 'sent' AND body IS NOT NULL
         ORDER BY id {lock}"
    );
    let read = |row: &QueryResult| {
        let text = |column| row.try_get::<String>("", column);
        let search = searched(&text("to_name")?, &text("to_email")?, &text("subject")?, MailState::Failed);
        Ok((row.try_get("", "id")?, search))
    };
    transaction.query_all_raw(database.statement(&select, [])).await?.iter().map(read).collect()
}

async fn give_up(
    database: &Database,
    transaction: &WriteTransaction,
    messages: &[(i64, String)],
    why: Withdrawal,
) -> Result<(), DbErr> {
    let sql = format!(
        "UPDATE mail SET state = '{}', body = NULL, search = filled.column2, last_error = filled.column3
         FROM (VALUES {}) AS filled WHERE mail.id = filled.column1",
        MailState::Failed.code(),
        places(database.backend(), messages.len(), 3, "")
    );
    let values = messages.iter().flat_map(|(id, search)| [Value::from(*id), search.clone().into(), why.words().into()]);
    transaction.execute_raw(database.statement(&sql, values)).await?;
    SOURCE.index_many_again(database, transaction, messages).await
}
