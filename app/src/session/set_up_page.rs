//! Set-up of the first administrator (`/set-up?link=…`).

use super::api::SetUp;
use super::form::check_set_up;
use crate::fields::FieldError;
use crate::form::FormEcho;
use crate::ui::banner::FailureBanner;
use crate::ui::field::{SubmitButton, TextField};
use crate::ui::form_state::{FormState, Values, value_of};
use crate::ui::post_form::{Done, PostForm};
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
    let value = |name| echo.as_ref().map(|echo| echo.value(name)).unwrap_or_default();
    let (name, email) = (value("name"), value("email"));
    let done = Done::or_refuse(form, |_| drop(window().location().assign("/")));
    view! {
        <Title text="Set up Switchroom"/>
        <main class="plain" id="content">
            <PostForm form path=SetUp::PATH class="card" done>
                <h1>"Set up Switchroom"</h1>
                <p class="lede">"This makes the first administrator. Everybody else can be invited later."</p>
                <FailureBanner failure=form.failure/>
                <TextField form name="name" label="Name" autocomplete="name" value=name required=true autofocus=true/>
                <TextField form name="email" label="E-mail" kind="email" inputmode="email" autocomplete="username"
                    value=email required=true/>
                <TextField form name="password" label="Password" kind="password" autocomplete="new-password" required=true
                    help="At least 12 characters. A few words are easier to remember than signs."/>
                <input type="hidden" name="link" value=link/>
                <SubmitButton label="Create administrator" busy=form.busy/>
            </PostForm>
        </main>
    }
    .into_any()
}

fn check(values: &Values) -> Vec<FieldError> {
    check_set_up(value_of(values, "name"), value_of(values, "email"), value_of(values, "password"))
}
