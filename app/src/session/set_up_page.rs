//! Set-up of the first administrator (`/set-up?link=…`).

use super::api::SetUp;
use super::form::check_set_up;
use crate::form::FormEcho;
use crate::ui::banner::FailureBanner;
use crate::ui::field::{SubmitButton, TextField};
use crate::ui::form_state::{FormState, Values};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// The form for the first administrator's account.
#[component]
pub fn SetUpPage() -> impl IntoView {
    let link = use_query_map().with_untracked(|query| query.get("link")).unwrap_or_default();
    let echo = FormEcho::of(SetUp::PATH);
    let form = FormState::new("", check, echo.as_ref());
    let action = ServerAction::<SetUp>::new();
    Effect::new(move |_| match action.value().get() {
        Some(Ok(())) => {
            let _ = window().location().assign("/");
        }
        Some(Err(error)) => form.refuse(&error),
        None => {}
    });
    let value = |name| echo.as_ref().map(|echo| echo.value(name)).unwrap_or_default();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if let Some(mut values) = form.accept() {
            let mut take = |name| values.remove(name).unwrap_or_default();
            let (link, name, email, password) = (take("link"), take("name"), take("email"), take("password"));
            action.dispatch(SetUp { link, name, email, password });
        }
    };
    view! {
        <Title text="Set up Switchroom"/>
        <main class="plain" id="content">
            <form method="post" action=SetUp::PATH node_ref=form.node novalidate class="card" on:submit=submit
                on:input=move |event| form.input(event.target()) on:focusout=move |event| form.left(&event)>
                <h1>"Set up Switchroom"</h1>
                <p class="lede">"This makes the first administrator. Everybody else can be invited later."</p>
                <FailureBanner failure=form.failure/>
                <TextField form name="name" label="Name" autocomplete="name" value=value("name") required=true autofocus=true/>
                <TextField form name="email" label="E-mail" kind="email" inputmode="email" autocomplete="username"
                    value=value("email") required=true/>
                <TextField form name="password" label="Password" kind="password" autocomplete="new-password" required=true
                    help="At least 12 characters. A few words are easier to remember than signs."/>
                <input type="hidden" name="link" value=link/>
                <SubmitButton label="Create administrator" busy=action.pending()/>
            </form>
        </main>
    }
    .into_any()
}

fn check(values: &Values) -> Vec<crate::fields::FieldError> {
    let get = |name| values.get(name).map_or("", String::as_str);
    check_set_up(get("name"), get("email"), get("password"))
}
