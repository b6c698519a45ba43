//! The server against real databases: each test on SQLite and on PostgreSQL, with a database of its own.

mod support;

mod assets;
mod bad_input;
mod database;
mod events;
mod forms;
mod http;
mod mail;
mod people;
mod process;
mod provision;
mod roles;
mod search;
mod secrets;
mod session;
mod sip_endpoints;
mod sip_phones;
