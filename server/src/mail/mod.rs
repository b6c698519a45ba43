//! Outgoing mail: an outbox that is written in the transaction of the change, and a worker that empties it.
//!
//! [`Outbox::add`] writes a letter's text, sealed since it carries a link, and commits with the change that it tells of.
//! A [`Worker`] takes a message with a lease that runs out, hands it over, and notes what became of it, all in short
//! transactions: killed at any point, it leaves a message that somebody takes up again, with the same Message-ID. At most
//! the one message under way goes out twice. What was sent loses its text; so does what is taken back because its link holds
//! no more (`withdraw`), or what has waited until then.

mod body;
mod credentials;
mod entity;
mod failure;
mod folder;
mod letter;
mod list;
mod message;
mod outbox;
mod phone_programs;
mod queue;
mod settings;
mod smtp;
mod store;
mod withdraw;
mod worker;

pub(crate) use letter::LetterKind;
pub use letter::{Letter, Recipient};
pub use list::SOURCE;
pub use message::{Sender, mailbox};
pub use outbox::{Outbox, Outgoing};
pub use settings::{MailPassword, MailSettings, SmtpUrl, Tls};
pub use store::MailStore;
pub(crate) use withdraw::{Withdrawal, withdraw};
pub use worker::Worker;
