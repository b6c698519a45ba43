//! **Change the role** (`/people/:id/role`).

use super::api::SetRole;
use super::invite::roles;
use super::notice::Done;
use super::{PATH, PersonColumn, PersonRow, one_of_the_address};
use crate::call::{Reply, read};
use crate::error::AppError;
use crate::form::FormEcho;
use crate::navigation::Viewer;
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
    let echo = FormEcho::of(SetRole::PATH);
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
        (Err(error), _) => {
            if let AppError::Conflict(conflict) = &error {
                // The words say who changed it; the next attempt is made on top.
                form.set_hidden("version", &conflict.version.to_string());
            }
            form.refuse(&error);
        }
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
