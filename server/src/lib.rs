//! Switchroom's server: everything that stands behind the traits of the `app` crate.
//!
//! `http` answers requests, `session` and the other feature folders implement what the screens ask for, `migration` has
//! the database's history, `secrets` what is kept encrypted. `cli` is what people type.

pub mod cli;
pub mod clock;
pub mod config;
pub mod database;
pub mod error;
pub mod events;
pub mod http;
pub mod mail;
pub mod migration;
pub mod people;
pub mod random;
pub mod search;
pub mod secrets;
pub mod seed;
pub mod services;
pub mod session;
pub mod sip_endpoints;
pub mod sip_phones;
pub mod telemetry;
