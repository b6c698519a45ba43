//! Many rows into SQLite: statements of many rows, prepared once.

use super::indexes::{self, Index};
use super::load::{AUTHOR, COLUMNS, Job, Row};
use crate::database::{Database, WriteTransaction};
use crate::search;
use crate::sip_endpoints::Values;
use sea_orm::{ConnectionTrait, DbErr, Value};

/// Rows in one statement: below SQLite's limit of 32,766 values.
const ROWS: u64 = 1_000;
/// Bytes of grams that the full-text index gathers before it writes them: for the time of loading, and as it comes.
const GATHER: [u32; 2] = [64 << 20, 1 << 20];

/// Inserts the job's rows in one transaction, each made for its id.
pub(super) async fn insert(database: &Database, job: &Job, row: impl Fn(i64) -> Row + Send) -> Result<(), DbErr> {
    let transaction = database.write().await.map_err(|error| DbErr::Custom(error.words()))?;
    let dropped = if job.is_big() { prepare(database, &transaction).await? } else { Vec::new() };
    let mut id = next_id(database, &transaction).await?;
    let mut written = 0;
    while written < job.count {
        let batch = ROWS.min(job.count - written);
        let rows: Vec<Row> = (id..).take(usize::try_from(batch).unwrap_or(0)).map(&row).collect();
        id += rows.len() as i64;
        statement(database, &transaction, job.now, rows).await?;
        written += batch;
        job.written(written);
    }
    if job.is_big() {
        job.say("making the indexes");
        finish(&transaction, &dropped).await?;
    }
    transaction.commit().await.map_err(|error| DbErr::Custom(error.words()))
}

async fn prepare(database: &Database, transaction: &WriteTransaction) -> Result<Vec<Index>, DbErr> {
    let mut dropped = Vec::new();
    for row in transaction.query_all_raw(database.statement(indexes::SQLITE, [])).await? {
        let index = Index { name: row.try_get("", "name")?, sql: row.try_get("", "sql")? };
        transaction.execute_unprepared(&index.drop()).await?;
        dropped.push(index);
    }
    gather(transaction, GATHER[0]).await.map(|()| dropped)
}

async fn finish(transaction: &WriteTransaction, dropped: &[Index]) -> Result<(), DbErr> {
    for index in dropped {
        transaction.execute_unprepared(&index.sql).await?;
    }
    gather(transaction, GATHER[1]).await?;
    let tidy = "INSERT INTO sip_endpoint_grams (sip_endpoint_grams) VALUES ('optimize')";
    transaction.execute_unprepared(tidy).await.map(drop)
}

async fn gather(transaction: &WriteTransaction, bytes: u32) -> Result<(), DbErr> {
    let sql = format!("INSERT INTO sip_endpoint_grams (sip_endpoint_grams, rank) VALUES ('hashsize', {bytes})");
    transaction.execute_unprepared(&sql).await.map(drop)
}

async fn next_id(database: &Database, transaction: &WriteTransaction) -> Result<i64, DbErr> {
    let sql = "SELECT seq FROM sqlite_sequence WHERE name = 'sip_endpoint'";
    let last = transaction.query_one_raw(database.statement(sql, [])).await?;
    last.map_or(Ok(0), |row| row.try_get("", "seq")).map(|last: i64| last + 1)
}

async fn statement(database: &Database, transaction: &WriteTransaction, now: i64, rows: Vec<Row>) -> Result<(), DbErr> {
    let count = rows.len();
    let mut values: Vec<Value> = Vec::with_capacity(count * COLUMNS.len());
    let mut grams: Vec<Value> = Vec::with_capacity(count * 2);
    for row in rows {
        let text = row.values.search_text();
        grams.extend([row.id.into(), search::document(&text).into()]);
        values.extend(columns(row, text, now));
    }
    let sql = format!("INSERT INTO sip_endpoint ({}) VALUES {}", COLUMNS.join(", "), places(count, COLUMNS.len()));
    transaction.execute_raw(database.statement(&sql, values)).await?;
    let sql = format!("INSERT INTO sip_endpoint_grams (rowid, grams) VALUES {}", places(count, 2));
    transaction.execute_raw(database.statement(&sql, grams)).await.map(drop)
}

/// In the order of [`COLUMNS`].
fn columns(row: Row, search: String, now: i64) -> [Value; 15] {
    let Row { id, values, password } = row;
    let Values { host, port, reference, reference_key, codec, transport, user_name, user_name_key, realm } = values;
    [
        id.into(),
        host.into(),
        port.into(),
        reference.into(),
        reference_key.into(),
        codec.code().into(),
        transport.into(),
        user_name.into(),
        user_name_key.into(),
        password.into(),
        realm.into(),
        search.into(),
        now.into(),
        now.into(),
        AUTHOR.into(),
    ]
}

/// `(?, ?), (?, ?)` for two rows of two columns.
fn places(rows: usize, columns: usize) -> String {
    let row = format!("({})", vec!["?"; columns].join(", "));
    vec![row; rows].join(", ")
}
