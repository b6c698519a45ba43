//! One look at the table for all browsers.

use super::Topic;
use crate::database::{Database, WriteTransaction};
use crate::error;
use app::error::AppError;
use sea_orm::{ConnectionTrait, DbErr, QueryResult};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

/// Between two looks.
const LOOK: Duration = Duration::from_millis(500);
/// Between two looks while the database does not answer, which the log says each time.
const NOBODY_THERE: Duration = Duration::from_secs(5);

/// How often each topic has changed; a topic that is not here never has.
pub type Numbers = BTreeMap<Topic, i64>;

/// What changes. Cheap to clone; clones share the looking.
#[derive(Clone)]
pub struct Events(Arc<Parts>);

struct Parts {
    database: Database,
    /// `None` while nobody looks.
    numbers: watch::Sender<Option<Arc<Numbers>>>,
    /// Whether somebody looks at the table.
    is_looking: Mutex<bool>,
}

/// Somebody who wants to know. The looking goes on until the last one is dropped.
pub struct Subscription(watch::Receiver<Option<Arc<Numbers>>>);

impl Events {
    /// Of this database.
    #[must_use]
    pub fn new(database: Database) -> Self {
        Self(Arc::new(Parts { database, numbers: watch::Sender::new(None), is_looking: Mutex::new(false) }))
    }

    /// Notes in a transaction that this changes with it; the commit counts it.
    pub fn changed(transaction: &WriteTransaction, topic: Topic) {
        transaction.changes().add(topic);
    }

    /// Begins to look, unless somebody does already.
    #[must_use]
    pub fn subscribe(&self) -> Subscription {
        let mut is_looking = self.0.is_looking.lock().unwrap_or_else(PoisonError::into_inner);
        let receiver = self.0.numbers.subscribe();
        if !std::mem::replace(&mut is_looking, true) {
            tokio::spawn(look(Arc::clone(&self.0)));
        }
        // Whatever is known by now counts as news.
        let mut subscription = Subscription(receiver);
        subscription.0.mark_changed();
        subscription
    }
}

impl Subscription {
    /// Waits until the numbers may be others than before; the first time only until they are known.
    pub async fn next(&mut self) -> Arc<Numbers> {
        loop {
            // An error means that there will be none any more: a server's end, which its caller waits for as well.
            if self.0.changed().await.is_err() {
                std::future::pending::<()>().await;
            }
            if let Some(numbers) = self.0.borrow_and_update().clone() {
                return numbers;
            }
        }
    }
}

async fn look(parts: Arc<Parts>) {
    loop {
        let pause = match numbers(&parts.database).await {
            Ok(numbers) => {
                parts.numbers.send_if_modified(|known| {
                    let is_new = known.as_deref() != Some(&numbers);
                    if is_new {
                        *known = Some(Arc::new(numbers));
                    }
                    is_new
                });
                LOOK
            }
            Err(_) => NOBODY_THERE,
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = parts.numbers.closed() => {
                // Whoever subscribes meanwhile waits for this lock, and is either seen here or looks anew.
                let mut is_looking = parts.is_looking.lock().unwrap_or_else(PoisonError::into_inner);
                if parts.numbers.receiver_count() == 0 {
                    parts.numbers.send_replace(None);
                    *is_looking = false;
                    return;
                }
            }
        }
    }
}

async fn numbers(database: &Database) -> Result<Numbers, AppError> {
    let select = database.statement("SELECT topic, number FROM change_counter", []);
    let rows = database.pool().query_all_raw(select).await.map_err(error::database)?;
    let read = |row: &QueryResult| -> Result<Option<(Topic, i64)>, DbErr> {
        let topic: String = row.try_get("", "topic")?;
        let number: i64 = row.try_get("", "number")?;
        // Another server may be newer and know more topics.
        Ok(Topic::from_code(&topic).map(|topic| (topic, number)))
    };
    rows.iter().filter_map(|row| read(row).transpose()).collect::<Result<_, _>>().map_err(error::database)
}
