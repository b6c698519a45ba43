//! The search over a list: a plain form, which searches as you type once WebAssembly has loaded.

use super::effect::effect;
use super::filters::SEARCH_FORM;
use super::icon::Icon;
use crate::listing::{Column, ListQuery};
use leptos::html;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use std::time::Duration;
use wasm_bindgen::JsCast;

/// Time without a key press after which the list is asked.
const PAUSE: Duration = Duration::from_millis(120);

/// The search box of a list. `/` focuses it, Escape clears it.
#[component]
pub fn SearchBox<C: Column>(
    /// The list as it is now.
    #[prop(into)]
    query: Signal<ListQuery<C>>,
    /// Path of the list.
    path: &'static str,
    /// What can be searched.
    placeholder: &'static str,
) -> impl IntoView {
    let node: NodeRef<html::Input> = NodeRef::new();
    let waiting: StoredValue<Option<TimeoutHandle>> = StoredValue::new(None);
    let navigate = StoredValue::new(use_navigate());
    let search = move |text: String| {
        let wanted = ListQuery { search: text, ..query.with_untracked(ListQuery::at_start) };
        // What the URL can hold, so that the comparison below does not go in circles.
        // Back leads to the list as it was before the search, not through every key press.
        let replace = !query.with_untracked(|query| query.search.is_empty());
        let replace = NavigateOptions { replace, scroll: false, ..Default::default() };
        navigate.with_value(|navigate| navigate(&format!("{path}{}", wanted.to_query_string()), replace));
    };
    let soon = move |text: String| {
        if let Some(earlier) = waiting.get_value() {
            earlier.clear();
        }
        waiting.set_value(set_timeout_with_handle(move || search(text), PAUSE).ok());
    };
    // Back and Forward change the search from outside.
    effect(move || {
        let searched = query.with(|query| query.search.clone());
        if let Some(input) = node.get_untracked()
            && document().active_element().as_ref() != Some(input.unchecked_ref())
            && input.value() != searched
        {
            input.set_value(&searched);
        }
    });
    let slash = window_event_listener(leptos::ev::keydown, move |event| {
        let elsewhere = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let typing = elsewhere.is_some_and(|at| at.closest("input, select, textarea, dialog").ok().flatten().is_some());
        if event.key() == "/"
            && !typing
            && !event.ctrl_key()
            && !event.meta_key()
            && let Some(input) = node.get_untracked()
        {
            event.prevent_default();
            let _ = input.focus();
            input.select();
        }
    });
    on_cleanup(move || slash.remove());
    let hidden = query.get_untracked().at_start();
    let sort = format!("{}{}", if hidden.descending { "-" } else { "" }, hidden.sort.code());
    view! {
        <form id=SEARCH_FORM method="get" action=path role="search" class="search" on:submit=move |event| {
            event.prevent_default();
            if let Some(input) = node.get_untracked() {
                search(input.value());
            }
        }>
            <Icon name="search"/>
            <input
                node_ref=node
                type="search"
                name="q"
                value=hidden.search.clone()
                placeholder=placeholder
                aria-label="Search"
                autocomplete="off"
                spellcheck="false"
                on:input=move |event| soon(event_target_value(&event))
                on:keydown=move |event| {
                    if event.key() == "Escape" && let Some(input) = node.get_untracked() {
                        event.prevent_default();
                        input.set_value("");
                        soon(String::new());
                    }
                }
            />
            <input type="hidden" name="sort" value=sort/>
            <input type="hidden" name="size" value=hidden.size.rows().to_string()/>
            <kbd aria-hidden="true">"/"</kbd>
        </form>
    }
    .into_any()
}
