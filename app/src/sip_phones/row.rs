//! One row of the list.

use super::{CredentialsState, PATH, PhoneRow, Registration};
use crate::navigation::Viewer;
use crate::ui::highlight::Highlight;
use crate::ui::icon::Icon;
use crate::ui::list_page::{RowState, choose};
use crate::ui::time::Moment;
use leptos::prelude::*;

/// A phone with its actions, which are named after its agent for screen readers.
pub(super) fn row(phone: PhoneRow, state: RowState) -> AnyView {
    let RowState { words, query, changed, chosen } = state;
    let PhoneRow { id, name, email, user_name, receiving, registration, credentials, mail_error, active, .. } = phone;
    let about = format!("SIP phone of {name}");
    let (name_title, email_title, user_title) = (name.clone(), email.clone(), user_name.clone());
    view! {
        <tr class=if changed { "changed" } else { "" }>
            {choose(chosen, id.to_string(), &about)}
            <td class="main" title=name_title>
                <Highlight text=name words/>
                {(!active).then(|| view! { <small class="muted">"Deactivated"</small> })}
            </td>
            <td data-label="E-mail" class="email" title=email_title><Highlight text=email words/></td>
            <td data-label="SIP user name" class="mono user" title=user_title><Highlight text=user_name words/></td>
            <td data-label="Receiving">{if receiving { "Yes" } else { "No" }}</td>
            <td data-label="Phone">{registered(registration)}</td>
            <td data-label="Credentials">
                <span class=format!("state {}", credentials.code())>{credentials.label()}</span>
                {(credentials == CredentialsState::Failed).then(|| view! { <small class="error">{mail_error}</small> })}
            </td>
            <td class="acts">{Viewer::is_admin().then(|| query.with_value(|query| actions(id, &about, query)))}</td>
        </tr>
    }
    .into_any()
}

/// "Registered now", "22 Nov 2026, 07:20 UTC", "Never".
pub(super) fn registered(registration: Registration) -> AnyView {
    match registration {
        Registration::Now => view! { <span class="state active">"Registered now"</span> }.into_any(),
        Registration::Seen(at) => view! { <Moment at/> }.into_any(),
        Registration::Never => view! { <span class="muted">"Never registered"</span> }.into_any(),
    }
}

fn actions(id: i64, about: &str, query: &str) -> AnyView {
    let joint = if query.is_empty() { '?' } else { '&' };
    let link = |href: String, icon: &'static str, words: &'static str| {
        let label = format!("{words} {about}");
        view! { <a class="icon-button" href=href data-noscroll="true" title=words aria-label=label><Icon name=icon/></a> }
    };
    view! {
        <div class="actions">
            {link(format!("{PATH}/{id}/edit{query}"), "pencil", "Edit")}
            {link(format!("{PATH}/resend{query}{joint}ids={id}"), "send", "Resend")}
            {link(format!("{PATH}/delete{query}{joint}ids={id}"), "trash", "Delete")}
        </div>
    }
    .into_any()
}
