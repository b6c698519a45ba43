//! Numbers of rows that are not there yet: what is sealed for its row needs the number first.

use super::{Database, WriteTransaction};
use sea_orm::{ConnectionTrait, DbBackend, DbErr};

/// So many numbers that no row of this table has or gets, for rows that this transaction inserts.
pub(crate) async fn reserve(
    database: &Database,
    transaction: &WriteTransaction,
    table: &'static str,
    count: usize,
) -> Result<Vec<i64>, DbErr> {
    let sql = match database.backend() {
        DbBackend::Postgres => {
            format!("SELECT nextval(pg_get_serial_sequence('{table}', 'id')) AS id FROM generate_series(1, {count})")
        }
        // Nobody else inserts meanwhile: the transaction has the write lock from its beginning.
        _ => format!("SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = '{table}'), 0) + 1 AS id"),
    };
    let rows = transaction.query_all_raw(database.statement(&sql, [])).await?;
    let mut ids = rows.iter().map(|row| row.try_get("", "id")).collect::<Result<Vec<i64>, _>>()?;
    if database.backend() == DbBackend::Sqlite {
        ids = ids.first().into_iter().flat_map(|first| *first..).take(count).collect();
    }
    Ok(ids)
}
