//! What was just done, carried in the list's address for one moment.

use super::{MailColumn, PATH};
use crate::listing::ListQuery;
use crate::ui::list_page::Change;
use crate::ui::toast::Notice;
use leptos_router::params::ParamsMap;

/// Address of the list that says that a message is queued again; `back` is the list's query string as it was.
pub(super) fn path(id: i64, back: &str) -> String {
    let query = ListQuery::<MailColumn>::from_query_string(back).to_query_string();
    let joint = if query.is_empty() { '?' } else { '&' };
    format!("{PATH}{query}{joint}queued={id}")
}

/// What was just done, if the list's address says so.
pub(super) fn read(parameters: &ParamsMap) -> Option<Change> {
    let id: i64 = parameters.get("queued")?.parse().ok()?;
    let notice = Notice { text: "The message is on its way again.".to_owned(), warning: None };
    Some(Change { notice, row: id.to_string() })
}
