//! SIP phones: how they are given, kept, listed and changed, what agents are told about them, and what phones are given.
//!
//! [`PhoneStore`] is what the screens call. A phone, the letter about it and what its person's row says of it are one
//! transaction. Rows are locked in one order everywhere: a letter that is being sent, the job of **All agents**, people,
//! phones, links; so no two transactions wait for each other.

mod add;
mod address;
mod all_agents;
mod candidates;
mod digest;
mod entity;
mod follow;
mod give;
mod letters;
mod links;
mod list;
mod open;
mod password;
mod provisioning;
mod qr;
mod rows;
mod seed;
mod store;
mod text;
mod user_name;
mod worker;

pub(crate) use address::{outbound_proxy, uri_host};
pub use digest::{Algorithm, ha1};
pub(crate) use follow::{letter_became, lock_phone, person_changed};
pub use list::SOURCE;
pub(crate) use provisioning::PREFIX as PROVISIONING;
pub use provisioning::{Provisioning, lpconfig, provisioning_address};
pub use qr::svg;
pub use seed::seed_phones;
pub use store::{PhoneSettings, PhoneStore};
pub use worker::AllAgents;
