//! People, their sessions, failed sign-ins, and the settings that the server keeps for itself.

use super::run;
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager, async_trait};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0001_people"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, STATEMENTS).await
    }
}

/// Times are milliseconds since 1970.
const STATEMENTS: &[&str] = &[
    "CREATE TABLE person (
        id {id},
        name {text} NOT NULL,
        email {text} NOT NULL,
        -- the address in small letters: what makes it unique
        email_key {text} NOT NULL,
        role {text} NOT NULL CHECK (role IN ('admin', 'support', 'agent')),
        -- PHC string; NULL: cannot sign in (yet)
        password_hash {text},
        active {boolean} NOT NULL DEFAULT {true},
        created_at {integer} NOT NULL,
        version {integer} NOT NULL DEFAULT 1
    ) {strict}",
    "CREATE UNIQUE INDEX person_email_key ON person (email_key)",
    "CREATE TABLE session (
        -- SHA-256 of the token; the token itself is in the browser's cookie alone
        token_hash {bytes} PRIMARY KEY NOT NULL,
        person_id {integer} NOT NULL REFERENCES person (id) ON DELETE CASCADE,
        created_at {integer} NOT NULL,
        last_seen_at {integer} NOT NULL,
        expires_at {integer} NOT NULL
    ) {strict}",
    "CREATE INDEX session_person ON session (person_id)",
    "CREATE INDEX session_expires ON session (expires_at)",
    "CREATE TABLE sign_in_failure (
        -- SHA-256 of what is slowed down: an account, an address or both, whether it exists or not
        subject {bytes} PRIMARY KEY NOT NULL,
        -- attempts, less those that succeeded
        failures {integer} NOT NULL,
        last_at {integer} NOT NULL,
        blocked_until {integer} NOT NULL,
        -- an account has signed in from this address before
        known {boolean} NOT NULL DEFAULT {false}
    ) {strict}",
    "CREATE INDEX sign_in_failure_last ON sign_in_failure (last_at)",
    "CREATE TABLE setting (
        key {text} PRIMARY KEY NOT NULL,
        value {text} NOT NULL
    ) {strict}",
];
