//! **Sign in** (`/sign-in`).

use super::api::SignIn;
use super::form::check_sign_in;
use crate::form::FormEcho;
use crate::ui::banner::FailureBanner;
use crate::ui::field::{SubmitButton, TextField};
use crate::ui::form_state::{FormState, Values};
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
    let action = ServerAction::<SignIn>::new();
    let go_on_at = back.clone();
    Effect::new(move |_| match action.value().get() {
        Some(Ok(())) => {
            // A fresh page: nothing of the time before sign-in is kept.
            let _ = window().location().assign(&go_on_at);
        }
        Some(Err(error)) => form.refuse(&error),
        None => {}
    });
    let value = |name| echo.as_ref().map(|echo| echo.value(name)).unwrap_or_default();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if let Some(mut values) = form.accept() {
            let mut take = |name| values.remove(name).unwrap_or_default();
            action.dispatch(SignIn { email: take("email"), password: take("password"), back: take("back") });
        }
    };
    view! {
        <Title text="Sign in"/>
        <main class="plain" id="content">
            <form method="post" action=SignIn::PATH node_ref=form.node novalidate class="card" on:submit=submit
                on:input=move |event| form.input(event.target()) on:focusout=move |event| form.left(&event)>
                <h1>"Sign in"</h1>
                <FailureBanner failure=form.failure/>
                <TextField form name="email" label="E-mail" kind="email" inputmode="email" autocomplete="username"
                    value=value("email") required=true autofocus=true/>
                <TextField form name="password" label="Password" kind="password" autocomplete="current-password" required=true/>
                <input type="hidden" name="back" value=back/>
                <SubmitButton label="Sign in" busy=action.pending()/>
            </form>
            <FirstStart/>
        </main>
    }
    .into_any()
}

/// Says what to do when there is nobody to sign in as yet.
#[component]
fn FirstStart() -> impl IntoView {
    let needed = Resource::new_blocking(|| (), |()| super::api::set_up_needed());
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                needed.await.unwrap_or(false).then(|| view! {
                    <p class="card note">
                        "Nobody has an account yet. Open the set-up link that the server printed at its start to make the first administrator."
                    </p>
                })
            })}
        </Suspense>
    }
    .into_any()
}

fn check(values: &Values) -> Vec<crate::fields::FieldError> {
    let get = |name| values.get(name).map_or("", String::as_str);
    check_sign_in(get("email"), get("password"))
}
