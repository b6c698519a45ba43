//! Finds a page of a searched, sorted list.

use super::Words;
use super::crowd::{self, COUNTED, Crowd};
use super::plan::{Step, plan};
use super::sample::{Sample, Sampler};
use super::source::{KeyKind, SortKey, Source, Window};
use super::statements::Writer;
use crate::clock::Clock;
use crate::database::Database;
use crate::error;
use app::error::AppError;
use app::listing::{Column, Cursor, ListQuery, Page, Place, Total};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};
use std::sync::Arc;

/// Most that is said about the number of matches when they were not counted.
const SAID: u64 = 1_000;

/// Lists one table.
#[derive(Clone)]
pub struct Finder {
    database: Database,
    clock: Clock,
    source: &'static Source,
    sampler: Arc<Sampler>,
    crowd: Arc<Crowd>,
    steps: Option<Vec<Step>>,
}

/// What an attempt found.
struct Found {
    /// In the order of the window, at most one more than the page takes.
    rows: Vec<QueryResult>,
    total: Total,
    /// Matches in the window, if counted.
    ahead: Option<u64>,
}

impl Finder {
    /// Over this table.
    #[must_use]
    pub fn new(database: Database, clock: Clock, source: &'static Source) -> Self {
        Self { database, clock, source, sampler: Arc::new(Sampler::new(source)), crowd: Arc::default(), steps: None }
    }

    /// The same, always trying these ways in turn, whatever is cheaper: for tests and measurements.
    #[must_use]
    pub fn with_steps(self, steps: Vec<Step>) -> Self {
        Self { steps: Some(steps), ..self }
    }

    /// To be called after a row was changed or deleted: numbers that rest on older rows are not said any more.
    pub fn changed(&self) {
        self.sampler.changed();
        self.crowd.forget();
    }

    /// The page that `query` asks for, sorted by `key` (one of the source's), its rows read by `read`.
    ///
    /// # Errors
    /// What the database says.
    pub async fn page<C: Column, T>(
        &self,
        query: &ListQuery<C>,
        key: &SortKey,
        read: impl Fn(&QueryResult) -> Result<T, DbErr>,
    ) -> Result<Page<T>, AppError> {
        self.marked_page(query, &[], key, read).await
    }

    /// The same, of the rows that have these marks besides those of the query's filters.
    ///
    /// # Errors
    /// What the database says.
    pub async fn marked_page<C: Column, T>(
        &self,
        query: &ListQuery<C>,
        marks: &[char],
        key: &SortKey,
        read: impl Fn(&QueryResult) -> Result<T, DbErr>,
    ) -> Result<Page<T>, AppError> {
        let words = Words::of(&query.search).with_marks(&query.marks()).with_marks(marks);
        let window = Window::new(*key, query.descending, &query.at);
        let mut request = Request { query_first: query.first, size: query.size.rows(), window, words };
        let mut found = self.find(&request).await?;
        if found.rows.is_empty() && request.window.from.is_some() {
            // What was there is gone: the nearest page that has rows is of more use than an empty one.
            let at = if request.window.backwards { Place::First } else { Place::Last };
            request.window = Window::new(*key, query.descending, &at);
            request.query_first = None;
            found = self.find(&request).await?;
        }
        request.page(found, read).map_err(error::database)
    }

    async fn find(&self, request: &Request) -> Result<Found, AppError> {
        if request.words.is_empty() {
            return self.all(request).await.map_err(error::database);
        }
        let sample = self.sampler.sample(&self.database, &self.clock).await?;
        for step in self.steps_for(request, &sample) {
            if let Some(found) = self.attempt(step, request, &sample).await.map_err(error::database)? {
                return Ok(found);
            }
            if matches!(step, Step::Whole(_)) {
                // The table has grown a lot since the sample was taken.
                self.sampler.forget().await;
            }
        }
        self.by_index(request).await.map_err(error::database)
    }

    fn steps_for(&self, request: &Request, sample: &Sample) -> Vec<Step> {
        let Request { window, words, .. } = request;
        let key = self.source.keys.iter().position(|key| *key == window.key).unwrap_or(0);
        let plan = || plan(self.database.backend(), sample, key, window, words, request.limit());
        self.steps.clone().unwrap_or_else(plan)
    }

    async fn attempt(&self, step: Step, request: &Request, sample: &Sample) -> Result<Option<Found>, DbErr> {
        match step {
            Step::Whole(most) => self.whole(request, most).await,
            Step::Walk(budget) => self.walk(request, budget, sample).await,
            Step::Index => self.by_index(request).await.map(Some),
        }
    }

    async fn all(&self, request: &Request) -> Result<Found, DbErr> {
        if self.crowd.is_known(&self.clock) {
            let rows = self.ask(request.writer(self).all(request.limit())).await?;
            return Ok(Found { rows, total: Total::AtLeast(COUNTED), ahead: None });
        }
        let rows = self.ask(request.writer(self).all_counted(crowd::MANY, request.limit())).await?;
        let total = rows.first().map_or(Ok(0), |row| number(row, "total"))?;
        Ok(Found { rows: present(rows)?, total: self.crowd.counted(total, &self.clock), ahead: None })
    }

    async fn walk(&self, request: &Request, budget: u64, sample: &Sample) -> Result<Option<Found>, DbErr> {
        let rows = self.ask(request.writer(self).walk(&request.words, budget, request.limit())).await?;
        let full = rows.len() as u64 == request.limit();
        if !full && !self.ask(request.writer(self).beyond_walk(budget)).await?.is_empty() {
            return Ok(None);
        }
        let whole_list = !full && request.window.from.is_none();
        let known = rows.len() as u64;
        let total = if whole_list { Total::Exactly(known) } else { self.at_least(request, known, sample) };
        Ok(Some(Found { rows, total, ahead: None }))
    }

