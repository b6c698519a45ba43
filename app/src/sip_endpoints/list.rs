//! **SIP endpoints** (`/sip-endpoints`): the list.

use super::api::List as ListCall;
use super::row::Row;
use super::{PATH, SipEndpointColumn, SipEndpointRow, create, notice};
use crate::call::ask;
use crate::navigation::Viewer;
use crate::ui::empty_state::EmptyState;
use crate::ui::icon::Icon;
use crate::ui::list_page::{List, list_page};
use leptos::prelude::*;

const LIST: List<SipEndpointColumn, SipEndpointRow> = List {
    path: PATH,
    crumbs: &["Maker", "SIP endpoints"],
    lede: "External telephony servers that calls can be sent to. Use them in a scenario with the action Distribution to SIP endpoint.",
    placeholder: "Search SIP endpoints",
    searched: "Each word is looked for anywhere in the server, port, reference, codec and user name.",
    noun: ("endpoint", "endpoints"),
    fetch: |query| ask(ListCall { query }),
    change: notice::read,
    name: |row| row.reference.clone(),
    note: || ().into_any(),
    tools,
    class: |column| if column == SipEndpointColumn::Port { "num" } else { "" },
    further: &[],
    bulk: None,
    row: |row, state| view! { <Row row state/> }.into_any(),
    topic: None,
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
            let create = create::path(&query);
            view! { <a class="button primary push" href=create data-noscroll="true"><Icon name="plus"/>"Create"</a> }
        })
        .into_any()
}

fn nothing() -> AnyView {
    view! {
        <EmptyState title="No SIP endpoints yet" text="A SIP endpoint is a telephony server outside Switchroom: a carrier's trunk, another site's PBX, a session border controller. Add one, and scenarios can send calls to it.">
            {Viewer::is_admin().then(|| view! { <a class="button primary" href=create::path("") data-noscroll="true">"Create the first endpoint"</a> })}
        </EmptyState>
    }
    .into_any()
}
