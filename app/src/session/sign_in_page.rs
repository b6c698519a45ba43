//! **Sign in** (`/sign-in`).

use super::api::{SetUpNeeded, SignIn};
use super::form::check_sign_in;
use crate::call::{ask, read, resource};
use crate::fields::FieldError;
use crate::form::FormEcho;
use crate::ui::banner::FailureBanner;
use crate::ui::field::{SubmitButton, TextField};
use crate::ui::form_state::{FormState, Values, value_of};
use crate::ui::loaded::loaded;
use crate::ui::post_form::{Done, PostForm};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// The sign-in form. Goes on where the person was heading.
#[component]
pub fn SignInPage() -> impl IntoView {
    let back = use_query_map().with_untracked(|query| query.get("back")).unwrap_or_default();
    let back = super::safe_path(&back);
    let echo = FormEcho::of(SignIn::PATH);
    let form = FormState::new("", check, echo.as_ref());
    let email = echo.map(|echo| echo.value("email")).unwrap_or_default();
    let go_on_at = back.clone();
    // A fresh page: nothing of the time before sign-in is kept.
    let done = Done::or_refuse(form, move |_| drop(window().location().assign(&go_on_at)));
    let nobody = resource(String::new, |_| ask(SetUpNeeded {}));
    view! {
        <Title text="Sign in"/>
        <main class="plain" id="content">
            <PostForm form path=SignIn::PATH class="card" done>
                <h1>"Sign in"</h1>
                <FailureBanner failure=form.failure/>
                <TextField form name="email" label="E-mail" kind="email" inputmode="email" autocomplete="username"
                    value=email required=true autofocus=true/>
                <TextField form name="password" label="Password" kind="password" autocomplete="current-password" required=true/>
                <input type="hidden" name="back" value=back/>
                <SubmitButton label="Sign in" busy=form.busy/>
                <p class="beneath"><a href="/forgot-password">"Forgot your password?"</a></p>
            </PostForm>
            {loaded(nobody, || ().into_any(), RwSignal::new(false), |needed| first_start(read(needed) == Ok(true)))}
        </main>
    }
    .into_any()
}

/// Says what to do when there is nobody to sign in as yet.
fn first_start(needed: bool) -> AnyView {
    needed
        .then(|| view! {
            <p class="card note">
                "Nobody has an account yet. Open the set-up link that the server printed at its start to make the first administrator."
            </p>
        })
        .into_any()
}

fn check(values: &Values) -> Vec<FieldError> {
    check_sign_in(value_of(values, "email"), value_of(values, "password"))
}
