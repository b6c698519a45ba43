//! People as a list: what is searched and sorted, and the one-time links that are mailed to them.

use super::run;
use crate::database::places;
use crate::people::searched;
use crate::search::{fold, grams_of_many};
use app::people::PersonState;
use app::session::Role;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, DbErr, QueryResult, Statement, Value};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager, async_trait};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0004_people_list"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, COLUMNS).await?;
        match manager.get_connection().get_database_backend() {
            DbBackend::Postgres => {
                fill(manager).await?;
                run(manager, POSTGRES_SEARCH).await
            }
            _ => {
                run(manager, SQLITE_GRAMS).await?;
                fill(manager).await?;
                run(manager, SQLITE_SEARCH).await
            }
        }
    }
}

const COLUMNS: &[&str] = &[
    // The name with its case folded: what is sorted by.
    "ALTER TABLE person ADD COLUMN name_key {text} NOT NULL DEFAULT ''",
    // What is searched, see `people::searched`.
    "ALTER TABLE person ADD COLUMN search {text} NOT NULL DEFAULT ''",
    // Name of the person who made the latest change.
    "ALTER TABLE person ADD COLUMN updated_by {text} NOT NULL DEFAULT ''",
    "CREATE TABLE one_time_link (
        -- SHA-256 of the link; the link itself is in its letter alone
        link_hash {bytes} PRIMARY KEY NOT NULL,
        purpose {text} NOT NULL CHECK (purpose IN ('invitation', 'forgotten_password')),
        person_id {integer} NOT NULL REFERENCES person (id) ON DELETE CASCADE,
        created_at {integer} NOT NULL,
        expires_at {integer} NOT NULL
    ) {strict}",
    // One of each purpose: a newer link takes the place of the older.
    "CREATE UNIQUE INDEX one_time_link_person_id_purpose ON one_time_link (person_id, purpose)",
    "CREATE INDEX one_time_link_expires ON one_time_link (expires_at)",
];

const SQLITE_GRAMS: &[&str] = &["CREATE VIRTUAL TABLE person_grams
     USING fts5(grams, content='', contentless_delete=1, detail=none, tokenize='ascii')"];

/// Indexes as those of the SIP endpoints, made after the rows are filled.
const SQLITE_SEARCH: &[&str] = &[
    "CREATE INDEX person_by_name ON person (name_key, id, search)",
    "CREATE INDEX person_by_email ON person (email_key, id, search)",
    "CREATE INDEX person_by_role ON person (role, id, search)",
];

const POSTGRES_SEARCH: &[&str] = &[
    "DROP INDEX person_email_key",
    "CREATE UNIQUE INDEX person_email_key ON person (email_key) INCLUDE (search)",
    "CREATE INDEX person_by_name ON person (name_key, id) INCLUDE (search)",
    "CREATE INDEX person_by_role ON person (role, id) INCLUDE (search)",
    "CREATE INDEX person_grams ON person USING gin (search_grams(search)) WITH (fastupdate = off)",
    "ALTER INDEX person_grams ALTER COLUMN 1 SET STATISTICS 0",
];

/// Rows in one statement: below the databases' limits on values.
const BATCH: usize = 1_000;

/// A row, filled.
struct Filled {
    id: i64,
    name: String,
    search: String,
}

/// Fills the new columns of all people.
async fn fill(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    let backend = connection.get_database_backend();
    let select = format!(
        "SELECT id, name, email, role, active, password_hash IS NOT NULL AS has_password
         FROM person WHERE id > $1 ORDER BY id LIMIT {BATCH}"
    );
    let mut last = i64::MIN;
    loop {
        let select = Statement::from_sql_and_values(backend, &select, [last.into()]);
        let rows = connection.query_all_raw(select).await?;
        let rows = rows.iter().map(filled).collect::<Result<Vec<_>, _>>()?;
        let Some(end) = rows.last() else { return Ok(()) };
        last = end.id;
        connection.execute_raw(update(backend, &rows)).await?;
        if backend == DbBackend::Sqlite {
            let texts: Vec<(i64, String)> = rows.into_iter().map(|row| (row.id, row.search)).collect();
            connection.execute_raw(grams_of_many("person", &texts)).await?;
        }
    }
}

fn filled(row: &QueryResult) -> Result<Filled, DbErr> {
    let (name, email): (String, String) = (row.try_get("", "name")?, row.try_get("", "email")?);
    let role: String = row.try_get("", "role")?;
    let role = Role::from_code(&role).unwrap_or(Role::Agent);
    let state = PersonState::of(row.try_get("", "active")?, row.try_get("", "has_password")?);
    Ok(Filled { id: row.try_get("", "id")?, search: searched(&name, &email, role, state, false), name })
}

/// Until now people changed nobody but themselves.
fn update(backend: DbBackend, rows: &[Filled]) -> Statement {
    let sql = format!(
        "UPDATE person SET name_key = filled.column2, search = filled.column3, updated_by = name
         FROM (VALUES {}) AS filled WHERE person.id = filled.column1",
        places(backend, rows.len(), 3, "")
    );
    let values = rows
        .iter()
        .flat_map(|Filled { id, name, search }| [Value::from(*id), fold(name).into(), search.clone().into()]);
    Statement::from_sql_and_values(backend, sql, values)
}
