//! People: how they are kept, listed, invited and changed.

mod store;

pub use store::PeopleStore;
