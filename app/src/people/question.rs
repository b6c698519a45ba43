//! What is done to a person after a question: invite again, deactivate, reactivate (`/people/:id/…`).

use super::api::{Deactivate, InviteAgain, Reactivate};
use super::notice::Done;
use super::{PATH, PersonColumn, PersonRow, one_of_the_address};
use crate::call::{Reply, read};
use crate::error::AppError;
use crate::form::FormEcho;
use crate::navigation::Viewer;
use crate::ui::banner::{ErrorBanner, FailureBanner};
use crate::ui::dialog::{CloseLink, Closer, Dialog};
use crate::ui::field::SubmitButton;
use crate::ui::form_state::FormState;
use crate::ui::list_page::{back, query_of};
use crate::ui::loaded::{loaded, loading};
use crate::ui::post_form::{Done as Then, PostForm};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Question {
    InviteAgain,
    Deactivate,
    Reactivate,
}

impl Question {
    /// The end of its address.
    pub(super) const fn verb(self) -> &'static str {
        match self {
            Self::InviteAgain => "invite-again",
            Self::Deactivate => "deactivate",
            Self::Reactivate => "reactivate",
        }
    }

    pub(super) const fn icon(self) -> &'static str {
        match self {
            Self::InviteAgain => "send",
            Self::Deactivate => "ban",
            Self::Reactivate => "rotate",
        }
    }

    /// On the way to it; a name follows.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::InviteAgain => "Send another invitation to",
            Self::Deactivate => "Deactivate",
            Self::Reactivate => "Reactivate",
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::InviteAgain => "Send another invitation",
            Self::Deactivate => "Deactivate person",
            Self::Reactivate => "Reactivate person",
        }
    }

    /// `own` when somebody is asked about themselves.
    fn text(self, person: &PersonRow, own: bool) -> String {
        let PersonRow { name, email, has_password, .. } = person;
        match self {
            Self::Deactivate if own => {
                "This is your own account. You are signed out everywhere at once and can no longer sign in; only another administrator can let you back in."
                    .to_owned()
            }
            Self::Reactivate if !has_password => {
                format!("{name} never chose a password, so a new invitation goes to {email}. The role stays the same.")
            }
            Self::InviteAgain => format!("{name} gets a new link at {email}. Earlier links stop working."),
            Self::Deactivate => {
                format!(
                    "{name} ({email}) is signed out everywhere and can no longer sign in. Nothing is deleted; you can reactivate {name} later."
                )
            }
            Self::Reactivate => {
                format!("{name} ({email}) can sign in again, with the same role and password as before.")
            }
        }
    }

    const fn button(self) -> (&'static str, &'static str) {
        match self {
            Self::InviteAgain => ("Send invitation", "primary"),
            Self::Deactivate => ("Deactivate", "danger"),
            Self::Reactivate => ("Reactivate", "primary"),
        }
    }

    const fn function(self) -> &'static str {
        match self {
            Self::InviteAgain => InviteAgain::PATH,
            Self::Deactivate => Deactivate::PATH,
            Self::Reactivate => Reactivate::PATH,
        }
    }

    const fn done(self) -> Done {
        match self {
            Self::InviteAgain => Done::Invited,
            Self::Deactivate => Done::Deactivated,
            Self::Reactivate => Done::Reactivated,
        }
    }
}

/// Asks before another invitation is sent.
#[component]
pub fn InviteAgainPage() -> impl IntoView {
    page(Question::InviteAgain)
}

/// Asks before somebody is deactivated.
#[component]
pub fn DeactivatePage() -> impl IntoView {
    page(Question::Deactivate)
}

/// Asks before somebody is reactivated.
#[component]
pub fn ReactivatePage() -> impl IntoView {
    page(Question::Reactivate)
}

fn page(question: Question) -> AnyView {
    let back = back::<PersonColumn>(PATH);
    let person = one_of_the_address();
    let show = move |person: Reply| match read::<PersonRow>(person) {
        _ if !Viewer::is_admin() => view! { <ErrorBanner error=AppError::Forbidden/> }.into_any(),
        Ok(person) => form(question, &person, back),
        Err(error) => view! { <ErrorBanner error/> }.into_any(),
    };
    view! {
        <Dialog title=question.title() back typed=RwSignal::new(false)>
            {loaded(person, loading, RwSignal::new(false), show)}
        </Dialog>
    }
    .into_any()
}

fn form(question: Question, person: &PersonRow, back: Signal<String>) -> AnyView {
    let form = FormState::new("", |_| Vec::new(), FormEcho::of(question.function()).as_ref());
    let closer = use_context::<Closer>();
    let query = query_of(&back.get_untracked());
    let after = query.clone();
    let done = Then::or_refuse(form, move |answer| {
        if let (Ok(person), Some(closer)) = (read::<PersonRow>(Ok(answer)), closer) {
            closer.close_to(question.done().of(&person).path(person.id, &after));
        }
    });
    let (label, look) = question.button();
    let own = Viewer::current().is_some_and(|viewer| viewer.0.id == person.id);
    let (id, text) = (person.id.to_string(), question.text(person, own));
    view! {
        <PostForm form path=question.function() done>
            <div class="body">
                <FailureBanner failure=form.failure/>
                <p>{text}</p>
            </div>
            <input type="hidden" name="id" value=id/>
            <input type="hidden" name="back" value=query/>
            <footer>
                <CloseLink back class="button">"Cancel"</CloseLink>
                <SubmitButton label look busy=form.busy/>
            </footer>
        </PostForm>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::PersonState;
    use crate::session::Role;

    #[test]
    fn a_question_says_whom_it_is_about_and_what_follows() {
        let state = PersonState::Deactivated;
        let (name, email) = ("Kim".to_owned(), "kim@a.test".to_owned());
        let kim = PersonRow { id: 7, name, email, role: Role::Agent, state, has_password: false, version: 1 };
        assert!(Question::Deactivate.text(&kim, true).starts_with("This is your own account."));
        assert!(Question::Deactivate.text(&kim, false).starts_with("Kim (kim@a.test) is signed out everywhere"));
        assert!(Question::Reactivate.text(&kim, false).contains("a new invitation goes to kim@a.test"));
        let kim = PersonRow { has_password: true, ..kim };
        assert!(Question::Reactivate.text(&kim, false).contains("same role and password"));
    }
}
