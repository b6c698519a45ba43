//! Outgoing mail, and the index that searches it.

use super::run;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager, async_trait};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0003_mail"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, TABLE).await?;
        match manager.get_connection().get_database_backend() {
            DbBackend::Postgres => run(manager, POSTGRES_SEARCH).await,
            _ => run(manager, SQLITE_SEARCH).await,
        }
    }
}

const TABLE: &[&str] = &[
    "CREATE TABLE mail (
        id {id},
        -- which letter it is; new kinds come without a migration
        kind {text} NOT NULL,
        -- NULL: the person was deleted
        person_id {integer} REFERENCES person (id) ON DELETE SET NULL,
        to_name {text} NOT NULL,
        to_email {text} NOT NULL,
        -- the address in small letters, for sorting
        to_key {text} NOT NULL,
        subject {text} NOT NULL,
        message_id {text} NOT NULL,
        -- text and HTML, sealed for this row (see `secrets`): they carry a link; NULL: it was sent
        body {text},
        state {text} NOT NULL CHECK (state IN ('queued', 'sent', 'failed')),
        -- how often it was handed over, or tried to be
        tries {integer} NOT NULL DEFAULT 0,
        next_at {integer} NOT NULL,
        -- the worker that has it, and until when
        lease_by {text},
        lease_until {integer} NOT NULL DEFAULT 0,
        -- the mail server's words; empty: none
        last_error {text} NOT NULL DEFAULT '',
        -- what is searched, see `search::search_text`
        search {text} NOT NULL,
        created_at {integer} NOT NULL,
        sent_at {integer},
        -- falls with time: sorted by it, the newest comes first
        newest {integer} NOT NULL GENERATED ALWAYS AS (-id) STORED
    ) {strict}",
    "CREATE UNIQUE INDEX mail_message_id ON mail (message_id)",
    "CREATE INDEX mail_person ON mail (person_id)",
    // What the workers look at, however much was sent before.
    "CREATE INDEX mail_due ON mail (next_at, id) WHERE state = 'queued'",
];

/// As for SIP endpoints.
const SQLITE_SEARCH: &[&str] = &[
    "CREATE INDEX mail_by_newest ON mail (newest, id, search)",
    "CREATE INDEX mail_by_to ON mail (to_key, id, search)",
    "CREATE VIRTUAL TABLE mail_grams USING fts5(grams, content='', contentless_delete=1, detail=none, tokenize='ascii')",
];

/// As for SIP endpoints.
const POSTGRES_SEARCH: &[&str] = &[
    "CREATE UNIQUE INDEX mail_newest ON mail (newest) INCLUDE (search)",
    "CREATE INDEX mail_by_to ON mail (to_key, id) INCLUDE (search)",
    "CREATE INDEX mail_grams ON mail USING gin (search_grams(search)) WITH (fastupdate = off)",
    "ALTER INDEX mail_grams ALTER COLUMN 1 SET STATISTICS 0",
];
