//! **Your account** (`/account`): the own password.

use super::api::ChangePassword;
use super::form::check_password_change;
use crate::form::FormEcho;
use crate::navigation::Heading;
use crate::ui::banner::FailureBanner;
use crate::ui::field::{SubmitButton, TextField};
use crate::ui::form_state::{FormState, Values};
use crate::ui::toast::{Notice, Toast};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_query_map;

/// The form for a new password.
#[component]
pub fn AccountPage() -> impl IntoView {
    let echo = FormEcho::of(ChangePassword::PATH);
    let form = FormState::new("", check, echo.as_ref());
    let action = ServerAction::<ChangePassword>::new();
    let done =
        || Notice { text: "Your password is changed. Your other sessions are signed out.".to_owned(), warning: None };
    let changed = use_query_map().with_untracked(|query| query.get("changed").as_deref() == Some("password"));
    let notice = RwSignal::new(changed.then(done));
    Effect::new(move |_| match action.value().get() {
        Some(Ok(())) => {
            form.set_value("current_password", "");
            form.set_value("new_password", "");
            form.typed.set(false);
            notice.set(Some(done()));
        }
        Some(Err(error)) => form.refuse(&error),
        None => {}
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if let Some(mut values) = form.accept() {
            let mut take = |name| values.remove(name).unwrap_or_default();
            let (current_password, new_password) = (take("current_password"), take("new_password"));
            action.dispatch(ChangePassword { current_password, new_password });
        }
    };
    view! {
        <Heading crumbs=&["Your account"] lede="Changing the password signs you out everywhere else."/>
        <form method="post" action=ChangePassword::PATH node_ref=form.node novalidate class="narrow" on:submit=submit
            on:input=move |event| form.input(event.target()) on:focusout=move |event| form.left(&event)>
            <h2>"Change password"</h2>
            <FailureBanner failure=form.failure/>
            <TextField form name="current_password" label="Current password" kind="password"
                autocomplete="current-password" required=true/>
            <TextField form name="new_password" label="New password" kind="password" autocomplete="new-password"
                required=true help="At least 12 characters."/>
            <SubmitButton label="Change password" busy=action.pending()/>
        </form>
        <Toast notice/>
    }
    .into_any()
}

fn check(values: &Values) -> Vec<crate::fields::FieldError> {
    let get = |name| values.get(name).map_or("", String::as_str);
    check_password_change(get("current_password"), get("new_password"))
}
