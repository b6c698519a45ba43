//! **SIP Phones** (`/sip-phones`): the list.

use super::api::List as ListCall;
use super::{PATH, PhoneColumn, PhoneRow, notice, row};
use crate::call::ask;
use crate::navigation::Viewer;
use crate::ui::empty_state::EmptyState;
use crate::ui::icon::Icon;
use crate::ui::list_page::{List, list_page};
use leptos::prelude::*;

const LIST: List<PhoneColumn, PhoneRow> = List {
    path: PATH,
    crumbs: &["Admin settings", "Channels", "Phone", "SIP Phones"],
    lede: "SIP credentials with which agents take customer calls on a desk phone or softphone. Each agent gets an e-mail with everything a phone needs.",
    placeholder: "Search SIP phones",
    searched: "Each word is looked for anywhere in the name, the e-mail address and the SIP user name.",
    noun: ("SIP phone", "SIP phones"),
    fetch: |query| ask(ListCall { query }),
    change: notice::read,
    name: |row| row.id.to_string(),
    note: super::waiting::note,
    tools,
    class: |_| "",
    further: &["Receiving", "Phone", "Credentials"],
    bulk: Some(bulk),
    row: row::row,
    topic: Some("sip-phones"),
    nothing,
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
                <a class="button primary push" href=format!("{PATH}/new{query}") data-noscroll="true">
                    <Icon name="plus"/>"New SIP credentials"
                </a>
            }
        })
        .into_any()
}

/// What can be done with several phones.
fn bulk(ids: &str, query: &str) -> AnyView {
    let joint = if query.is_empty() { '?' } else { '&' };
    let link = |verb: &str| format!("{PATH}/{verb}{query}{joint}ids={ids}");
    view! {
        <a class="button" href=link("resend") data-noscroll="true">"Resend"</a>
        <a class="button" href=link("receiving") data-noscroll="true">"Set receiving"</a>
        <a class="button danger" href=link("delete") data-noscroll="true">"Delete"</a>
    }
    .into_any()
}

fn nothing() -> AnyView {
    view! {
        <EmptyState title="Nobody has SIP access yet" text="A SIP phone is a desk phone or softphone on which an agent takes customer calls. Give agents SIP credentials; each of them gets an e-mail with everything to set a phone up.">
            {Viewer::is_admin().then(|| view! {
                <a class="button primary" href=format!("{PATH}/new?all=yes") data-noscroll="true">"New SIP credentials"</a>
            })}
        </EmptyState>
    }
    .into_any()
}
