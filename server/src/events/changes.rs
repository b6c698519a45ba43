//! What changed in a transaction.

use super::Topic;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, Statement, Value};
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// The topics that a transaction has changed so far.
///
/// They are counted at its very end: a counter that is written stays locked until the commit, and two transactions that
/// write counters among other rows could wait for each other. So many letters of one transaction also count as one.
#[derive(Debug, Default)]
pub(crate) struct Changes(Mutex<BTreeSet<Topic>>);

impl Changes {
    /// One more.
    pub(crate) fn add(&self, topic: Topic) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(topic);
    }

    /// Counts them, in the same order as everybody.
    pub(crate) async fn count(&self, transaction: &DatabaseTransaction) -> Result<(), DbErr> {
        let topics = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        for topic in topics {
            let upsert = "INSERT INTO change_counter (topic, number) VALUES ($1, 1)
                ON CONFLICT (topic) DO UPDATE SET number = change_counter.number + 1";
            let values = [Value::from(topic.code())];
            let upsert = Statement::from_sql_and_values(transaction.get_database_backend(), upsert, values);
            transaction.execute_raw(upsert).await?;
        }
        Ok(())
    }
}
