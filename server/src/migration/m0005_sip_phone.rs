//! SIP phones, their links, and the work that is done in the background.

use super::run;
use crate::database::places;
use crate::people::WITHOUT_PHONE;
use crate::search::grams_of_many;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement, Value};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager, async_trait};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0005_sip_phone"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, TABLES).await?;
        match manager.get_connection().get_database_backend() {
            DbBackend::Postgres => run(manager, POSTGRES_SEARCH).await?,
            _ => run(manager, SQLITE_SEARCH).await?,
        }
        mark(manager).await
    }
}

const TABLES: &[&str] = &[
    "ALTER TABLE person ADD COLUMN has_phone {boolean} NOT NULL DEFAULT {false}",
    // Whom New SIP credentials can be given to: counted, and walked through by All agents.
    "CREATE INDEX person_without_phone ON person (id) WHERE role = 'agent' AND active AND NOT has_phone",
    "CREATE TABLE sip_phone (
        id {id},
        person_id {integer} NOT NULL REFERENCES person (id) ON DELETE CASCADE,
        -- of the person, for sorting and searching
        name {text} NOT NULL,
        name_key {text} NOT NULL,
        email {text} NOT NULL,
        email_key {text} NOT NULL,
        user_name {text} NOT NULL,
        -- the user name in small letters: what makes it unique
        user_name_key {text} NOT NULL,
        -- sealed for this row (see `secrets`)
        password {text} NOT NULL,
        receiving {boolean} NOT NULL,
        -- NULL: no phone is registered now
        registered_until {integer},
        -- NULL: none ever was
        last_seen_at {integer},
        -- what became of the latest letter
        credentials {text} NOT NULL CHECK (credentials IN ('queued', 'sent', 'opened', 'failed')),
        -- that letter; no reference, so that the worker and whoever deletes a phone never wait for each other
        mail_id {integer},
        mail_error {text} NOT NULL DEFAULT '',
        -- what is searched, see `sip_phones::entity`
        search {text} NOT NULL,
        version {integer} NOT NULL DEFAULT 1,
        created_at {integer} NOT NULL,
        updated_at {integer} NOT NULL,
        -- name of the person who made the latest change
        updated_by {text} NOT NULL
    ) {strict}",
    "CREATE UNIQUE INDEX sip_phone_person_id ON sip_phone (person_id)",
    "CREATE TABLE credentials_link (
        -- SHA-256 of the link; the link itself is in its letter or QR code alone
        link_hash {bytes} PRIMARY KEY NOT NULL,
        kind {text} NOT NULL CHECK (kind IN ('password', 'provisioning')),
        phone_id {integer} NOT NULL REFERENCES sip_phone (id) ON DELETE CASCADE,
        expires_at {integer} NOT NULL
    ) {strict}",
    // One of each kind: a newer link takes the place of the older.
    "CREATE UNIQUE INDEX credentials_link_phone_id_kind ON credentials_link (phone_id, kind)",
    "CREATE INDEX credentials_link_expires ON credentials_link (expires_at)",
    "CREATE TABLE job (
        id {id},
        kind {text} NOT NULL,
        receiving {boolean} NOT NULL,
        total {integer} NOT NULL,
        done {integer} NOT NULL DEFAULT 0,
        -- people up to this id are done
        last_id {integer} NOT NULL DEFAULT 0,
        -- whoever comes after this id was added later, and is left alone
        end_id {integer} NOT NULL,
        state {text} NOT NULL CHECK (state IN ('running', 'finished')),
        -- name of the person who began it
        begun_by {text} NOT NULL,
        started_at {integer} NOT NULL,
        finished_at {integer}
    ) {strict}",
    // One of each kind at a time.
    "CREATE UNIQUE INDEX job_kind ON job (kind) WHERE state = 'running'",
    // The phone whose credentials a letter brings; no reference, as above.
    "ALTER TABLE mail ADD COLUMN phone_id {integer}",
];

/// As for SIP endpoints.
const SQLITE_SEARCH: &[&str] = &[
    "CREATE UNIQUE INDEX sip_phone_user_name_key ON sip_phone (user_name_key)",
    "CREATE INDEX sip_phone_by_user_name ON sip_phone (user_name_key, id, search)",
    "CREATE INDEX sip_phone_by_name ON sip_phone (name_key, id, search)",
    "CREATE INDEX sip_phone_by_email ON sip_phone (email_key, id, search)",
    "CREATE VIRTUAL TABLE sip_phone_grams
     USING fts5(grams, content='', contentless_delete=1, detail=none, tokenize='ascii')",
];

/// As for SIP endpoints.
const POSTGRES_SEARCH: &[&str] = &[
    "CREATE UNIQUE INDEX sip_phone_user_name_key ON sip_phone (user_name_key) INCLUDE (search)",
    "CREATE INDEX sip_phone_by_name ON sip_phone (name_key, id) INCLUDE (search)",
    "CREATE INDEX sip_phone_by_email ON sip_phone (email_key, id) INCLUDE (search)",
    "CREATE INDEX sip_phone_grams ON sip_phone USING gin (search_grams(search)) WITH (fastupdate = off)",
    "ALTER INDEX sip_phone_grams ALTER COLUMN 1 SET STATISTICS 0",
];

/// Rows in one statement: below the databases' limits on values.
const BATCH: usize = 1_000;

/// Nobody has a phone yet: every agent's searched text says so. Those whose text was written by this version do already.
async fn mark(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    let backend = connection.get_database_backend();
    let (position, table) = if backend == DbBackend::Sqlite { ("instr", "person_grams") } else { ("strpos", "") };
    let select = format!(
        "SELECT id, search FROM person WHERE id > $1 AND role = 'agent' AND active AND {position}(search, $2) = 0
         ORDER BY id LIMIT {BATCH}"
    );
    let mut last = i64::MIN;
    loop {
        let values = [Value::from(last), WITHOUT_PHONE.to_string().into()];
        let rows = connection.query_all_raw(Statement::from_sql_and_values(backend, &select, values)).await?;
        let mut texts: Vec<(i64, String)> = Vec::with_capacity(rows.len());
        for row in &rows {
            let text: String = row.try_get("", "search")?;
            texts.push((row.try_get("", "id")?, with_mark(&text)));
        }
        let Some((end, _)) = texts.last() else { return Ok(()) };
        last = *end;
        let update = format!(
            "UPDATE person SET search = filled.column2 FROM (VALUES {}) AS filled WHERE person.id = filled.column1",
            places(backend, texts.len(), 2, "")
        );
        let values = texts.iter().flat_map(|(id, text)| [Value::from(*id), text.clone().into()]);
        connection.execute_raw(Statement::from_sql_and_values(backend, update, values)).await?;
        if !table.is_empty() {
            let ids = texts.iter().map(|(id, _)| id.to_string()).collect::<Vec<_>>().join(",");
            connection.execute_unprepared(&format!("DELETE FROM {table} WHERE rowid IN ({ids})")).await?;
            connection.execute_raw(grams_of_many("person", &texts)).await?;
        }
    }
}

/// The marks are the last line.
fn with_mark(text: &str) -> String {
    format!("{}{WITHOUT_PHONE}\n", text.strip_suffix('\n').unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::searched;
    use app::people::PersonState;
    use app::session::Role;

    #[test]
    fn the_mark_stands_where_a_new_text_has_it() {
        let text = |has_phone| searched("Ada", "ada@a.test", Role::Agent, PersonState::Active, has_phone);
        assert_eq!(with_mark(&text(true)), text(false));
    }
}
