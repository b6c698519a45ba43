//! People's rows.

use super::{password, person};
use crate::clock::Clock;
use crate::database::{Database, WriteTransaction};
use crate::error;
use app::error::AppError;
use app::fields::{EmailAddress, NewPassword, PersonName, Problem};
use app::session::Role;
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// A person to be added.
pub(super) struct NewPerson<'a> {
    pub(super) name: &'a PersonName,
    pub(super) email: &'a EmailAddress,
    pub(super) role: Role,
    pub(super) password_hash: Option<String>,
}

/// Adds a person and returns the id. A taken address is [`AppError::Invalid`] on field `email`.
pub(super) async fn insert(
    transaction: &WriteTransaction,
    clock: &Clock,
    NewPerson { name, email, role, password_hash }: NewPerson<'_>,
) -> Result<i64, AppError> {
    let row = person::ActiveModel {
        id: NotSet,
        name: Set(name.as_str().to_owned()),
        email: Set(email.as_str().to_owned()),
        email_key: Set(email.key()),
        role: Set(role.code().to_owned()),
        password_hash: Set(password_hash),
        active: Set(true),
        created_at: Set(clock.now()),
        version: Set(1),
    };
    let inserted = person::Entity::insert(row).exec(&**transaction).await;
    let fields = [("person_email_key", "email", Problem::EmailTaken)];
    inserted.map(|inserted| inserted.last_insert_id).map_err(|error| error::on_constraint(error, &fields))
}

/// The person with this address who may sign in.
pub(super) async fn by_email_key(database: &Database, email_key: &str) -> Result<Option<person::Model>, AppError> {
    // Such text is nobody's address, and PostgreSQL takes it for an error.
    if email_key.contains('\0') || email_key.len() > 4 * usize::from(EmailAddress::MAX) {
        return Ok(None);
    }
    let query =
        person::Entity::find().filter(person::Column::EmailKey.eq(email_key)).filter(person::Column::Active.eq(true));
    query.one(database.pool()).await.map_err(error::database)
}

/// Makes an administrator, whatever accounts there are: `switchroom admin create`.
///
/// # Errors
/// [`AppError::Invalid`] on field `email` when somebody has the address; what the database says.
pub async fn create_admin(
    database: &Database,
    clock: &Clock,
    name: &PersonName,
    email: &EmailAddress,
    password: &NewPassword,
) -> Result<(), AppError> {
    let password_hash = Some(password::hash(password.expose()).map_err(error::internal)?);
    let transaction = database.write().await?;
    insert(&transaction, clock, NewPerson { name, email, role: Role::Admin, password_hash }).await?;
    super::set_up::forget_links(database, &transaction).await?;
    transaction.commit().await
}
