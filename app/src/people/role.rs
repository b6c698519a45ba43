//! **Change the role** (`/people/:id/role`).

use super::api::SetRole;
use super::invite::roles;
use super::notice::Done;
use super::{PATH, PersonColumn, PersonRow, one_of_the_address};
use crate::call::{Reply, read};
use crate::error::{AppError, Conflict};
use crate::form::FormEcho;
use crate::navigation::Viewer;
use crate::session::Role;
use crate::ui::banner::{ErrorBanner, FailureBanner};
use crate::ui::dialog::{CloseLink, Closer, Dialog};
use crate::ui::field::{SelectField, SubmitButton};
use crate::ui::form_state::FormState;
use crate::ui::list_page::{back, query_of};
use crate::ui::loaded::{loaded, loading};
use crate::ui::post_form::{Done as Then, PostForm};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The dialog with the choice.
#[component]
pub fn RolePage() -> impl IntoView {
    let back = back::<PersonColumn>(PATH);
    let person = one_of_the_address();
    // Rendered again after a refusal, the form shows the role that they have now.
    let echo = FormEcho::of(SetRole::PATH).map(|echo| match &echo.error {
        AppError::Conflict(conflict) => FormEcho { error: AppError::Said(words(conflict)), ..echo },
        _ => echo,
    });
    let form = FormState::new("", |_| Vec::new(), echo.as_ref());
    let show = move |person: Reply| match read::<PersonRow>(person) {
        _ if !Viewer::is_admin() => view! { <ErrorBanner error=AppError::Forbidden/> }.into_any(),
        Ok(person) => view! { <RoleForm form person back/> }.into_any(),
        Err(error) => view! { <ErrorBanner error/> }.into_any(),
    };
    view! {
        <Dialog title="Change the role" back typed=form.typed>{loaded(person, loading, RwSignal::new(false), show)}</Dialog>
    }
    .into_any()
}

#[component]
fn RoleForm(form: FormState, person: PersonRow, back: Signal<String>) -> impl IntoView {
    let closer = use_context::<Closer>();
    let query = query_of(&back.get_untracked());
    let after = query.clone();
    let done = Then::new(move |reply| match (read::<PersonRow>(reply), closer) {
        (Ok(person), Some(closer)) => closer.close_to(Done::RoleChanged.path(person.id, &after)),
        (Err(AppError::Conflict(conflict)), _) => {
            // The next attempt is made on top of what is so now, and the form shows that.
            form.set_hidden("version", &conflict.version.to_string());
            form.set_value("role", current_role(&conflict));
            form.refuse(&AppError::Said(words(&conflict)));
        }
        (Err(error), _) => form.refuse(&error),
        (Ok(_), None) => {}
    });
    let PersonRow { id, name, email, role, version, .. } = person;
    view! {
        <PostForm form path=SetRole::PATH done>
            <div class="body">
                <FailureBanner failure=form.failure/>
                <p><b>{name}</b> " (" {email} ")"</p>
                <SelectField form name="role" label="Role" value=role.code().to_owned() options=roles()
                    help="It takes effect with their next click."/>
            </div>
            <input type="hidden" name="id" value=id.to_string()/>
            <input type="hidden" name="version" value=version.to_string()/>
            <input type="hidden" name="back" value=query/>
            <footer>
                <CloseLink back class="button">"Cancel"</CloseLink>
                <SubmitButton label="Change the role" busy=form.busy/>
            </footer>
        </PostForm>
    }
    .into_any()
}

fn current_role(conflict: &Conflict) -> &str {
    conflict.current.get("role").map_or("", String::as_str)
}

/// What somebody else did meanwhile.
fn words(conflict: &Conflict) -> String {
    let by = &conflict.by;
    match Role::from_code(current_role(conflict)) {
        Some(role) => {
            format!(
                "{by} changed this while you were editing: the role is {} now. Choose again if it should not stay.",
                role.label()
            )
        }
        None => format!("{by} changed this while you were editing."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn a_conflict_says_what_the_role_is_now() {
        let current = BTreeMap::from([("role".to_owned(), "support".to_owned())]);
        let words = words(&Conflict { by: "Ada".into(), version: 2, current });
        assert!(words.starts_with("Ada changed this while you were editing: the role is Support now."), "{words}");
    }
}
