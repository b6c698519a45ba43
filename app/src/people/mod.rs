//! People: who has an account, and what they may do.

mod model;
#[cfg(feature = "ssr")]
mod service;

pub use model::{Fate, ImportLine, Invitation, PersonColumn, PersonRow, PersonState};
#[cfg(feature = "ssr")]
pub use service::People;

/// Path of the list; the dialogs' paths begin with it.
pub const PATH: &str = "/people";
