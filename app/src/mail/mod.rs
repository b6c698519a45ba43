//! Outgoing mail: what became of each message.

mod api;
mod list;
mod model;
mod notice;
mod row;
#[cfg(feature = "ssr")]
mod service;

pub use api::{Folder, List, SendAgain};
pub use list::ListPage;
pub use model::{MailColumn, MailRow, MailState};
#[cfg(feature = "ssr")]
pub use service::OutgoingMail;

/// Path of the list.
pub const PATH: &str = "/mail";
