//! **Your account** (`/account`): the own password.

use super::api::ChangePassword;
use super::form::check_password_change;
use crate::fields::FieldError;
use crate::form::FormEcho;
use crate::navigation::{Heading, Viewer};
use crate::ui::banner::FailureBanner;
use crate::ui::field::{SubmitButton, TextField};
use crate::ui::form_state::{FormState, Values, value_of};
use crate::ui::post_form::{Done, PostForm};
use crate::ui::toast::{Notice, Toast};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_query_map;

/// The form for a new password.
#[component]
pub fn AccountPage() -> impl IntoView {
    let echo = FormEcho::of(ChangePassword::PATH);
    let form = FormState::new("", check, echo.as_ref());
    let changed = use_query_map().with_untracked(|query| query.get("changed").as_deref() == Some("password"));
    let notice = RwSignal::new(changed.then(changed_notice));
    let done = Done::or_refuse(form, move |_| {
        form.clear();
        notice.set(Some(changed_notice()));
    });
    let email = Viewer::current().map(|viewer| viewer.0.email).unwrap_or_default();
    view! {
        <Heading crumbs=&["Your account"] lede="Changing the password signs you out everywhere else."/>
        <PostForm form path=ChangePassword::PATH class="narrow" done>
            <h2>"Change password"</h2>
            <FailureBanner failure=form.failure/>
            // Tells password managers whose password it is.
            <input type="email" autocomplete="username" value=email hidden/>
            <TextField form name="current_password" label="Current password" kind="password"
                autocomplete="current-password" required=true/>
            <TextField form name="new_password" label="New password" kind="password" autocomplete="new-password"
                required=true help="At least 12 characters."/>
            <SubmitButton label="Change password" busy=form.busy/>
        </PostForm>
        <Toast notice/>
    }
    .into_any()
}

fn changed_notice() -> Notice {
    Notice { text: "Your password is changed. Your other sessions are signed out.".to_owned(), warning: None }
}

fn check(values: &Values) -> Vec<FieldError> {
    check_password_change(value_of(values, "current_password"), value_of(values, "new_password"))
}
