//! **People** (`/people`): the list.

use super::api::List as ListCall;
use super::{PATH, PersonColumn, PersonRow, notice, row};
use crate::call::ask;
use crate::navigation::Viewer;
use crate::ui::icon::Icon;
use crate::ui::list_page::{List, list_page};
use leptos::prelude::*;

const LIST: List<PersonColumn, PersonRow> = List {
    path: PATH,
    crumbs: &["Account", "People"],
    lede: "Who can sign in, and what they may do. Agents see their own account alone.",
    placeholder: "Search people",
    searched: "Each word is looked for anywhere in the name and the e-mail address.",
    noun: ("person", "people"),
    fetch: |query| ask(ListCall { query }),
    change: notice::read,
    name: |row| row.id.to_string(),
    note: || ().into_any(),
    tools,
    class: |_| "",
    further: &["State"],
    bulk: None,
    row: row::row,
    topic: Some("people"),
    nothing: || ().into_any(),
};

/// The screen; the dialogs open over it.
#[component]
pub fn ListPage() -> impl IntoView {
    list_page(&LIST)
}

fn tools(query: String) -> AnyView {
    Viewer::is_admin()
        .then(|| {
            view! {
                <a class="button push" href=format!("{PATH}/import{query}") data-noscroll="true">"Add many"</a>
                <a class="button primary" href=format!("{PATH}/invite{query}") data-noscroll="true"><Icon name="plus"/>"Invite"</a>
            }
        })
        .into_any()
}
