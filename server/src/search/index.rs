//! Keeps the gram index in step with its table, in the transaction that changes a row.

use super::{Source, grams};
use crate::database::{Database, WriteTransaction};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Value};

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
