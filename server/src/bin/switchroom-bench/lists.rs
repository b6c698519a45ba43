//! How long a list takes, through the function that answers for it.

use crate::Failure;
use crate::cases::{self, Case};
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

pub(crate) async fn measure(data: &Data, runs: usize) -> Result<Measured, Failure> {
    let mut lines = Vec::new();
    for case in cases::all(&data.middle) {
        let took = list(data, &case, runs).await?;
        let plain = if case.query.search.is_empty() { None } else { Some(plain(data, &case).await?) };
        lines.push(Line { name: case.name, took, plain });
    }
    Ok(Measured { rows: data.rows, lines })
}

async fn list(data: &Data, case: &Case, runs: usize) -> Result<Times, Failure> {
    let mut times = Vec::with_capacity(runs);
    // The first ones warm up: caches, and plans that a database makes after having seen a statement a few times.
    for run in 0..runs + 8 {
        let begin = Instant::now();
        data.services.sip_endpoints.list(&data.reader, &case.query).await?;
        if run >= 8 {
            times.push(begin.elapsed());
        }
    }
    Ok(Times::of(times))
}

async fn plain(data: &Data, case: &Case) -> Result<Duration, Failure> {
    let words: Vec<String> = case.query.words().iter().map(|word| format!("search LIKE '%{word}%'")).collect();
    let order = match case.query.sort {
        app::sip_endpoints::SipEndpointColumn::Host => "host, id",
        _ => "reference_key",
    };
    let sql = format!(
        "SELECT id, host, port, reference, codec, transport, user_name FROM sip_endpoint WHERE {} ORDER BY {order} LIMIT 51",
        words.join(" AND ")
    );
    let mut times = Vec::with_capacity(PLAIN_RUNS);
    for _ in 0..PLAIN_RUNS {
        let begin = Instant::now();
        data.database.pool().query_all_raw(data.database.statement(&sql, [])).await?;
        times.push(begin.elapsed());
    }
    Ok(Times::of(times).median)
}
