//! The server against real databases: each test on SQLite and on PostgreSQL, with a database of its own.

mod support;

mod database;
mod secrets;
mod session;
