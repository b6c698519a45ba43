//! What is done to one or several phones after a question: resend, set receiving, delete (`/sip-phones/…?ids=1,2`).

use super::api::{DeletePhones, Get, Resend, SetReceiving};
use super::notice::Done;
use super::{PATH, PhoneColumn, PhoneRow, form as rules};
use crate::call::{Reply, ask, read, resource};
use crate::error::AppError;
use crate::form::FormEcho;
use crate::navigation::Viewer;
use crate::ui::banner::{ErrorBanner, FailureBanner};
use crate::ui::dialog::{CloseLink, Closer, Dialog};
use crate::ui::field::{SelectField, SubmitButton};
use crate::ui::form_state::FormState;
use crate::ui::list_page::{back, query_of};
use crate::ui::loaded::{loaded, loading};
use crate::ui::pagination::grouped;
use crate::ui::post_form::{Done as Then, PostForm};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_query_map;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Question {
    Resend,
    Receiving,
    Delete,
}

/// Asks before credentials are mailed again.
#[component]
pub fn ResendPage() -> impl IntoView {
    page(Question::Resend)
}

/// Asks what **Receiving on SIP phone** is to be.
#[component]
pub fn ReceivingPage() -> impl IntoView {
    page(Question::Receiving)
}

/// Asks before SIP access ends.
#[component]
pub fn DeletePage() -> impl IntoView {
    page(Question::Delete)
}

impl Question {
    const fn title(self) -> &'static str {
        match self {
            Self::Resend => "Resend credentials",
            Self::Receiving => "Receiving on SIP phone",
            Self::Delete => "Delete SIP phone",
        }
    }

    const fn function(self) -> &'static str {
        match self {
            Self::Resend => Resend::PATH,
            Self::Receiving => SetReceiving::PATH,
            Self::Delete => DeletePhones::PATH,
        }
    }

    const fn done(self) -> Done {
        match self {
            Self::Resend => Done::Resent,
            Self::Receiving => Done::Saved,
            Self::Delete => Done::Deleted,
        }
    }

    const fn button(self) -> (&'static str, &'static str) {
        match self {
            Self::Resend => ("Resend", "primary"),
            Self::Receiving => ("Save", "primary"),
            Self::Delete => ("Delete", "danger"),
        }
    }

    /// What will happen, and to whom.
    fn text(self, whom: &Whom) -> String {
        let (who, address, pronoun) = match whom {
            Whom::One(phone) => (phone.name.clone(), format!(" at {}", phone.email), phone.name.clone()),
            Whom::Several(count) => {
                (format!("{} agents", grouped(*count)), ", each at the own address".to_owned(), "They".to_owned())
            }
        };
        match self {
            Self::Resend => {
                format!("The credentials go to {who} again{address}. Earlier links stop working; the password stays.")
            }
            Self::Receiving => format!("For {who}:"),
            Self::Delete => format!(
                "The SIP access of {who} ends at once: phones that are set up with it stop working. {pronoun} can be given new credentials later."
            ),
        }
    }
}

/// Whom it is about.
enum Whom {
    One(Box<PhoneRow>),
    Several(u64),
}

fn page(question: Question) -> AnyView {
    let back = back::<PhoneColumn>(PATH);
    let ids = use_query_map().with_untracked(|query| query.get("ids")).unwrap_or_default();
    let numbers = rules::numbers("ids", &ids);
    let about = numbers.clone();
    // One is named; several are counted.
    let phone = resource(String::new, move |_| match about.as_deref() {
        Ok([id]) => ask(Get { id: *id }),
        Ok(_) => Box::pin(async { Ok("null".to_owned()) }),
        Err(_) => Box::pin(async { Err(AppError::NotFound) }),
    });
    let count = numbers.map_or(0, |numbers| numbers.len() as u64);
    let show = move |phone: Reply| match read::<Option<PhoneRow>>(phone) {
        _ if !Viewer::is_admin() => view! { <ErrorBanner error=AppError::Forbidden/> }.into_any(),
        Ok(Some(phone)) => form(question, &Whom::One(Box::new(phone)), ids.clone(), back),
        Ok(None) => form(question, &Whom::Several(count), ids.clone(), back),
        Err(error) => view! { <ErrorBanner error/> }.into_any(),
    };
    view! {
        <Dialog title=question.title() back typed=RwSignal::new(false)>
            {loaded(phone, loading, RwSignal::new(false), show)}
        </Dialog>
    }
    .into_any()
}

fn form(question: Question, whom: &Whom, ids: String, back: Signal<String>) -> AnyView {
    let form = FormState::new("", |_| Vec::new(), FormEcho::of(question.function()).as_ref());
    let closer = use_context::<Closer>();
    let query = query_of(&back.get_untracked());
    let after = query.clone();
    let numbers = rules::numbers("ids", &ids).unwrap_or_default();
    let done = Then::or_refuse(form, move |answer| {
        if let (Ok(count), Some(closer)) = (read::<u64>(Ok(answer)), closer) {
            closer.close_to(question.done().path(count, &numbers, &after));
        }
    });
    let (label, look) = question.button();
    let text = question.text(whom);
    let now = match whom {
        Whom::One(phone) if !phone.receiving => "no",
        _ => "yes",
    };
    view! {
        <PostForm form path=question.function() done>
            <div class="body">
                <FailureBanner failure=form.failure/>
                <p>{text}</p>
                {(question == Question::Receiving).then(|| view! {
                    <SelectField form name="receiving" label="Receiving on SIP phone" value=now.to_owned()
                        options=vec![("yes", "Yes"), ("no", "No")]/>
                })}
            </div>
            <input type="hidden" name="ids" value=ids/>
            <input type="hidden" name="back" value=query/>
            <footer>
                <CloseLink back class="button">"Cancel"</CloseLink>
                <SubmitButton label look busy=form.busy/>
            </footer>
        </PostForm>
    }
    .into_any()
}
