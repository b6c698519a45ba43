//! The indexes of a table, taken away while it is filled: as the database itself wrote them down, so that a later
//! migration need not be repeated here.

use crate::database::{Database, WriteTransaction};
use crate::search::grams_of_many;
use sea_orm::{ConnectionTrait, DbBackend, DbErr};

/// Bytes of grams that SQLite's full-text index gathers before it writes them: for the time of loading, and as it comes.
const GATHER: [u32; 2] = [64 << 20, 1 << 20];
/// Rows whose grams are written in one statement.
const ROWS: usize = 1_000;
/// What PostgreSQL makes an index in.
pub(super) const POSTGRES_MEMORY: &str = "SET LOCAL maintenance_work_mem = '256MB'";

/// Lists name and definition of SQLite's indexes.
fn sqlite(table: &str) -> String {
    format!(
        "SELECT name, sql FROM sqlite_schema
         WHERE type = 'index' AND tbl_name = '{table}' AND sql IS NOT NULL ORDER BY name"
    )
}

/// Lists name and definition of all but the primary key. The gram index comes last: it takes the longest.
pub(super) fn postgres(table: &str) -> String {
    format!(
        "SELECT indexname::text AS name, indexdef AS sql FROM pg_indexes
         WHERE schemaname = current_schema() AND tablename = '{table}' AND indexname <> '{table}_pkey'
         ORDER BY indexname = '{table}_grams', indexname"
    )
}

/// Not part of PostgreSQL's definitions; see the migration.
pub(super) fn postgres_after(table: &str) -> String {
    format!("ALTER INDEX {table}_grams ALTER COLUMN 1 SET STATISTICS 0")
}

/// An index, and how to make it.
#[derive(Debug)]
pub(crate) struct Index {
    pub(super) name: String,
    pub(super) sql: String,
}

impl Index {
    /// The statement that removes it.
    pub(super) fn drop(&self) -> String {
        format!("DROP INDEX {}", self.name)
    }
}

/// Removes a table's indexes, but for the one called `kept`.
pub(crate) async fn take_away(
    database: &Database,
    transaction: &WriteTransaction,
    table: &str,
    kept: Option<&str>,
) -> Result<Vec<Index>, DbErr> {
    let is_sqlite = database.backend() == DbBackend::Sqlite;
    let list = if is_sqlite { sqlite(table) } else { postgres(table) };
    let mut dropped = Vec::new();
    for row in transaction.query_all_raw(database.statement(&list, [])).await? {
        let index = Index { name: row.try_get("", "name")?, sql: row.try_get("", "sql")? };
        if kept != Some(&*index.name) {
            transaction.execute_unprepared(&index.drop()).await?;
            dropped.push(index);
        }
    }
    if is_sqlite {
        gather(transaction, table, GATHER[0]).await?;
    } else {
        transaction.execute_unprepared(POSTGRES_MEMORY).await?;
    }
    Ok(dropped)
}

/// Makes them anew.
pub(crate) async fn put_back(
    database: &Database,
    transaction: &WriteTransaction,
    table: &str,
    dropped: &[Index],
) -> Result<(), DbErr> {
    for index in dropped {
        transaction.execute_unprepared(&index.sql).await?;
    }
    if database.backend() == DbBackend::Postgres {
        return transaction.execute_unprepared(&postgres_after(table)).await.map(drop);
    }
    gather(transaction, table, GATHER[1]).await?;
    let tidy = format!("INSERT INTO {table}_grams ({table}_grams) VALUES ('optimize')");
    transaction.execute_unprepared(&tidy).await.map(drop)
}

/// Empties SQLite's full-text index, for when most rows are about to change: a row that it forgets by itself leaves a note,
/// and each later merge looks through all notes.
pub(crate) async fn forget_all(database: &Database, transaction: &WriteTransaction, table: &str) -> Result<(), DbErr> {
    if database.backend() == DbBackend::Sqlite {
        let forget = format!("INSERT INTO {table}_grams ({table}_grams) VALUES ('delete-all')");
        transaction.execute_unprepared(&forget).await?;
    }
    Ok(())
}

/// Indexes the rows that SQLite's full-text index does not have.
pub(crate) async fn index_the_rest(
    database: &Database,
    transaction: &WriteTransaction,
    table: &str,
) -> Result<(), DbErr> {
    let select = format!(
        "SELECT id, search FROM {table} WHERE id > $1 AND id NOT IN (SELECT id FROM {table}_grams_docsize)
         ORDER BY id LIMIT {ROWS}"
    );
    let mut last = i64::MIN;
    while database.backend() == DbBackend::Sqlite {
        let rows = transaction.query_all_raw(database.statement(&select, [last.into()])).await?;
        let texts = rows.iter().map(|row| Ok((row.try_get("", "id")?, row.try_get("", "search")?)));
        let texts = texts.collect::<Result<Vec<(i64, String)>, DbErr>>()?;
        let Some((end, _)) = texts.last() else { break };
        last = *end;
        transaction.execute_raw(grams_of_many(table, &texts)).await?;
    }
    Ok(())
}

async fn gather(transaction: &WriteTransaction, table: &str, bytes: u32) -> Result<(), DbErr> {
    let sql = format!("INSERT INTO {table}_grams ({table}_grams, rank) VALUES ('hashsize', {bytes})");
    transaction.execute_unprepared(&sql).await.map(drop)
}
