//! What was mailed.

use super::Test;
use sea_orm::ConnectionTrait;

/// A letter that arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Posted {
    /// The address that it went to.
    pub(crate) to: String,
    /// The secret part of the link in it.
    pub(crate) link: String,
}

/// All letters so far, oldest first.
pub(crate) async fn letters(t: &Test) -> Vec<Posted> {
    let sql = "SELECT value FROM setting WHERE key LIKE 'letter:%' ORDER BY key";
    let rows = t.database.pool().query_all_raw(t.database.statement(sql, [])).await.expect("the letters");
    let read = |row: &sea_orm::QueryResult| {
        let text: String = row.try_get_by(0).expect("text");
        let (to, link) = text.split_once('\n').expect("two lines");
        Posted { to: to.to_owned(), link: link.to_owned() }
    };
    rows.iter().map(read).collect()
}
