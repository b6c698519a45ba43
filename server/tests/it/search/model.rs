//! The list as a program without any database would make it.

use crate::support::Test;
use app::fields::Codec;
use app::listing::{Cursor, ListQuery, Place};
use app::sip_endpoints::SipEndpointColumn as C;
use sea_orm::ConnectionTrait;
use std::cmp::Ordering;

/// All endpoints.
pub(super) struct Model(Vec<Row>);

struct Row {
    id: i64,
    /// In the order of [`C::ALL`]: as shown, and as sorted.
    shown: [String; 5],
    port: i64,
    codec: String,
}

/// A page that is expected.
pub(super) struct Expected {
    pub(super) ids: Vec<i64>,
    /// Whether there is a page before, and one after.
    pub(super) more: (bool, bool),
    pub(super) total: u64,
}

impl Model {
    pub(super) async fn read(t: &Test) -> Self {
        let sql = "SELECT id, host, port, reference, codec, user_name FROM sip_endpoint";
        let rows = t.database.pool().query_all_raw(t.database.statement(sql, [])).await.expect("rows");
        let text = |row: &sea_orm::QueryResult, column: &str| row.try_get::<String>("", column).expect("text");
        let read = |row: &sea_orm::QueryResult| {
            let (port, codec): (i64, String) = (row.try_get("", "port").expect("a number"), text(row, "codec"));
            let label = Codec::parse(&codec).expect("a codec").label().to_owned();
            let shown = [text(row, "host"), port.to_string(), text(row, "reference"), label, text(row, "user_name")];
            Row { id: row.try_get("", "id").expect("an id"), shown, port, codec }
        };
        Self(rows.iter().map(read).collect())
    }

    /// The ids of all rows that match, in order.
    pub(super) fn ids(&self, search: &str, sort: C, descending: bool) -> Vec<i64> {
        self.matching(search, sort, descending).into_iter().map(|row| row.id).collect()
    }

    fn matching(&self, search: &str, sort: C, descending: bool) -> Vec<&Row> {
        let search: String = search.replace(char::is_control, " ").chars().take(200).collect();
        let words: Vec<String> = search.split_whitespace().map(lower).collect();
        let mut rows: Vec<&Row> = self.0.iter().filter(|row| row.has(&words)).collect();
        rows.sort_by(|a, b| a.compare(sort, &b.sort_text(sort), b.id));
        if descending {
            rows.reverse();
        }
        rows
    }

    /// The page of a query that begins at a place with sense.
    pub(super) fn page(&self, query: &ListQuery<C>) -> Expected {
        let all = self.matching(&query.search, query.sort, query.descending);
        let size = usize::try_from(query.size.rows()).expect("small");
        let is_beyond = |row: &&&Row, cursor: &Cursor, wanted: Ordering| {
            let order = row.compare(query.sort, &cursor.value, cursor.id);
            (if query.descending { order.reverse() } else { order }) == wanted
        };
        let first = (0, size, false, false);
        let last = (all.len().saturating_sub(size), all.len(), false, false);
        // Where there is nothing any more, the nearest page is shown. Beyond a cursor there is its own row, if nobody
        // took it away.
        let (from, to, begun, ended) = match &query.at {
            Place::First => first,
            Place::Last => last,
            Place::After(cursor) => match all.iter().filter(|row| is_beyond(row, cursor, Ordering::Greater)).count() {
                0 => last,
                ahead => (all.len() - ahead, all.len() - ahead + size, true, false),
            },
            Place::Before(cursor) => match all.iter().filter(|row| is_beyond(row, cursor, Ordering::Less)).count() {
                0 => first,
                before => (before.saturating_sub(size), before, false, true),
            },
        };
        let to = to.min(all.len());
        Expected {
            ids: all[from..to].iter().map(|row| row.id).collect(),
            more: (from > 0 || begun, to < all.len() || ended),
            total: all.len() as u64,
        }
    }

    /// Parts of what is there, now and then with a letter changed.
    pub(super) fn some_search(&self, chance: &mut Chance) -> String {
        let words = (0..=chance.below(2)).map(|_| self.some_word(chance));
        words.collect::<Vec<_>>().join(" ")
    }

    fn some_word(&self, chance: &mut Chance) -> String {
        let letters: Vec<char> = self.0[chance.below(self.0.len())].shown[chance.below(5)].chars().collect();
        if letters.is_empty() {
            return "x".into();
        }
        let start = chance.below(letters.len());
        let mut word: Vec<char> = letters[start..].iter().copied().take(1 + chance.below(10)).collect();
        if chance.below(5) == 0 {
            let at = chance.below(word.len());
            word[at] = ['q', '7', 'é', '-'][chance.below(4)];
        }
        let word: String = word.into_iter().collect();
        if chance.below(2) == 0 { word.to_uppercase() } else { word }
    }

    pub(super) fn some_place(&self, chance: &mut Chance, sort: C) -> Place {
        let row = &self.0[chance.below(self.0.len())];
        let cursor = Cursor { value: row.sort_text(sort), id: row.id };
        match chance.below(5) {
            0 | 1 => Place::First,
            2 => Place::Last,
            3 => Place::After(cursor),
            _ => Place::Before(cursor),
        }
    }
}

impl Row {
    /// Each word is somewhere in one of the columns.
    fn has(&self, words: &[String]) -> bool {
        words.iter().all(|word| self.shown.iter().any(|shown| lower(shown).contains(word)))
    }

    fn sort_text(&self, sort: C) -> String {
        match sort {
            C::Host => self.shown[0].clone(),
            C::Port => self.shown[1].clone(),
            C::Reference => lower(&self.shown[2]),
            C::Codec => self.codec.clone(),
            C::UserName => lower(&self.shown[4]),
        }
    }

    fn compare(&self, sort: C, value: &str, id: i64) -> Ordering {
        let order = match sort {
            C::Port => self.port.cmp(&value.parse().expect("a number")),
            _ => self.sort_text(sort).as_bytes().cmp(value.as_bytes()),
        };
        // A reference is there once: its id does not count.
        if sort == C::Reference { order } else { order.then(self.id.cmp(&id)) }
    }
}

/// Small letters, one by one; the two small sigmas are one.
fn lower(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect::<String>().replace('ς', "σ")
}

/// Chance that is the same each time.
pub(super) struct Chance(u64);

impl Chance {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % end as u64).expect("below end")
    }
}
