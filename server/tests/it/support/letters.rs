//! What was written to people: read from the outbox, as the worker does.

use super::Test;
use sea_orm::ConnectionTrait;
use secrecy::ExposeSecret;
use server::secrets::Place;

/// A letter in the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Posted {
    /// The address that it goes to.
    pub(crate) to: String,
    /// The secret part of the link in it.
    pub(crate) link: String,
}

/// All letters that were not sent yet and have a link, oldest first.
pub(crate) async fn letters(t: &Test) -> Vec<Posted> {
    let posted = |(to, text): (String, String)| {
        let (_, link) = text.split_once("?link=").expect("a link");
        let link = link.split_whitespace().next().expect("the rest of the link");
        Posted { to, link: link.to_owned() }
    };
    texts(t).await.into_iter().map(posted).collect()
}

/// Address and text of all letters that were not sent yet, oldest first.
pub(crate) async fn texts(t: &Test) -> Vec<(String, String)> {
    let sql = "SELECT id, to_email, body FROM mail WHERE body IS NOT NULL ORDER BY id";
    let rows = t.database.pool().query_all_raw(t.database.statement(sql, [])).await.expect("the letters");
    let read = |row: &sea_orm::QueryResult| {
        let id: i64 = row.try_get("", "id").expect("a number");
        let sealed: String = row.try_get("", "body").expect("a body");
        let place = Place { table: "mail", column: "body", row: id };
        let body = t.secrets.open(place, &sealed).expect("a body that can be read");
        let body: serde_json::Value = serde_json::from_str(body.expose_secret()).expect("JSON");
        (row.try_get("", "to_email").expect("an address"), body["text"].as_str().expect("text").to_owned())
    };
    rows.iter().map(read).collect()
}
