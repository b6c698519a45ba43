//! The statements of a searched list, for both databases.

use super::grams::{self, Question};
use super::source::Window;
use super::{Source, Words};
use crate::database::Database;
use sea_orm::{DbBackend, Statement, Value};

/// A statement being written: its text and its values, numbered in turn.
pub(super) struct Writer<'a> {
    database: &'a Database,
    source: &'static Source,
    window: &'a Window,
    values: Vec<Value>,
}

impl<'a> Writer<'a> {
    pub(super) const fn new(database: &'a Database, source: &'static Source, window: &'a Window) -> Self {
        Self { database, source, window, values: Vec::new() }
    }

    fn bind(&mut self, value: impl Into<Value>) -> usize {
        self.values.push(value.into());
        self.values.len()
    }

    /// The window's condition over these columns.
    fn beyond(&mut self, column: &str, id: &str) -> String {
        let condition = self.window.condition(column, id, self.values.len() + 1);
        self.values.extend(self.window.values());
        condition
    }

    /// Each word is somewhere in `search`.
    fn holds(&mut self, words: &Words) -> String {
        let position = if self.is_sqlite() { "instr" } else { "strpos" };
        let holds: Vec<String> =
            words.iter().map(|word| format!("{position}(search, ${}) > 0", self.bind(word))).collect();
        holds.join(" AND ")
    }

    fn is_sqlite(&self) -> bool {
        self.database.backend() == DbBackend::Sqlite
    }

    /// The rows that the gram index names: what stands after `FROM`, up to and with `WHERE`.
    fn named(&mut self, words: &Words) -> String {
        let table = self.source.table;
        if self.is_sqlite() {
            // A cross join keeps SQLite from turning the loops round.
            let query = self.bind(grams::fts_query(words));
            return format!(
                "{table}_grams AS named CROSS JOIN {table} ON {table}.id = named.rowid
                 WHERE named.{table}_grams MATCH ${query} AND"
            );
        }
        let asked: String = grams::array_questions(words).into_iter().map(|question| self.ask(question)).collect();
        format!("{table} WHERE {asked}")
    }

    fn ask(&mut self, question: Question) -> String {
        let (operator, array) = match question {
            Question::AllOf(array) => ("@>", array),
            Question::AnyOf(array) => ("&&", array),
        };
        // A constant would be estimated, wrongly.
        format!("search_grams(search) {operator} (SELECT CAST(CAST(${} AS text) AS int4[])) AND ", self.bind(array))
    }

    fn done(self, sql: &str) -> Statement {
        self.database.statement(sql, self.values)
    }

    /// A page of all rows.
    pub(super) fn all(mut self, limit: u64) -> Statement {
        let Source { table, columns, .. } = *self.source;
        let column = self.window.key.column;
        let (beyond, order) = (self.beyond(column, "id"), self.window.order(column, "id"));
        let sql = format!(
            "SELECT {columns}, {column} AS sort_key FROM {table} WHERE {beyond} ORDER BY {order} LIMIT {limit}"
        );
        self.done(&sql)
    }

    /// A page of all rows, and how many there are, counted up to `most`. One row at least, its `id` NULL when the page
    /// is empty.
    pub(super) fn all_counted(mut self, most: u64, limit: u64) -> Statement {
        let Source { table, columns, .. } = *self.source;
        let column = self.window.key.column;
        let (beyond, order) = (self.beyond(column, "id"), self.window.order(column, "id"));
        let sql = format!(
            "SELECT total, page.* FROM (SELECT count(*) AS total FROM (SELECT 1 FROM {table} LIMIT {most}) AS limited) AS counted
             LEFT JOIN (SELECT {columns}, {column} AS sort_key FROM {table} WHERE {beyond} ORDER BY {order} LIMIT {limit})
             AS page ON TRUE ORDER BY {}",
            self.window.order("page.sort_key", "page.id")
        );
        self.done(&sql)
    }

    /// Walks along the order, past at most `budget` rows, and stops when the page is full. Reads the index of the sort
    /// key alone, and from the table the rows of the page.
    pub(super) fn walk(mut self, words: &Words, budget: u64, limit: u64) -> Statement {
        let Source { table, columns, .. } = *self.source;
        let column = self.window.key.column;
        let (beyond, order) = (self.beyond(column, "id"), self.window.order(column, "id"));
        let holds = self.holds(words);
        let sql = format!(
            "SELECT {columns}, sort_key
             FROM (SELECT match_id, sort_key
                   FROM (SELECT id AS match_id, {column} AS sort_key, search FROM {table} WHERE {beyond} ORDER BY {order}
                         LIMIT {budget}) AS walked
                   WHERE {holds} LIMIT {limit}) AS found
             JOIN {table} ON {table}.id = match_id ORDER BY {}",
            self.window.order("sort_key", "match_id")
        );
        self.done(&sql)
    }

    /// A row, if a walk of `budget` rows does not come to the end of the table.
    pub(super) fn beyond_walk(mut self, budget: u64) -> Statement {
        let Source { table, .. } = *self.source;
        let column = self.window.key.column;
        let (beyond, order) = (self.beyond(column, "id"), self.window.order(column, "id"));
        let sql = format!("SELECT 1 FROM {table} WHERE {beyond} ORDER BY {order} LIMIT 1 OFFSET {budget}");
        self.done(&sql)
    }

    /// A page of the rows that the gram index names, with exact numbers; see [`Self::counted`].
    pub(super) fn index(mut self, words: &Words, limit: u64) -> Statement {
        let from = self.named(words);
        let holds = self.holds(words);
        self.counted(&format!("{from} {holds}"), "0", limit)
    }

    /// A page of the first `most` rows of the table, whatever their order, with exact numbers; see [`Self::counted`].
    pub(super) fn whole(mut self, words: &Words, most: u64, limit: u64) -> Statement {
        let Source { table, .. } = *self.source;
        let column = self.window.key.column;
        let holds = self.holds(words);
        let some = format!("(SELECT id, {column}, search FROM {table} LIMIT {most}) AS {table} WHERE {holds}");
        let seen = format!("SELECT count(*) FROM (SELECT 1 FROM {table} LIMIT {}) AS limited", most + 1);
        self.counted(&some, &seen, limit)
    }

    /// A page of what stands `FROM`, and with it: `total` rows match, `ahead` of them stand in the window, `seen` rows
    /// were there to look at. One row at least, its `id` NULL when the page is empty.
    fn counted(mut self, from: &str, seen: &str, limit: u64) -> Statement {
        let Source { table, columns, .. } = *self.source;
        let column = self.window.key.column;
        let beyond = self.beyond("sort_key", "match_id");
        let sql = format!(
            "WITH matches AS MATERIALIZED (SELECT {table}.id AS match_id, {table}.{column} AS sort_key FROM {from}),
             page AS (SELECT match_id, sort_key FROM matches WHERE {beyond} ORDER BY {} LIMIT {limit})
             SELECT total, ahead, seen, shown.*
             FROM (SELECT (SELECT count(*) FROM matches) AS total, (SELECT count(*) FROM matches WHERE {beyond}) AS ahead,
                   ({seen}) AS seen) AS counted
             LEFT JOIN (SELECT {columns}, sort_key FROM page JOIN {table} ON {table}.id = match_id) AS shown ON TRUE
             ORDER BY {}",
            self.window.order("sort_key", "match_id"),
            self.window.order("shown.sort_key", "shown.id")
        );
        self.done(&sql)
    }
}
