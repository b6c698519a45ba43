//! What the worker asks of the database: the next message, and what became of it.

use super::entity::{Column, Entity, Model};
use super::failure::{Failure, FailureKind};
use super::{Outbox, SOURCE};
use crate::clock::millis;
use crate::database::WriteTransaction;
use crate::events::{Events, Topic};
use crate::{error, sip_phones};
use app::error::AppError;
use app::mail::MailState;
use app::sip_phones::CredentialsState;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter};
use std::time::Duration;

/// For so long a message belongs to the worker that took it. Longer than any try takes; a message of a worker that was
/// killed waits until then.
pub(super) const LEASE: Duration = Duration::from_secs(60);

/// The messages that are due: `$1` is now.
const DUE: &str = "SELECT id FROM mail WHERE state = 'queued' AND next_at <= $1 AND lease_until <= $1
    ORDER BY next_at, id LIMIT 1";

/// Takes the message that has been due for longest, for the worker of this name; `None` when none is due.
pub(super) async fn claim(outbox: &Outbox, worker: &str) -> Result<Option<Model>, AppError> {
    let Outbox { database, clock, .. } = outbox;
    let now = clock.now();
    // Only looking needs no lock: most of the time there is nothing.
    let due = database.statement(DUE, [now.into()]);
    if database.pool().query_one_raw(due).await.map_err(error::database)?.is_none() {
        return Ok(None);
    }
    // SQLite has one writer at a time; on PostgreSQL another server may be taking the same row.
    let skip = if database.backend() == DbBackend::Postgres { "FOR UPDATE SKIP LOCKED" } else { "" };
    let take = format!("UPDATE mail SET lease_by = $2, lease_until = $3 WHERE id = ({DUE} {skip}) RETURNING *");
    let values = [now.into(), worker.into(), (now + millis(LEASE)).into()];
    let transaction = database.write().await?;
    let claimed = Entity::find().from_raw_sql(database.statement(&take, values)).one(&*transaction).await;
    let claimed = claimed.map_err(error::database)?;
    transaction.commit().await?;
    Ok(claimed)
}

/// The mail server has the message: its text is wiped.
pub(super) async fn sent(outbox: &Outbox, mail: &Model) -> Result<(), AppError> {
    let Outbox { database, clock, finder, .. } = outbox;
    let text = mail.search_text_as(MailState::Sent);
    let transaction = database.write().await?;
    lock_phone(&transaction, mail).await?;
    let update = Entity::update_many()
        .col_expr(Column::State, Expr::value(MailState::Sent.code()))
        .col_expr(Column::Tries, Expr::value(mail.tries + 1))
        .col_expr(Column::SentAt, Expr::value(clock.now()))
        .col_expr(Column::Body, Expr::value(None::<String>))
        .col_expr(Column::LastError, Expr::value(""))
        .col_expr(Column::LeaseUntil, Expr::value(0))
        .col_expr(Column::Search, Expr::value(&*text))
        .filter(Column::Id.eq(mail.id))
        // Whoever has the lease by now: sent is sent.
        .filter(Column::State.ne(MailState::Sent.code()));
    if update.exec(&*transaction).await.map_err(error::database)?.rows_affected > 0 {
        SOURCE.index_again(database, &transaction, mail.id, &text).await.map_err(error::database)?;
        tell_phone(outbox, &transaction, mail, CredentialsState::Sent, "").await?;
    }
    Events::changed(&transaction, Topic::Mail);
    transaction.commit().await?;
    finder.changed();
    Ok(())
}

/// The message was not taken: it waits for its next try, or has failed. Returns the pause until that try.
pub(super) async fn not_sent(
    outbox: &Outbox,
    worker: &str,
    mail: &Model,
    failure: &Failure,
) -> Result<Option<Duration>, AppError> {
    let Outbox { database, clock, finder, .. } = outbox;
    let tries = mail.tries + 1;
    let pause = failure.pause(tries);
    let state = if pause.is_some() { MailState::Queued } else { MailState::Failed };
    let text = mail.search_text_as(state);
    let transaction = database.write().await?;
    lock_phone(&transaction, mail).await?;
    let mut update = Entity::update_many()
        .col_expr(Column::State, Expr::value(state.code()))
        .col_expr(Column::Tries, Expr::value(tries))
        .col_expr(Column::NextAt, Expr::value(clock.now() + millis(pause.unwrap_or_default())))
        .col_expr(Column::LastError, Expr::value(&*failure.words))
        .col_expr(Column::LeaseUntil, Expr::value(0))
        .col_expr(Column::Search, Expr::value(&*text))
        .filter(Column::Id.eq(mail.id))
        .filter(Column::State.eq(MailState::Queued.code()))
        // Another worker that has it by now knows better.
        .filter(Column::LeaseBy.eq(worker));
    if failure.kind == FailureKind::Outdated {
        update = update.col_expr(Column::Body, Expr::value(None::<String>));
    }
    let updated = update.exec(&*transaction).await.map_err(error::database)?.rows_affected > 0;
    if updated && state == MailState::Failed {
        SOURCE.index_again(database, &transaction, mail.id, &text).await.map_err(error::database)?;
        tell_phone(outbox, &transaction, mail, CredentialsState::Failed, &failure.words).await?;
    }
    Events::changed(&transaction, Topic::Mail);
    transaction.commit().await?;
    finder.changed();
    Ok(pause)
}

/// To be called before a letter's own row is written: whoever takes letters back has the phone first, too, so that two of
/// these cannot wait for each other.
pub(super) async fn lock_phone(transaction: &WriteTransaction, mail: &Model) -> Result<(), AppError> {
    match mail.phone_id {
        Some(phone) => sip_phones::lock_phone(transaction, phone).await,
        None => Ok(()),
    }
}

/// Writes what became of a letter to the phone whose credentials it brings, if it brings any. It is locked already, see
/// [`lock_phone`].
pub(super) async fn tell_phone(
    outbox: &Outbox,
    transaction: &WriteTransaction,
    mail: &Model,
    state: CredentialsState,
    error: &str,
) -> Result<(), AppError> {
    let Some(phone) = mail.phone_id else { return Ok(()) };
    sip_phones::letter_became(&outbox.database, transaction, phone, mail.id, state, error).await?;
    outbox.phones().changed();
    Ok(())
}
