//! The heads of a table's columns.

use super::icon::Icon;
use crate::listing::{Column, ListQuery};
use leptos::prelude::*;

/// A column head that sorts. A plain link, so that it works without WebAssembly and can be opened in a new tab.
#[component]
pub fn SortHead<C: Column>(
    /// The list as it is now.
    #[prop(into)]
    query: Signal<ListQuery<C>>,
    /// Path of the list.
    path: &'static str,
    /// The column under this head.
    column: C,
    /// How it looks, e.g. `num`.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let direction = move || query.with(|query| (query.sort == column).then_some(query.descending));
    let aria = move || direction().map(|descending| if descending { "descending" } else { "ascending" });
    let href = move || format!("{path}{}", query.with(|query| query.sorted_by(column)).to_query_string());
    let icon = move || match direction() {
        None => view! { <Icon name="chevrons-up-down"/> },
        Some(false) => view! { <Icon name="arrow-up"/> },
        Some(true) => view! { <Icon name="arrow-down"/> },
    };
    view! { <th scope="col" class=class aria-sort=aria><a href=href data-noscroll="true">{column.label()}{icon}</a></th> }.into_any()
}
