//! One row of the list.

use super::api::SendAgain;
use super::{MailRow, MailState, notice};
use crate::call::read;
use crate::navigation::Viewer;
use crate::ui::banner::FailureBanner;
use crate::ui::form_state::FormState;
use crate::ui::highlight::Highlight;
use crate::ui::icon::Icon;
use crate::ui::list_page::RowState;
use crate::ui::post_form::{Done, PostForm};
use crate::ui::time::Moment;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// A message; a failed one can be sent again.
pub(super) fn row(mail: MailRow, state: RowState) -> AnyView {
    let RowState { words, query, changed, .. } = state;
    let MailRow { id, to_name, to_email, subject, state, tries, last_error, created_at, next_at, can_be_sent } = mail;
    let again = (state == MailState::Failed && can_be_sent && Viewer::is_admin())
        .then(|| query.with_value(|query| send_again(id, &to_name, query)));
    let title = to_email.clone();
    let next = next_at.filter(|_| tries > 0);
    view! {
        <tr class=if changed { "changed" } else { "" } data-row=id.to_string()>
            <td class="main moment"><Moment at=created_at/></td>
            <td data-label="To" class="to" title=title>
                <Highlight text=to_name words/>" "<span class="muted"><Highlight text=to_email words/></span>
            </td>
            <td data-label="Subject"><Highlight text=subject words/></td>
            <td data-label="State">
                <span class=format!("state {}", state.code())>{state.label()}</span>
                {(!last_error.is_empty()).then(|| view! { <small class="error">{last_error}</small> })}
                {next.map(|at| view! { <small class="muted">"Next try: " <Moment at/></small> })}
            </td>
            <td data-label="Tries">{tries}</td>
            <td class="acts">{again}</td>
        </tr>
    }
    .into_any()
}

fn send_again(id: i64, name: &str, query: &str) -> AnyView {
    let query = query.to_owned();
    let form = FormState::new("", |_| Vec::new(), None);
    let navigate = use_navigate();
    let after = query.clone();
    let done = Done::or_refuse(form, move |answer| {
        if let Ok(mail) = read::<MailRow>(Ok(answer)) {
            navigate(
                &notice::path(mail.id, &after),
                NavigateOptions { replace: true, scroll: false, ..Default::default() },
            );
        }
    });
    // Begins with the words on the button, for those who speak to their computer.
    let label = format!("Send again: message to {name}");
    view! {
        <div class="actions always">
            <PostForm form path=SendAgain::PATH done>
                <FailureBanner failure=form.failure/>
                <input type="hidden" name="id" value=id.to_string()/>
                <input type="hidden" name="back" value=query/>
                <button type="submit" class="button" aria-label=label disabled=form.busy><Icon name="send"/>"Send again"</button>
            </PostForm>
        </div>
    }
    .into_any()
}
