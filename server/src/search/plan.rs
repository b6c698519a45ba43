//! Which way a search goes: along the sort order until the page is full, or to all rows that the gram index knows.
//!
//! A word that many rows have fills a page soon when one walks along the order. A word that few rows have is best asked
//! of the index: it names them all, and they are sorted. What lies between costs about the same either way. The worst
//! is a word of many rows that all stand far from where the page begins.

use super::Words;
use super::sample::Sample;
use super::source::Window;
use sea_orm::DbBackend;

/// One attempt at finding a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Look at every row of the table. Right for small tables alone; gives up when there are more than this.
    Whole(u64),
    /// Walk along the order, past at most so many rows.
    Walk(u64),
    /// Ask the gram index. Always answers.
    Index,
}

/// Tables up to this size are looked through as a whole.
const SMALL: u64 = 3_000;
/// Shortest walk: what it costs is hardly noticed.
const SHORT: f64 = 2_048.0;
/// Longest walk.
const LONG: f64 = 1_048_576.0;

/// What a row costs, in walked rows.
struct Costs {
    /// A row that the index names: to be looked up and sorted.
    named: f64,
    /// A question to the index.
    asking: f64,
}

const fn costs(backend: DbBackend) -> Costs {
    match backend {
        DbBackend::Postgres => Costs { named: 8.0, asking: 2_000.0 },
        _ => Costs { named: 6.0, asking: 1_000.0 },
    }
}

/// The attempts to make, in turn, until one answers. `needed` rows fill the page.
pub(super) fn plan(
    backend: DbBackend,
    sample: &Sample,
    key: usize,
    window: &Window,
    words: &Words,
    needed: u64,
) -> Vec<Step> {
    if sample.population <= SMALL {
        // Some room for rows that came since.
        return vec![Step::Whole(2 * SMALL), Step::Index];
    }
    let ahead = sample.matches(key, window.descending, window.from.as_ref(), words);
    let guess = Guess::new(sample, &ahead, sample.count(words), needed as f64);
    guess.steps(&costs(backend))
}

/// What the sample says, in rows of the table.
#[derive(Debug)]
struct Guess {
    /// Rows between the page's beginning and the end of the table.
    ahead: f64,
    /// Rows to walk past if matches were spread evenly.
    even: f64,
    /// Rows before the first match that is known.
    gap: f64,
    /// Whether matches stand so far away that they cannot be spread evenly.
    clustered: bool,
    /// Rows of the table that match.
    matching: f64,
}

impl Guess {
    fn new(sample: &Sample, ahead: &[bool], matching: usize, needed: f64) -> Self {
        let scale = sample.population as f64 / (sample.len().max(1)) as f64;
        let rows = ahead.len() as f64;
        let hits = ahead.iter().filter(|hit| **hit).count() as f64;
        // Half a row more: what the sample does not have may be there all the same.
        let density = (hits + 0.5) / (rows + 1.0);
        let first = ahead.iter().position(|hit| *hit).map_or(rows, |at| at as f64);
        Self {
            ahead: rows * scale,
            even: needed / density,
            gap: first * scale,
            clustered: hits > 1.0 && first * density > 6.0,
            matching: (matching as f64 + 0.5) * scale,
        }
    }

    fn steps(&self, costs: &Costs) -> Vec<Step> {
        let index = self.matching * costs.named + costs.asking;
        let mut steps = Vec::new();
        let walk = self.even.min(self.ahead + 1.0);
        if !self.clustered && walk <= index {
            // Chance may be against us, seldom by a factor of three.
            steps.push(budget(3.0 * walk));
        }
        let beyond = self.gap + 2.0 * walk;
        if self.gap > 3.0 * walk && beyond <= index && beyond < LONG {
            steps.push(budget(1.5 * beyond));
        }
        steps.push(Step::Index);
        steps
    }
}

/// In powers of two, so that few different statements have to be prepared.
fn budget(rows: f64) -> Step {
    // Within 2^11 and 2^20, so nothing is lost.
    Step::Walk((rows.clamp(SHORT, LONG) as u64).next_power_of_two())
}
