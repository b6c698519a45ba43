//! **Invite** (`/people/invite`).

use super::api::Invite;
use super::notice::Done;
use super::{PATH, PersonColumn, PersonRow, form as rules};
use crate::call::read;
use crate::error::AppError;
use crate::fields::FieldError;
use crate::form::FormEcho;
use crate::navigation::Viewer;
use crate::session::Role;
use crate::ui::banner::{ErrorBanner, FailureBanner};
use crate::ui::dialog::{CloseLink, Closer, Dialog};
use crate::ui::draft::Draft;
use crate::ui::field::{SelectField, SubmitButton, TextField};
use crate::ui::form_state::{FormState, Values, value_of};
use crate::ui::list_page::{back, query_of};
use crate::ui::post_form::{Done as Then, PostForm};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The choices of a role, as a form has them.
pub(super) fn roles() -> Vec<(&'static str, &'static str)> {
    vec![
        (Role::Agent.code(), "Agent: their own account alone"),
        (Role::Support.code(), "Support: sees everything but secrets"),
        (Role::Admin.code(), "Admin: everything"),
    ]
}

fn check(values: &Values) -> Vec<FieldError> {
    let value = |name| value_of(values, name);
    rules::invitation(value("name"), value("email"), value("role")).err().unwrap_or_default()
}

/// The dialog with the form.
#[component]
pub fn InvitePage() -> impl IntoView {
    let back = back::<PersonColumn>(PATH);
    let echo = FormEcho::of(Invite::PATH);
    let form = FormState::new("", check, echo.as_ref());
    view! {
        <Dialog title="Invite a person" lede="They get an e-mail with a link to choose a password." back typed=form.typed>
            {if Viewer::is_admin() {
                view! { <InviteForm form echo back/> }.into_any()
            } else {
                view! { <ErrorBanner error=AppError::Forbidden/> }.into_any()
            }}
        </Dialog>
    }
    .into_any()
}

#[component]
fn InviteForm(form: FormState, echo: Option<FormEcho>, back: Signal<String>) -> impl IntoView {
    let value = |name: &str| echo.as_ref().map(|echo| echo.value(name)).unwrap_or_default();
    let (name, email) = (value("name"), value("email"));
    let role = Some(value("role")).filter(|role| !role.is_empty()).unwrap_or_else(|| Role::Agent.code().to_owned());
    let closer = use_context::<Closer>();
    let query = query_of(&back.get_untracked());
    let after = query.clone();
    let done = Then::or_refuse(form, move |answer| {
        if let (Ok(person), Some(closer)) = (read::<PersonRow>(Ok(answer)), closer) {
            closer.close_to(Done::Invited.path(person.id, &after));
        }
    });
    view! {
        <PostForm form path=Invite::PATH done>
            <div class="body">
                <Draft form/>
                <FailureBanner failure=form.failure/>
                <div class="fields">
                    <TextField form name="name" label="Name" value=name required=true autofocus=true/>
                    <TextField form name="email" label="E-mail" kind="email" inputmode="email" value=email required=true/>
                    <SelectField form name="role" label="Role" value=role options=roles()/>
                </div>
            </div>
            <input type="hidden" name="back" value=query/>
            <footer>
                <CloseLink back class="button">"Cancel"</CloseLink>
                <SubmitButton label="Send invitation" busy=form.busy/>
            </footer>
        </PostForm>
    }
    .into_any()
}
