//! Many rows into PostgreSQL: `COPY`.

use super::indexes::{self, Index};
use super::load::{AUTHOR, COLUMNS, Job, Row, TABLE};
use crate::database::Database;
use crate::sip_endpoints::Values;
use sea_orm::sqlx::{self, AssertSqlSafe, Executor, PgConnection, Row as _};
use sea_orm::{DbErr, RuntimeErr};
use std::fmt::Write;
use std::sync::Arc;

/// Bytes sent at once.
const CHUNK: usize = 1 << 20;

/// Inserts the job's rows in one transaction, each made for its id.
pub(super) async fn insert(database: &Database, job: &Job, row: impl Fn(i64) -> Row + Send) -> Result<(), DbErr> {
    let inserted = in_transaction(database, job, row).await;
    inserted.map_err(|error| DbErr::Exec(RuntimeErr::SqlxError(Arc::new(error))))
}

async fn in_transaction(database: &Database, job: &Job, row: impl Fn(i64) -> Row + Send) -> Result<(), sqlx::Error> {
    let mut transaction = database.pool().get_postgres_connection_pool().begin().await?;
    let dropped = if job.is_big() { prepare(&mut transaction).await? } else { Vec::new() };
    let first = reserve(&mut transaction, job.count).await?;
    copy(&mut transaction, job, first, row).await?;
    if job.is_big() {
        job.say("making the indexes");
        for index in dropped {
            transaction.execute(AssertSqlSafe(index.sql)).await?;
        }
        transaction.execute(AssertSqlSafe(indexes::postgres_after(TABLE))).await?;
    }
    transaction.commit().await
}

async fn prepare(transaction: &mut PgConnection) -> Result<Vec<Index>, sqlx::Error> {
    transaction.execute(indexes::POSTGRES_MEMORY).await?;
    let mut dropped = Vec::new();
    for row in transaction.fetch_all(AssertSqlSafe(indexes::postgres(TABLE))).await? {
        let index = Index { name: row.try_get("name")?, sql: row.try_get("sql")? };
        transaction.execute(AssertSqlSafe(index.drop())).await?;
        dropped.push(index);
    }
    Ok(dropped)
}

/// Sets so many ids in a row aside and returns the first. The lock keeps others from taking one in between.
async fn reserve(transaction: &mut PgConnection, count: u64) -> Result<i64, sqlx::Error> {
    transaction.execute("LOCK TABLE sip_endpoint IN EXCLUSIVE MODE").await?;
    let sequence = "pg_get_serial_sequence('sip_endpoint', 'id')";
    let first = transaction.fetch_one(AssertSqlSafe(format!("SELECT nextval({sequence}) AS first"))).await?;
    let first: i64 = first.try_get("first")?;
    let last = format!("SELECT setval({sequence}, {first} + {count} - 1)");
    transaction.execute(AssertSqlSafe(last)).await.map(|_| first)
}

async fn copy(
    transaction: &mut PgConnection,
    job: &Job,
    first: i64,
    row: impl Fn(i64) -> Row + Send,
) -> Result<(), sqlx::Error> {
    let mut copy = transaction.copy_in_raw(&format!("COPY sip_endpoint ({}) FROM STDIN", COLUMNS.join(", "))).await?;
    let mut text = String::with_capacity(CHUNK + 4_096);
    for (id, written) in (first..).zip(1..=job.count) {
        write_line(&mut text, row(id), job.now);
        if text.len() > CHUNK {
            copy.send(text.as_bytes()).await?;
            text.clear();
        }
        job.written(written);
    }
    copy.send(text.as_bytes()).await?;
    copy.finish().await.map(drop)
}

/// A line in PostgreSQL's text format, in the order of [`COLUMNS`].
fn write_line(text: &mut String, row: Row, now: i64) {
    let search = row.values.search_text();
    let Row { id, values, password } = row;
    let Values { host, port, reference, reference_key, codec, transport, user_name, user_name_key, realm } = values;
    let (port, now) = (port.to_string(), now.to_string());
    let columns = [
        Some(&*host),
        Some(&*port),
        Some(&*reference),
        Some(&*reference_key),
        Some(codec.code()),
        Some(transport),
        Some(&*user_name),
        Some(&*user_name_key),
        password.as_deref(),
        realm.as_deref(),
        Some(&*search),
        Some(&*now),
        Some(&*now),
        Some(AUTHOR),
    ];
    let _ = write!(text, "{id}");
    for column in columns {
        text.push('\t');
        match column {
            None => text.push_str("\\N"),
            Some(value) => value.chars().for_each(|c| escape(text, c)),
        }
    }
    text.push('\n');
}

fn escape(text: &mut String, c: char) {
    match c {
        '\\' => text.push_str("\\\\"),
        '\n' => text.push_str("\\n"),
        '\r' => text.push_str("\\r"),
        '\t' => text.push_str("\\t"),
        c => text.push(c),
    }
}
