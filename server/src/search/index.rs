//! Keeps the gram index in step with its table, in the transaction that changes a row.

use super::{Source, grams};
use crate::database::{Database, WriteTransaction, places};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement, Value};

impl Source {
    /// To be called after a row was inserted.
    ///
    /// # Errors
    /// What the database says.
    pub async fn index(
        &self,
        database: &Database,
        transaction: &WriteTransaction,
        id: i64,
        text: &str,
    ) -> Result<(), DbErr> {
        let sql = format!("INSERT INTO {}_grams (rowid, grams) VALUES ($1, $2)", self.table);
        self.on_sqlite(database, transaction, &sql, vec![id.into(), grams::document(text).into()]).await
    }

    /// To be called after many rows were inserted: at most some thousands.
    ///
    /// # Errors
    /// What the database says.
    pub async fn index_many(
        &self,
        database: &Database,
        transaction: &WriteTransaction,
        texts: &[(i64, String)],
    ) -> Result<(), DbErr> {
        if texts.is_empty() || database.backend() != DbBackend::Sqlite {
            return Ok(());
        }
        transaction.execute_raw(grams_of_many(self.table, texts)).await.map(drop)
    }

    /// To be called after the search text of a row was changed.
    ///
    /// # Errors
    /// What the database says.
    pub async fn index_again(
        &self,
        database: &Database,
        transaction: &WriteTransaction,
        id: i64,
        text: &str,
    ) -> Result<(), DbErr> {
        self.forget(database, transaction, id).await?;
        self.index(database, transaction, id, text).await
    }

    /// To be called after the search texts of many rows were changed: at most some thousands.
    ///
    /// # Errors
    /// What the database says.
    pub async fn index_many_again(
        &self,
        database: &Database,
        transaction: &WriteTransaction,
        texts: &[(i64, String)],
    ) -> Result<(), DbErr> {
        let ids: Vec<i64> = texts.iter().map(|(id, _)| *id).collect();
        self.forget_many(database, transaction, &ids).await?;
        self.index_many(database, transaction, texts).await
    }

    /// To be called after many rows were deleted: at most some thousands.
    ///
    /// # Errors
    /// What the database says.
    pub async fn forget_many(
        &self,
        database: &Database,
        transaction: &WriteTransaction,
        ids: &[i64],
    ) -> Result<(), DbErr> {
        let list = ids.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
        let sql = format!("DELETE FROM {}_grams WHERE rowid IN ({list})", self.table);
        self.on_sqlite(database, transaction, &sql, Vec::new()).await
    }

    /// To be called after a row was deleted.
    ///
    /// # Errors
    /// What the database says.
    pub async fn forget(&self, database: &Database, transaction: &WriteTransaction, id: i64) -> Result<(), DbErr> {
        let sql = format!("DELETE FROM {}_grams WHERE rowid = $1", self.table);
        self.on_sqlite(database, transaction, &sql, vec![id.into()]).await
    }

    /// PostgreSQL keeps its index by itself.
    async fn on_sqlite(
        &self,
        database: &Database,
        transaction: &WriteTransaction,
        sql: &str,
        values: Vec<Value>,
    ) -> Result<(), DbErr> {
        if database.backend() == DbBackend::Sqlite {
            transaction.execute_raw(database.statement(sql, values)).await?;
        }
        Ok(())
    }
}

/// SQLite's statement that indexes these rows, at least one.
pub(crate) fn grams_of_many(table: &str, texts: &[(i64, String)]) -> Statement {
    let places = places(DbBackend::Sqlite, texts.len(), 2, "");
    let values = texts.iter().flat_map(|(id, text)| [Value::from(*id), grams::document(text).into()]);
    let sql = format!("INSERT INTO {table}_grams (rowid, grams) VALUES {places}");
    Statement::from_sql_and_values(DbBackend::Sqlite, sql, values)
}
