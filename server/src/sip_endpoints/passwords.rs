//! Passwords of endpoints, sealed for their rows.

use super::entity::{Column, Entity};
use crate::database::WriteTransaction;
use crate::error;
use crate::secrets::{Place, Secrets};
use app::error::AppError;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use secrecy::{ExposeSecret, SecretString};

/// Where the password of this endpoint is kept.
pub(crate) const fn place(row: i64) -> Place {
    Place { table: "sip_endpoint", column: "password", row }
}

/// The password of an endpoint, opened; `None` when it has none. [`AppError::NotFound`] when the endpoint is gone.
pub(super) async fn open(
    transaction: &WriteTransaction,
    secrets: &Secrets,
    id: i64,
) -> Result<Option<SecretString>, AppError> {
    let query = Entity::find_by_id(id).select_only().column(Column::Password);
    let kept: Option<Option<String>> = query.into_tuple().one(&**transaction).await.map_err(error::database)?;
    let kept = kept.ok_or(AppError::NotFound)?;
    kept.map(|sealed| secrets.open(place(id), &sealed)).transpose().map_err(error::internal)
}

/// Seals a password for an endpoint that has no other values to write.
pub(super) async fn keep(
    transaction: &WriteTransaction,
    secrets: &Secrets,
    id: i64,
    password: &SecretString,
) -> Result<(), AppError> {
    let sealed = secrets.seal(place(id), password.expose_secret());
    let update = Entity::update_many().col_expr(Column::Password, sealed.into()).filter(Column::Id.eq(id));
    update.exec(&**transaction).await.map(drop).map_err(error::database)
}
