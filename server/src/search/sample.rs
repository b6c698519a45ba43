//! A sample of a table's rows in memory, by which a search guesses how many rows match and where they stand.
//!
//! Only the way to the answer depends on it, never the answer: a sample that is out of date costs time.

use super::{Key, KeyKind, Source, Words};
use crate::clock::Clock;
use crate::database::Database;
use crate::error;
use app::error::AppError;
use sea_orm::{ConnectionTrait, DbErr, QueryResult};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::Mutex;

/// Rows in a sample: enough to see a word that one row in a thousand has, few enough to look through in no time.
const SIZE: i64 = 2_048;
/// Milliseconds after which a sample is taken anew.
const FRESH: i64 = 60_000;

/// Some rows of a table, evenly chosen.
#[derive(Debug, Default)]
pub(super) struct Sample {
    rows: Vec<Row>,
    /// For each sort key of the source, the rows' places in its order.
    orders: Vec<Vec<usize>>,
    /// Rows of the table, estimated.
    pub(super) population: u64,
    /// The changes counted when it was taken.
    changes: u64,
}

#[derive(Debug)]
struct Row {
    id: i64,
    text: String,
    keys: Vec<Key>,
}

impl Sample {
    /// How many rows it has.
    pub(super) const fn len(&self) -> usize {
        self.rows.len()
    }

    /// For each row of the window, in its order, whether it matches.
    pub(super) fn matches<'a>(
        &'a self,
        key: usize,
        descending: bool,
        from: Option<&'a (Key, i64)>,
        words: &'a Words,
    ) -> Vec<bool> {
        let Some(order) = self.orders.get(key) else { return Vec::new() };
        let matches = |at: &usize| words.match_text(&self.rows[*at].text);
        let before =
            |at: &usize| from.is_some_and(|(value, id)| (&self.rows[*at].keys[key], self.rows[*at].id) < (value, *id));
        let until =
            |at: &usize| from.is_some_and(|(value, id)| (&self.rows[*at].keys[key], self.rows[*at].id) <= (value, *id));
        if descending {
            let end = if from.is_some() { order.partition_point(before) } else { order.len() };
            order[..end].iter().rev().map(matches).collect()
        } else {
            order[order.partition_point(until)..].iter().map(matches).collect()
        }
    }

    /// How many rows of the sample match.
    pub(super) fn count(&self, words: &Words) -> usize {
        self.rows.iter().filter(|row| words.match_text(&row.text)).count()
    }
}

/// Takes samples and keeps the latest.
#[derive(Debug)]
pub(super) struct Sampler {
    source: &'static Source,
    latest: Mutex<Option<Latest>>,
    changes: AtomicU64,
}

#[derive(Debug)]
struct Latest {
    sample: Arc<Sample>,
    /// When somebody took it upon themselves to look for the next one, or it was taken.
    looked_at: i64,
}

impl Sampler {
    pub(super) fn new(source: &'static Source) -> Self {
        Self { source, latest: Mutex::new(None), changes: AtomicU64::new(0) }
    }

    /// A row that was in a sample may be gone or different now.
    pub(super) fn changed(&self) {
        self.changes.fetch_add(1, Ordering::Relaxed);
    }

    /// Whether rows that matched in the sample still do, as far as this server knows.
    pub(super) fn is_true(&self, sample: &Sample) -> bool {
        sample.changes == self.changes.load(Ordering::Relaxed)
    }

    /// Forgets the sample: it was found to be wrong.
    pub(super) async fn forget(&self) {
        *self.latest.lock().await = None;
    }

    /// The latest sample, taken now if there is none. One that is old is good enough until the next one is there.
    pub(super) async fn sample(self: &Arc<Self>, database: &Database, clock: &Clock) -> Result<Arc<Sample>, AppError> {
        let mut latest = self.latest.lock().await;
        let now = clock.now();
        if let Some(known) = latest.as_mut() {
            if (now - known.looked_at).abs() > FRESH {
                known.looked_at = now;
                self.look_again(database.clone(), now);
            }
            return Ok(Arc::clone(&known.sample));
        }
        let sample = Arc::new(self.take(database).await.map_err(error::database)?);
        *latest = Some(Latest { sample: Arc::clone(&sample), looked_at: now });
        Ok(sample)
    }

