//! One row of the list.

use super::question::Question;
use super::{PATH, PersonRow, PersonState};
use crate::navigation::Viewer;
use crate::ui::highlight::Highlight;
use crate::ui::icon::Icon;
use crate::ui::list_page::RowState;
use leptos::prelude::*;

/// A row with its actions, which are named after it for screen readers.
pub(super) fn row(person: PersonRow, state: RowState) -> AnyView {
    let RowState { words, query, changed, .. } = state;
    let PersonRow { id, name, email, role, state, has_password: _, version: _ } = person;
    let (name_title, email_title, about) = (name.clone(), email.clone(), name.clone());
    view! {
        <tr class=if changed { "changed" } else { "" }>
            <td class="main" title=name_title><Highlight text=name words/></td>
            <td data-label="E-mail" class="reference" title=email_title><Highlight text=email words/></td>
            <td data-label="Role">{role.label()}</td>
            <td data-label="State"><span class=format!("state {}", state.code())>{state.label()}</span></td>
            <td class="acts">{Viewer::is_admin().then(|| query.with_value(|query| actions(id, state, &about, query)))}</td>
        </tr>
    }
    .into_any()
}

fn actions(id: i64, state: PersonState, about: &str, query: &str) -> AnyView {
    let link = |verb: &str, icon: &'static str, words: &str| {
        let label = format!("{words} {about}");
        view! {
            <a class="icon-button" href=format!("{PATH}/{id}/{verb}{query}") data-noscroll="true" title=words.to_owned() aria-label=label>
                <Icon name=icon/>
            </a>
        }
        .into_any()
    };
    let question = |question: Question| link(question.verb(), question.icon(), question.words());
    let links = match state {
        PersonState::Invited => vec![
            question(Question::InviteAgain),
            link("role", "pencil", "Change the role of"),
            question(Question::Deactivate),
        ],
        PersonState::Active => vec![link("role", "pencil", "Change the role of"), question(Question::Deactivate)],
        PersonState::Deactivated => vec![question(Question::Reactivate)],
    };
    view! { <div class="actions">{links}</div> }.into_any()
}
