//! An administrator made at the console.

use super::password;
use crate::clock::Clock;
use crate::database::Database;
use crate::error;
use crate::people::{Author, NewPerson, add};
use app::error::AppError;
use app::fields::{EmailAddress, NewPassword, PersonName};
use app::session::Role;

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
    let author = Author { name: name.as_str(), now: clock.now() };
    let (name, email) = (name.as_str().to_owned(), email.as_str().to_owned());
    add(database, &transaction, author, NewPerson { name, email, role: Role::Admin, password_hash }).await?;
    super::set_up::forget_links(database, &transaction).await?;
    transaction.commit().await
}
