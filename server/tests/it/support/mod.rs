//! What the tests share.
//!
//! `both!(a_sentence, |t| async move { ... })` makes two tests of one: `t` is a [`Test`] on SQLite and on PostgreSQL.
//! PostgreSQL is that of `SWITCHROOM_TEST_POSTGRES`; without the variable those tests fail rather than pass unseen.

mod database;
mod endpoints;
mod events;
mod letters;
mod mailbox;
mod people;
mod phones;
mod process;
mod web;

pub(crate) use database::{Backend, Test, empty_postgres, run};
pub(crate) use endpoints::{filled_in, input};
pub(crate) use events::Event;
pub(crate) use letters::{Posted, letters, texts};
pub(crate) use mailbox::{Kept, Mail, Mailbox, Named, settings};
pub(crate) use process::{Process, command, finish};
pub(crate) use web::{Answer, Browser, Options, Server, browser, form, send};

/// One test on each database. Its body may panic; the database is removed all the same.
macro_rules! both {
    ($name:ident, |$test:ident| $body:expr) => {
        async fn $name($test: $crate::support::Test) {
            $body.await;
        }

        mod $name {
            #[tokio::test(flavor = "multi_thread")]
            async fn on_sqlite() {
                $crate::support::run($crate::support::Backend::Sqlite, super::$name).await;
            }

            #[tokio::test(flavor = "multi_thread")]
            async fn on_postgres() {
                $crate::support::run($crate::support::Backend::Postgres, super::$name).await;
            }
        }
    };
}
pub(crate) use both;
