//! How long a list takes, through the function that answers for it.

use crate::Failure;
use crate::cases::Case;
use crate::data::Data;
use sea_orm::ConnectionTrait;
use std::time::{Duration, Instant};

/// How often the plain query is asked: it is slow.
const PLAIN_RUNS: usize = 5;

/// The times of one database.
pub(crate) struct Measured {
    pub(crate) rows: u64,
    pub(crate) lines: Vec<Line>,
}

/// The times of one list.
pub(crate) struct Line {
    pub(crate) name: String,
    pub(crate) took: Times,
    /// Of a search written as `LIKE '%word%'`.
    pub(crate) plain: Option<Duration>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Times {
    pub(crate) median: Duration,
    /// Nineteen of twenty took less.
    pub(crate) p95: Duration,
}

impl Times {
    pub(crate) fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        let at = |percent: usize| times.get((times.len() * percent / 100).min(times.len().saturating_sub(1)));
        Self { median: at(50).copied().unwrap_or_default(), p95: at(95).copied().unwrap_or_default() }
    }
}

pub(crate) async fn measure(data: &Data, cases: Vec<Case>, runs: usize) -> Result<Measured, Failure> {
    let mut lines = Vec::with_capacity(cases.len());
    for case in cases {
        let took = list(data, &case, runs).await?;
        let plain = match &case.plain {
            Some(sql) => Some(plain(data, sql).await?),
            None => None,
        };
        lines.push(Line { name: case.name, took, plain });
    }
    Ok(Measured { rows: data.rows, lines })
}

async fn list(data: &Data, case: &Case, runs: usize) -> Result<Times, Failure> {
    let mut times = Vec::with_capacity(runs);
    // The first ones warm up: caches, and plans that a database makes after having seen a statement a few times.
    for run in 0..runs + 8 {
        let begin = Instant::now();
        case.ask.ask(data).await?;
        if run >= 8 {
            times.push(begin.elapsed());
        }
    }
    Ok(Times::of(times))
}

async fn plain(data: &Data, sql: &str) -> Result<Duration, Failure> {
    let mut times = Vec::with_capacity(PLAIN_RUNS);
    for _ in 0..PLAIN_RUNS {
        let begin = Instant::now();
        data.database.pool().query_all_raw(data.database.statement(sql, [])).await?;
        times.push(begin.elapsed());
    }
    Ok(Times::of(times).median)
}
