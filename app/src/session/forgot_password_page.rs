//! **Forgotten password** (`/forgot-password`): asks for the address that the link is mailed to.

use super::api::ForgotPassword;
use super::form::check_forgot_password;
use crate::fields::FieldError;
use crate::form::FormEcho;
use crate::ui::banner::FailureBanner;
use crate::ui::effect::effect;
use crate::ui::field::{SubmitButton, TextField};
use crate::ui::form_state::{FormState, Values, value_of};
use crate::ui::post_form::{Done, PostForm};
use leptos::html;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

/// Where it goes on: the same page, which then says what happens next.
pub(super) const SENT: &str = "/forgot-password?sent=yes";

/// The form, and afterwards what to do. It never says whether anybody has the address.
#[component]
pub fn ForgotPasswordPage() -> impl IntoView {
    let query = use_query_map();
    let echo = FormEcho::of(ForgotPassword::PATH);
    let form = FormState::new("", check, echo.as_ref());
    let email = echo.map(|echo| echo.value("email")).unwrap_or_default();
    let sent = move || query.with(|query| query.get("sent").is_some());
    view! {
        <Title text="Forgotten password"/>
        <main class="plain" id="content">
            {move || if sent() {
                view! { <Sent/> }.into_any()
            } else {
                view! { <AddressForm form email=email.clone()/> }.into_any()
            }}
            <p class="beneath"><a href="/sign-in">"Back to sign in"</a></p>
        </main>
    }
    .into_any()
}

#[component]
fn AddressForm(form: FormState, email: String) -> impl IntoView {
    let navigate = use_navigate();
    let done = Done::or_refuse(form, move |_| navigate(SENT, NavigateOptions { replace: true, ..Default::default() }));
    view! {
        <PostForm form path=ForgotPassword::PATH class="card" done>
            <h1>"Forgotten password"</h1>
            <FailureBanner failure=form.failure/>
            <TextField form name="email" label="E-mail" kind="email" inputmode="email" autocomplete="username"
                value=email required=true autofocus=true help="The address that you sign in with."/>
            <SubmitButton label="Send me a link" busy=form.busy/>
        </PostForm>
    }
    .into_any()
}

/// In place of the form, so that nobody takes it for one that was not sent.
#[component]
fn Sent() -> impl IntoView {
    let node: NodeRef<html::P> = NodeRef::new();
    effect(move || {
        // Read out by screen readers: the button that had the focus is gone.
        if let Some(said) = node.get() {
            let _ = said.focus();
        }
    });
    view! {
        <div class="card">
            <h1>"Forgotten password"</h1>
            <p class="lede" tabindex="-1" node_ref=node>
                "If somebody with this address can sign in, a link to choose a new password is on its way. It works for an hour."
            </p>
            // The page anew, with an empty form that has the focus.
            <p><a href="/forgot-password" rel="external">"Send another"</a></p>
        </div>
    }
    .into_any()
}

fn check(values: &Values) -> Vec<FieldError> {
    check_forgot_password(value_of(values, "email"))
}