    fn look_again(self: &Arc<Self>, database: Database, looked_at: i64) {
        let this = Arc::clone(self);
        tokio::spawn(async move {
            // Without luck the old one stays, and somebody tries again after a while.
            if let Ok(next) = this.take(&database).await {
                *this.latest.lock().await = Some(Latest { sample: Arc::new(next), looked_at });
            }
        });
    }

    async fn take(&self, database: &Database) -> Result<Sample, DbErr> {
        let changes = self.changes.load(Ordering::Relaxed);
        let Source { table, keys, .. } = *self.source;
        let pool = database.pool();
        let ends = format!("SELECT (SELECT min(id) FROM {table}) AS lowest, (SELECT max(id) FROM {table}) AS highest");
        let ends = pool.query_one_raw(database.statement(&ends, [])).await?;
        let Some((lowest, highest)) = ends.as_ref().and_then(ends_of) else { return Ok(Sample::default()) };
        let ids = spread(lowest, highest);
        let columns: String = keys.iter().map(|key| format!(", {}", key.column)).collect();
        let list = ids.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
        let sql = format!("SELECT id, search{columns} FROM {table} WHERE id IN ({list})");
        let found = pool.query_all_raw(database.statement(&sql, [])).await?;
        let rows = found.iter().map(|row| self.read(row)).collect::<Result<Vec<_>, _>>()?;
        let orders = (0..keys.len()).map(|key| order(&rows, key)).collect();
        let population = whole(highest - lowest + 1) * rows.len() as u64 / ids.len().max(1) as u64;
        Ok(Sample { rows, orders, population, changes })
    }

    fn read(&self, row: &QueryResult) -> Result<Row, DbErr> {
        let key = |key: &super::SortKey| match key.kind {
            KeyKind::Text => row.try_get("", key.column).map(Key::Text),
            KeyKind::Integer => row.try_get("", key.column).map(Key::Integer),
        };
        let keys = self.source.keys.iter().map(key).collect::<Result<_, _>>()?;
        Ok(Row { id: row.try_get("", "id")?, text: row.try_get("", "search")?, keys })
    }
}

fn ends_of(row: &QueryResult) -> Option<(i64, i64)> {
    Some((row.try_get("", "lowest").ok()?, row.try_get("", "highest").ok()?))
}

/// Numbers from the lowest to the highest: all of them, or [`SIZE`] that are spread without a pattern.
fn spread(lowest: i64, highest: i64) -> Vec<i64> {
    let range = highest - lowest + 1;
    if range <= SIZE {
        return (lowest..=highest).collect();
    }
    let step = range / SIZE;
    // Any odd number without a pattern does (this one is 2^64 divided by the golden ratio).
    let jitter = |n: i64| (n.wrapping_mul(-0x61c8_8646_80b5_83eb) >> 20).rem_euclid(step);
    (0..SIZE).map(|n| lowest + n * step + jitter(n)).collect()
}

fn order(rows: &[Row], key: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_unstable_by(|a, b| (&rows[*a].keys[key], rows[*a].id).cmp(&(&rows[*b].keys[key], rows[*b].id)));
    order
}

fn whole(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(rows: &[(i64, &str)]) -> Sample {
        let row = |(id, text): &(i64, &str)| Row {
            id: *id,
            text: format!("{text}\n"),
            keys: vec![Key::Text((*text).into())],
        };
        let rows: Vec<Row> = rows.iter().map(row).collect();
        Sample { orders: vec![order(&rows, 0)], rows, ..Sample::default() }
    }

    #[test]
    fn ids_are_spread_over_the_whole_range() {
        assert_eq!(spread(5, 8), [5, 6, 7, 8]);
        let ids = spread(1, 1_000_000);
        assert_eq!(ids.len(), 2_048);
        assert!(ids.is_sorted() && ids[0] >= 1 && ids[2_047] <= 1_000_000);
        assert!(ids[2_047] > 990_000);
    }

    #[test]
    fn matches_are_told_in_the_order_of_the_window() {
        let sample = sample(&[(1, "b"), (2, "a"), (3, "b"), (4, "c")]);
        let words = Words::of("b");
        let matches = |descending, from: Option<(Key, i64)>| sample.matches(0, descending, from.as_ref(), &words);
        assert_eq!(matches(false, None), [false, true, true, false]);
        assert_eq!(matches(false, Some((Key::Text("b".into()), 1))), [true, false]);
        assert_eq!(matches(true, Some((Key::Text("b".into()), 3))), [true, false]);
        assert_eq!(matches(true, None).len(), 4);
        assert_eq!(sample.count(&words), 2);
    }
}
