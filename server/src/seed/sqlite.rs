//! Many rows into SQLite: statements of many rows, prepared once.

use super::indexes::{put_back, take_away};
use super::load::{AUTHOR, COLUMNS, Job, Row, TABLE};
use crate::database::{Database, WriteTransaction, places};
use crate::search::grams_of_many;
use crate::sip_endpoints::Values;
use sea_orm::{ConnectionTrait, DbErr, Value};

/// Rows in one statement: below SQLite's limit of 32,766 values.
const ROWS: u64 = 1_000;

/// Inserts the job's rows in one transaction, each made for its id.
pub(super) async fn insert(database: &Database, job: &Job, row: impl Fn(i64) -> Row + Send) -> Result<(), DbErr> {
    let transaction = database.write().await.map_err(|error| DbErr::Custom(error.words()))?;
    let dropped = if job.is_big() { take_away(database, &transaction, TABLE, None).await? } else { Vec::new() };
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
        put_back(database, &transaction, TABLE, &dropped).await?;
    }
    transaction.commit().await.map_err(|error| DbErr::Custom(error.words()))
}

async fn next_id(database: &Database, transaction: &WriteTransaction) -> Result<i64, DbErr> {
    let sql = "SELECT seq FROM sqlite_sequence WHERE name = 'sip_endpoint'";
    let last = transaction.query_one_raw(database.statement(sql, [])).await?;
    last.map_or(Ok(0), |row| row.try_get("", "seq")).map(|last: i64| last + 1)
}

async fn statement(database: &Database, transaction: &WriteTransaction, now: i64, rows: Vec<Row>) -> Result<(), DbErr> {
    let mut values: Vec<Value> = Vec::with_capacity(rows.len() * COLUMNS.len());
    let mut texts = Vec::with_capacity(rows.len());
    for row in rows {
        let text = row.values.search_text();
        texts.push((row.id, text.clone()));
        values.extend(columns(row, text, now));
    }
    let places = places(database.backend(), texts.len(), COLUMNS.len(), "");
    let sql = format!("INSERT INTO {TABLE} ({}) VALUES {places}", COLUMNS.join(", "));
    transaction.execute_raw(database.statement(&sql, values)).await?;
    transaction.execute_raw(grams_of_many(TABLE, &texts)).await.map(drop)
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
