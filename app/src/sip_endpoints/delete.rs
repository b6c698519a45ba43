//! **Delete** (`/sip-endpoints/:id/delete`): permanent, after a question.

use super::api::DeleteSipEndpoint;
use super::edit::one_of_the_address;
use super::notice::Change;
use super::{PATH, SipEndpointColumn, SipEndpointEdit};
use crate::call::{Reply, read};
use crate::error::AppError;
use crate::form::FormEcho;
use crate::navigation::Viewer;
use crate::ui::banner::{ErrorBanner, FailureBanner};
use crate::ui::dialog::{CloseLink, Closer, Dialog};
use crate::ui::field::SubmitButton;
use crate::ui::form_state::FormState;
use crate::ui::list_page::{back, query_of};
use crate::ui::loaded::{loaded, loading};
use crate::ui::post_form::{Done, PostForm};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The question before an endpoint goes.
#[component]
pub fn DeletePage() -> impl IntoView {
    let back = back::<SipEndpointColumn>(PATH);
    let endpoint = one_of_the_address();
    let show = move |endpoint: Reply| match read::<SipEndpointEdit>(endpoint) {
        _ if !Viewer::is_admin() => view! { <ErrorBanner error=AppError::Forbidden/> }.into_any(),
        Ok(endpoint) => view! { <Question endpoint back/> }.into_any(),
        Err(error) => view! { <ErrorBanner error/> }.into_any(),
    };
    view! {
        <Dialog title="Delete SIP endpoint" back typed=RwSignal::new(false)>
            {loaded(endpoint, loading, RwSignal::new(false), show)}
        </Dialog>
    }
    .into_any()
}

#[component]
fn Question(endpoint: SipEndpointEdit, back: Signal<String>) -> impl IntoView {
    let form = FormState::new("", |_| Vec::new(), FormEcho::of(DeleteSipEndpoint::PATH).as_ref());
    let closer = use_context::<Closer>();
    let query = query_of(&back.get_untracked());
    let after = query.clone();
    let done = Done::or_refuse(form, move |answer| {
        if let (Ok(reference), Some(closer)) = (read::<String>(Ok(answer)), closer) {
            closer.close_to(Change::deleted(&reference).path(&after));
        }
    });
    let (id, host, port) = (endpoint.id, endpoint.form.host, endpoint.form.port);
    view! {
        <PostForm form path=DeleteSipEndpoint::PATH done>
            <div class="body">
                <FailureBanner failure=form.failure/>
                <p>
                    "Delete " <b>{endpoint.form.reference}</b> " (" <span class="mono">{host} " port " {port}</span>
                    ")? Calls can no longer be sent to it. This cannot be undone."
                </p>
            </div>
            <input type="hidden" name="id" value=id.to_string()/>
            <input type="hidden" name="back" value=query/>
            <footer>
                <CloseLink back class="button">"Cancel"</CloseLink>
                <SubmitButton label="Delete endpoint" look="danger" busy=form.busy/>
            </footer>
        </PostForm>
    }
    .into_any()
}

/// Address of the question over a list with this query string.
pub(super) fn path(id: i64, query: &str) -> String {
    format!("{PATH}/{id}/delete{query}")
}
