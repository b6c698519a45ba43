//! Accounts, sign-in and sessions.
//!
//! A session is 256 random bits in a cookie, of which the database has the hash. Passwords are hashed with argon2id, a
//! few at a time. Sign-in is slowed down by counters in the database, so that a restart does not help a guesser.

mod password;
mod people;
mod person;
mod seed;
mod set_up;
mod store;
mod throttle;
mod token;

pub use people::create_admin;
pub use seed::{DEMO_ACCOUNTS, DEMO_PASSWORD, DemoAccount, seed_people};
pub use set_up::new_link;
pub use store::SessionStore;
