//! The heads of a table's columns.

use super::icon::Icon;
use crate::listing::{Column, ListQuery};
use leptos::prelude::*;

/// A column head that sorts. A plain link, so that it works without WebAssembly and can be opened in a new tab.
#[component]
pub fn SortHead<C: Column>(
    /// The list as it is now.
    query: ListQuery<C>,
    /// Path of the list.
    path: &'static str,
    /// The column under this head.
    column: C,
    /// How it looks, e.g. `num`.
    class: &'static str,
) -> impl IntoView {
    let (aria, icon) = match (query.sort == column, query.descending != column.falls()) {
        (false, _) => (None, "chevrons-up-down"),
        (true, false) => (Some("ascending"), "arrow-up"),
        (true, true) => (Some("descending"), "arrow-down"),
    };
    let href = format!("{path}{}", query.sorted_by(column).to_query_string());
    view! {
        <th scope="col" class=class aria-sort=aria>
            <a href=href data-noscroll="true">{column.label()}<Icon name=icon/></a>
        </th>
    }
    .into_any()
}
