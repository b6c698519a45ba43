//! There is always an administrator who can sign in.

use super::entity::{Column, Entity, Model};
use crate::database::{Database, WriteTransaction};
use crate::error;
use app::error::AppError;
use app::session::Role;
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QuerySelect};

/// Any number that nobody else locks in this database.
const LOCK: i64 = 0x6164_6d69_6e73;

/// What takes administrators away goes one after the other, until the end of the transaction: two at once could each
/// take the other for the one who is left. To be called before a person is locked.
pub(super) async fn one_at_a_time(database: &Database, transaction: &WriteTransaction) -> Result<(), AppError> {
    if database.backend() == DbBackend::Postgres {
        // SQLite's write lock is held already.
        let lock = format!("SELECT pg_advisory_xact_lock({LOCK})");
        transaction.execute_unprepared(&lock).await.map_err(error::database)?;
    }
    Ok(())
}

/// [`AppError::LastAdministrator`] when the change from `old` to `new` would leave none.
pub(super) async fn keep_one(transaction: &WriteTransaction, old: &Model, new: &Model) -> Result<(), AppError> {
    if !old.administrates() || new.administrates() {
        return Ok(());
    }
    let others = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::Role.eq(Role::Admin.code()))
        .filter(Column::Active.eq(true))
        .filter(Column::PasswordHash.is_not_null())
        .filter(Column::Id.ne(old.id))
        .limit(1);
    let other: Option<i64> = others.into_tuple().one(&**transaction).await.map_err(error::database)?;
    other.map(drop).ok_or(AppError::LastAdministrator)
}
