//! Outgoing mail: what became of each message.

mod model;
#[cfg(feature = "ssr")]
mod service;

pub use model::{MailColumn, MailRow, MailState};
#[cfg(feature = "ssr")]
pub use service::OutgoingMail;

/// Path of the list.
pub const PATH: &str = "/mail";
