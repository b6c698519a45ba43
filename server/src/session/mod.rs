//! Accounts, sign-in and sessions.
//!
//! A session is 256 random bits in a cookie, of which the database has the hash. Passwords are hashed with argon2id, a
//! few at a time. Sign-in is slowed down by counters in the database, so that a restart does not help a guesser. Who was
//! invited or forgot the password chooses one behind a one-time link, which is kept as a session's token is.

mod admin;
mod forgotten;
mod links;
mod password;
mod seed;
mod set_up;
mod store;
mod throttle;
mod token;

pub use admin::create_admin;
pub(crate) use links::{Links, Purpose};
pub(crate) use seed::made_up_key;
pub use seed::{DEMO_ACCOUNTS, DEMO_PASSWORD, DemoAccount, seed_people};
pub use set_up::new_link;
pub use store::SessionStore;

use crate::database::{Database, WriteTransaction};
use crate::mail::Withdrawal;
use app::error::AppError;

/// Ends all sessions of a person who was deactivated, and all links that were mailed to them.
pub(crate) async fn sign_out_everywhere(
    database: &Database,
    transaction: &WriteTransaction,
    person: i64,
) -> Result<(), AppError> {
    links::end_all(database, transaction, person, Withdrawal::Deactivated).await?;
    token::end_all(database, transaction, person).await
}
