//! SIP endpoints: how they are kept, listed and changed.
//!
//! [`SipEndpointStore`] is what the screens call. A change and its entry in the search index are one transaction. A
//! password is sealed for its own row, so a copy is opened and sealed anew.

mod copy;
mod entity;
mod list;
mod passwords;
mod store;
mod twin;
mod values;

pub use list::SOURCE;
pub(crate) use passwords::place as password_place;
pub use store::SipEndpointStore;
pub(crate) use values::{Values, values_of};