    /// What can be said without counting: that those on this page and before it match, and those in the sample.
    fn at_least(&self, request: &Request, here: u64, sample: &Sample) -> Total {
        let shown = request.before().unwrap_or(0) + here.min(request.size);
        let known = if self.sampler.is_true(sample) { sample.count(&request.words) as u64 } else { 0 };
        Total::AtLeast(shown.max(rounded_down(known.max(shown + u64::from(here > request.size)).min(SAID))))
    }

    async fn whole(&self, request: &Request, most: u64) -> Result<Option<Found>, DbErr> {
        let rows = self.ask(request.writer(self).whole(&request.words, most, request.limit())).await?;
        let seen = rows.first().map_or(Ok(0), |row| number(row, "seen"))?;
        if seen > most { Ok(None) } else { counted(rows).map(Some) }
    }

    async fn by_index(&self, request: &Request) -> Result<Found, DbErr> {
        counted(self.ask(request.writer(self).index(&request.words, request.limit())).await?)
    }

    async fn ask(&self, statement: sea_orm::Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.database.pool().query_all_raw(statement).await
    }
}

/// What was asked for.
struct Request {
    query_first: Option<u64>,
    size: u64,
    window: Window,
    words: Words,
}

impl Request {
    /// Rows to fetch: one more than the page takes, to see whether there is another page.
    const fn limit(&self) -> u64 {
        self.size + 1
    }

    const fn writer<'a>(&'a self, finder: &'a Finder) -> Writer<'a> {
        Writer::new(&finder.database, finder.source, &self.window)
    }

    /// Rows before the page, if the URL says so.
    fn before(&self) -> Option<u64> {
        match (&self.window.from, self.window.backwards) {
            (None, false) => Some(0),
            (None, true) => None,
            (Some(_), _) => self.query_first.map(|first| first.saturating_sub(1)),
        }
    }

    fn page<T>(&self, found: Found, read: impl Fn(&QueryResult) -> Result<T, DbErr>) -> Result<Page<T>, DbErr> {
        let Found { mut rows, total, ahead } = found;
        let more = rows.len() as u64 > self.size;
        rows.truncate(usize::try_from(self.size).unwrap_or(usize::MAX));
        if self.window.backwards {
            rows.reverse();
        }
        let begun = self.window.from.is_some();
        let (before, after) = if self.window.backwards { (more, begun) } else { (begun, more) };
        let cursor = |row: Option<&QueryResult>| row.map(|row| self.cursor(row)).transpose();
        Ok(Page {
            first: self.first(total, ahead, rows.len() as u64, before),
            previous: if before { cursor(rows.first())? } else { None },
            next: if after { cursor(rows.last())? } else { None },
            rows: rows.iter().map(read).collect::<Result<_, _>>()?,
            total,
        })
    }

    fn cursor(&self, row: &QueryResult) -> Result<Cursor, DbErr> {
        let value = match self.window.key.kind {
            KeyKind::Text => row.try_get("", "sort_key")?,
            KeyKind::Integer => row.try_get::<i64>("", "sort_key")?.to_string(),
        };
        Ok(Cursor { value, id: row.try_get("", "id")? })
    }

    /// Number of the page's first row: counted if possible, else as the URL says.
    fn first(&self, total: Total, ahead: Option<u64>, shown: u64, before: bool) -> Option<u64> {
        if !before {
            return (shown > 0).then_some(1);
        }
        match (total, ahead, self.window.backwards) {
            (Total::Exactly(total), Some(ahead), false) => Some((total + 1).saturating_sub(ahead)),
            (_, Some(ahead), true) => Some((ahead + 1).saturating_sub(shown)),
            (Total::Exactly(total), None, true) if self.window.from.is_none() => {
                Some((total + 1).saturating_sub(shown))
            }
            _ => self.before().map(|before| before + 1),
        }
    }
}

/// Rows of a statement that counts as well.
fn counted(rows: Vec<QueryResult>) -> Result<Found, DbErr> {
    let numbers = rows.first().map(|row| Ok::<_, DbErr>((number(row, "total")?, number(row, "ahead")?))).transpose()?;
    let (total, ahead) = numbers.unwrap_or_default();
    Ok(Found { rows: present(rows)?, total: Total::Exactly(total), ahead: Some(ahead) })
}

/// Without the row that only carries numbers.
fn present(mut rows: Vec<QueryResult>) -> Result<Vec<QueryResult>, DbErr> {
    let empty = rows.first().map_or(Ok(true), |row| row.try_get::<Option<i64>>("", "id").map(|id| id.is_none()))?;
    if empty {
        rows.clear();
    }
    Ok(rows)
}

fn number(row: &QueryResult, column: &str) -> Result<u64, DbErr> {
    row.try_get::<i64>("", column).map(|number| u64::try_from(number).unwrap_or(0))
}

/// To one digit that counts: 764 becomes 700.
fn rounded_down(number: u64) -> u64 {
    number.checked_ilog10().map_or(0, |digits| number / 10u64.pow(digits) * 10u64.pow(digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_were_not_counted_out_are_rounded_down() {
        for (number, said) in [(0, 0), (7, 7), (51, 50), (199, 100), (764, 700), (1_000, 1_000)] {
            assert_eq!(rounded_down(number), said);
        }
    }
}
