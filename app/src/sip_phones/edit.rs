//! **Edit** (`/sip-phones/:id/edit`): user name, receiving, a new password.

use super::api::{Get, UpdatePhone};
use super::notice::Done;
use super::{PATH, PhoneColumn, PhoneRow, form as rules};
use crate::call::{Reply, ask, read, resource};
use crate::error::{AppError, Conflict};
use crate::fields::FieldError;
use crate::form::FormEcho;
use crate::navigation::Viewer;
use crate::ui::banner::{ErrorBanner, FailureBanner};
use crate::ui::dialog::{CloseLink, Closer, Dialog};
use crate::ui::draft::Draft;
use crate::ui::field::{CheckField, SelectField, SubmitButton, TextField};
use crate::ui::form_state::{FormState, Values, value_of};
use crate::ui::list_page::{back, query_of};
use crate::ui::loaded::{loaded, loading};
use crate::ui::post_form::{Done as Then, PostForm};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;

fn check(values: &Values) -> Vec<FieldError> {
    let value = |name| value_of(values, name);
    rules::change(value("user_name"), value("receiving"), value("renew")).err().unwrap_or_default()
}

/// The dialog with the form of one phone.
#[component]
pub fn EditPage() -> impl IntoView {
    let back = back::<PhoneColumn>(PATH);
    let id = use_params_map().with_untracked(|params| params.get("id")).and_then(|id| id.parse::<i64>().ok());
    let phone = resource(String::new, move |_| match id {
        Some(id) => ask(Get { id }),
        None => Box::pin(async { Err(AppError::NotFound) }),
    });
    let echo = FormEcho::of(UpdatePhone::PATH);
    let form = FormState::new("", check, echo.as_ref());
    let show = move |phone: Reply| match read::<PhoneRow>(phone) {
        _ if !Viewer::is_admin() => view! { <ErrorBanner error=AppError::Forbidden/> }.into_any(),
        Ok(phone) => view! { <EditForm form phone echo=echo.clone() back/> }.into_any(),
        Err(error) => view! { <ErrorBanner error/> }.into_any(),
    };
    view! {
        <Dialog title="Edit SIP phone" back typed=form.typed>{loaded(phone, loading, RwSignal::new(false), show)}</Dialog>
    }
    .into_any()
}

#[component]
fn EditForm(form: FormState, phone: PhoneRow, echo: Option<FormEcho>, back: Signal<String>) -> impl IntoView {
    let closer = use_context::<Closer>();
    let query = query_of(&back.get_untracked());
    let after = query.clone();
    let done = Then::new(move |reply| match (read::<PhoneRow>(reply), closer) {
        (Ok(phone), Some(closer)) => closer.close_to(Done::Saved.path(1, &[phone.id], &after)),
        (Err(AppError::Conflict(conflict)), _) => {
            // The next attempt is made on top of what is so now, which is said.
            form.set_hidden("version", &conflict.version.to_string());
            form.refuse(&AppError::Said(words(&conflict)));
        }
        (Err(error), _) => form.refuse(&error),
        (Ok(_), None) => {}
    });
    let PhoneRow { id, name, email, user_name, receiving, version, .. } = phone;
    let typed = |field: &str, kept: String| echo.as_ref().map_or(kept, |echo| echo.value(field));
    let user_name = typed("user_name", user_name);
    let receiving = typed("receiving", if receiving { "yes" } else { "no" }.to_owned());
    let renew = !typed("renew", String::new()).is_empty();
    view! {
        <PostForm form path=UpdatePhone::PATH done>
            <div class="body">
                <Draft form/>
                <FailureBanner failure=form.failure/>
                <p><b>{name}</b> " (" {email} ")"</p>
                <div class="fields">
                    <TextField form name="user_name" label="SIP user name" value=user_name required=true autofocus=true
                        help="A phone that is set up with another name has to be set up again."/>
                    <SelectField form name="receiving" label="Receiving on SIP phone" value=receiving
                        options=vec![("yes", "Yes"), ("no", "No")]/>
                    <CheckField form name="renew" label="Issue a new password: the old one stops working, and the agent gets an e-mail"
                        checked=renew/>
                </div>
            </div>
            <input type="hidden" name="id" value=id.to_string()/>
            <input type="hidden" name="version" value=version.to_string()/>
            <input type="hidden" name="back" value=query/>
            <footer>
                <CloseLink back class="button">"Cancel"</CloseLink>
                <SubmitButton label="Save changes" busy=form.busy/>
            </footer>
        </PostForm>
    }
    .into_any()
}

/// What somebody else did meanwhile. What was typed stays, and is saved by a second press.
fn words(conflict: &Conflict) -> String {
    let value = |name| conflict.current.get(name).map_or("", String::as_str);
    let receiving = if value("receiving") == "yes" { "Yes" } else { "No" };
    format!(
        "{} changed this while you were editing: the SIP user name is {} and receiving is {receiving} now. Saving again sets what stands below.",
        conflict.by,
        value("user_name")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn a_conflict_says_what_is_so_now() {
        let current = BTreeMap::from([("user_name".into(), "kate".into()), ("receiving".into(), "no".to_owned())]);
        let words = words(&Conflict { by: "Ada".into(), version: 2, current });
        assert!(words.contains("the SIP user name is kate and receiving is No now"), "{words}");
    }
}
