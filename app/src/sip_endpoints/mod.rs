//! SIP endpoints: the external telephony servers that calls can be sent to.
//!
//! `list` is the screen; `create`, `edit` and `delete` are dialogs over it, each with an address of its own.

mod api;
mod create;
mod delete;
mod edit;
mod fields;
mod form;
mod list;
mod merge;
mod model;
mod notice;
mod row;
#[cfg(feature = "ssr")]
mod service;

pub use api::{CopyOf, CreateSipEndpoint, DeleteSipEndpoint, FindTwin, Get, List, UpdateSipEndpoint};
pub use create::CreatePage;
pub use delete::DeletePage;
pub use edit::EditPage;
pub use form::{SipEndpointForm, SipEndpointInput};
pub use list::ListPage;
pub use merge::{HAS_PASSWORD, has_password};
pub use model::{Saved, SipEndpointColumn, SipEndpointEdit, SipEndpointRow, Twin};
#[cfg(feature = "ssr")]
pub use service::SipEndpoints;

/// Path of the list; the dialogs' paths begin with it.
pub const PATH: &str = "/sip-endpoints";
