//! Drop-downs that narrow a list down.

use crate::listing::{Column, Filter, ListQuery};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// The id of the search form, which the drop-downs belong to: without WebAssembly they are sent with it.
pub const SEARCH_FORM: &str = "list-search";

/// One drop-down for each filter of the list.
#[component]
pub fn Filters<C: Column>(
    /// The list as it is now.
    #[prop(into)]
    query: Signal<ListQuery<C>>,
    /// Path of the list.
    path: &'static str,
) -> impl IntoView {
    if C::FILTERS.is_empty() {
        return ().into_any();
    }
    let navigate = StoredValue::new(use_navigate());
    let choose = move |filter: &str, kind: &str| {
        let wanted = query.with_untracked(|query| query.filtered_by(filter, kind)).to_query_string();
        let stay = NavigateOptions { scroll: false, ..Default::default() };
        navigate.with_value(|navigate| navigate(&format!("{path}{wanted}"), stay));
    };
    let one = |filter: &'static Filter| {
        let chosen = move |kind: &'static str| {
            query.with(|query| query.filters.get(filter.name).map_or("", String::as_str) == kind)
        };
        let options: Vec<AnyView> = std::iter::once(("", filter.any))
            .chain(filter.kinds.iter().copied())
            .map(|(kind, words)| view! { <option value=kind selected=move || chosen(kind)>{words}</option> }.into_any())
            .collect();
        view! {
            <select form=SEARCH_FORM name=filter.name class="filter" aria-label=filter.any autocomplete="off"
                on:change=move |event| choose(filter.name, &event_target_value(&event))>
                {options}
            </select>
        }
        .into_any()
    };
    let all: Vec<AnyView> = C::FILTERS.iter().map(one).collect();
    view! {
        {all}
        // Only there until WebAssembly has loaded.
        <button type="submit" form=SEARCH_FORM class="button without-wasm">"Filter"</button>
    }
    .into_any()
}
