//! One row of the list.

use super::{SipEndpointRow, create, delete, edit};
use crate::navigation::Viewer;
use crate::ui::highlight::Highlight;
use crate::ui::icon::Icon;
use crate::ui::list_page::RowState;
use crate::ui::menu::IconMenu;
use leptos::prelude::*;

/// A row with its actions, which are named after it for screen readers.
#[component]
pub(super) fn Row(
    row: SipEndpointRow,
    /// How it is shown.
    state: RowState,
) -> impl IntoView {
    let RowState { words, query, changed, .. } = state;
    let SipEndpointRow { id, host, port, reference, codec, transport: _, user_name } = row;
    // Long names are cut in the table: whole on pointing at them.
    let titles = [host.clone(), reference.clone(), user_name.clone()];
    let [host_title, reference_title, user_title] = titles;
    let user = if user_name.is_empty() {
        view! { <span class="muted">"none"</span> }.into_any()
    } else {
        view! { <Highlight text=user_name words/> }.into_any()
    };
    let about = reference.clone();
    view! {
        <tr class=if changed { "changed" } else { "" }>
            <td class="mono main" title=host_title><Highlight text=host words/></td>
            <td class="num" data-label="Port"><Highlight text=port.to_string() words/></td>
            <td class="reference" data-label="Reference" title=reference_title><Highlight text=reference words/></td>
            <td data-label="Codec"><Highlight text=codec.label().to_owned() words/></td>
            <td class="user" data-label="User name" title=user_title>{user}</td>
            <td class="acts"><Actions id about query/></td>
        </tr>
    }
    .into_any()
}

#[component]
fn Actions(id: i64, about: String, query: StoredValue<String>) -> impl IntoView {
    let (edit, copy, delete) =
        query.with_value(|query| (edit::path(id, query), create::copy_path(id, query), delete::path(id, query)));
    if !Viewer::is_admin() {
        let label = format!("View {about}");
        return view! {
            <div class="actions">
                <a class="icon-button" href=edit data-noscroll="true" title="View" aria-label=label><Icon name="eye"/></a>
            </div>
        }
        .into_any();
    }
    view! {
        <div class="actions">
            <IconMenu id=format!("more-{id}") label=format!("More for {about}") icon="cog">
                <a class="entry" href=copy data-noscroll="true"><Icon name="copy"/>"Duplicate"</a>
            </IconMenu>
            <a class="icon-button" href=edit data-noscroll="true" title="Edit" aria-label=format!("Edit {about}")><Icon name="pencil"/></a>
            <a class="icon-button" href=delete data-noscroll="true" title="Delete" aria-label=format!("Delete {about}")><Icon name="trash"/></a>
        </div>
    }
    .into_any()
}
