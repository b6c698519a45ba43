//! Outgoing mail: an outbox that is written in the transaction of the change, and a worker that empties it.

mod letter;
mod outbox;
mod store;

pub use letter::{Letter, Recipient};
pub use outbox::Outbox;
pub use store::MailStore;
