//! **Choose a password** (`/choose-password?link=…`): where the links of invitations and of forgotten passwords lead.

use super::Person;
use super::api::{ChoosePassword, PersonOfLink};
use super::form::check_new_password;
use crate::call::{Reply, ask, read, resource};
use crate::error::AppError;
use crate::fields::FieldError;
use crate::form::FormEcho;
use crate::ui::banner::{ErrorBanner, FailureBanner};
use crate::ui::field::{SubmitButton, TextField};
use crate::ui::form_state::{FormState, Values, value_of};
use crate::ui::loaded::{loaded, loading};
use crate::ui::post_form::{Done, PostForm};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// The form. Opening the page uses nothing up: programs that look into mails follow links, too.
#[component]
pub fn ChoosePasswordPage() -> impl IntoView {
    let link = use_query_map().with_untracked(|query| query.get("link")).unwrap_or_default();
    let asked = link.clone();
    let person = resource(String::new, move |_| ask(PersonOfLink { link: asked.clone() }));
    let echo = FormEcho::of(ChoosePassword::PATH);
    let form = FormState::new("", check, echo.as_ref());
    let show = move |person: Reply| match read::<Person>(person) {
        Ok(person) => view! { <NewPasswordForm form person link=link.clone()/> }.into_any(),
        Err(error) => refused(error),
    };
    view! {
        <Title text="Choose a password"/>
        <main class="plain" id="content">{loaded(person, loading, RwSignal::new(false), show)}</main>
    }
    .into_any()
}

#[component]
fn NewPasswordForm(form: FormState, person: Person, link: String) -> impl IntoView {
    // A fresh page: nothing of the time before is kept.
    let done = Done::or_refuse(form, |_| drop(window().location().assign("/")));
    view! {
        <PostForm form path=ChoosePassword::PATH class="card" done>
            <h1>"Choose a password"</h1>
            <p class="lede">{format!("For {}. You are signed in afterwards.", person.name)}</p>
            <FailureBanner failure=form.failure/>
            // Tells password managers whose password it is.
            <input type="email" autocomplete="username" value=person.email hidden/>
            <TextField form name="new_password" label="New password" kind="password" autocomplete="new-password" required=true
                autofocus=true help="At least 12 characters. A few words are easier to remember than signs."/>
            <input type="hidden" name="link" value=link/>
            <SubmitButton label="Save password" busy=form.busy/>
        </PostForm>
    }
    .into_any()
}

fn refused(error: AppError) -> AnyView {
    let ended = error == AppError::LinkNotValid;
    view! {
        <div class="card">
            <h1>"Choose a password"</h1>
            <ErrorBanner error/>
            {ended.then(|| view! {
                <p class="lede">"It was used already, has expired, or was replaced by a newer one. "<a href="/forgot-password">"Ask for a new link"</a>", or ask your administrator for another invitation."</p>
            })}
        </div>
    }
    .into_any()
}

fn check(values: &Values) -> Vec<FieldError> {
    check_new_password(value_of(values, "new_password"))
}
