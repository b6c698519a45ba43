//! People: how they are kept, listed, invited and changed.
//!
//! [`PeopleStore`] is what the screens call. Role and state are searched as marks, so whatever changes one of them (here,
//! or where a password is chosen) goes through `change::save`, which keeps the searched text and its index in step.

mod add;
mod change;
mod entity;
mod invitations;
mod last_admin;
mod list;
mod phones;
mod store;
mod text;

pub(crate) use add::{Author, NewPerson, add, add_many};
pub(crate) use change::{by_email_key, by_id, locked, save};
pub(crate) use entity::{Model, shown};
pub use list::SOURCE;
pub(crate) use list::{key, read};
pub(crate) use phones::{lock_many, set_phones, with_keys, without_phone};
pub use store::PeopleStore;
pub(crate) use text::WITHOUT_PHONE;
pub use text::searched;
