//! **Outgoing mail** (`/mail`): the list.

use super::api::{Folder, List as ListCall};
use super::{MailColumn, MailRow, PATH, notice, row};
use crate::call::{ask, read, resource};
use crate::ui::empty_state::EmptyState;
use crate::ui::icon::Icon;
use crate::ui::list_page::{List, list_page};
use crate::ui::loaded::loaded;
use leptos::prelude::*;

const LIST: List<MailColumn, MailRow> = List {
    path: PATH,
    crumbs: &["Account", "Outgoing mail"],
    lede: "What became of each message. Their texts are not shown, since most carry a link that opens something.",
    placeholder: "Search mail",
    searched: "Each word is looked for anywhere in the name, the address and the subject.",
    noun: ("message", "messages"),
    fetch: |query| ask(ListCall { query }),
    change: notice::read,
    name: |row| row.id.to_string(),
    note: files,
    tools: |_| ().into_any(),
    class: |_| "",
    further: &["Subject", "State", "Tries"],
    bulk: None,
    row: row::row,
    topic: Some("mail"),
    nothing,
};

/// The screen.
#[component]
pub fn ListPage() -> impl IntoView {
    list_page(&LIST)
}

/// Without a mail server nobody gets anything: that has to be seen.
fn files() -> AnyView {
    let folder = resource(String::new, |_| ask(Folder {}));
    let show = |folder| match read::<Option<String>>(folder) {
        Ok(Some(folder)) => view! {
            <p class="banner warn"><Icon name="alert"/><span>
                "No mail server is set: messages are written as files to " <span class="mono">{folder}</span>
                ". Set SWITCHROOM_SMTP_URL to send them."
            </span></p>
        }
        .into_any(),
        Ok(None) | Err(_) => ().into_any(),
    };
    loaded(folder, || ().into_any(), RwSignal::new(false), show)
}

fn nothing() -> AnyView {
    view! {
        <EmptyState title="No messages yet" text="Invitations and links to choose a password are listed here as soon as somebody is sent one."/>
    }
    .into_any()
}
