//! **Delete** (`/sip-endpoints/:id/delete`): permanent, after a question.

use super::PATH;
use super::api::{DeleteSipEndpoint, get};
use super::notice::Done;
use crate::error::AppError;
use crate::form::FormEcho;
use crate::navigation::Viewer;
use crate::ui::banner::{ErrorBanner, FailureBanner};
use crate::ui::dialog::{CloseLink, Closer, Dialog};
use crate::ui::field::SubmitButton;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;

/// The question before an endpoint goes.
#[component]
pub fn DeletePage() -> impl IntoView {
    let back = super::list::back();
    let id = use_params_map().with_untracked(|params| params.get("id")).and_then(|id| id.parse::<i64>().ok());
    let endpoint = Resource::new_blocking(
        || (),
        move |()| async move {
            match id {
                Some(id) => get(id).await,
                None => Err(AppError::NotFound),
            }
        },
    );
    view! {
        <Dialog title="Delete SIP endpoint" back typed=Signal::stored(false)>
            <Suspense fallback=|| view! { <p class="loading">"Loading…"</p> }>
                {move || Suspend::new(async move {
                    match endpoint.await {
                        _ if !Viewer::is_admin() => view! { <ErrorBanner error=AppError::Forbidden/> }.into_any(),
                        Ok(endpoint) => {
                            let where_to = format!("{}:{}", endpoint.form.host, endpoint.form.port);
                            view! { <Question id=endpoint.id reference=endpoint.form.reference where_to back/> }.into_any()
                        }
                        Err(error) => view! { <ErrorBanner error/> }.into_any(),
                    }
                })}
            </Suspense>
        </Dialog>
    }
    .into_any()
}

#[component]
fn Question(id: i64, reference: String, where_to: String, back: Signal<String>) -> impl IntoView {
    let action = ServerAction::<DeleteSipEndpoint>::new();
    let failure = RwSignal::new(FormEcho::of(DeleteSipEndpoint::PATH).map(|echo| echo.error));
    let closer = use_context::<Closer>();
    let query = super::list::query_of(&back.get_untracked());
    let after = query.clone();
    Effect::new(move |_| match (action.value().get(), closer) {
        (Some(Ok(reference)), Some(closer)) => closer.close_to(Done::Deleted(reference).path(&after)),
        (Some(Err(error)), _) => failure.set(Some(error)),
        _ => {}
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        failure.set(None);
        action.dispatch(DeleteSipEndpoint { id, back: String::new() });
    };
    view! {
        <form method="post" action=DeleteSipEndpoint::PATH on:submit=submit>
            <div class="body">
                <FailureBanner failure/>
                <p>"Delete "<b>{reference}</b>" ("<span class="mono">{where_to}</span>")? Calls can no longer be sent to it. This cannot be undone."</p>
            </div>
            <input type="hidden" name="id" value=id.to_string()/>
            <input type="hidden" name="back" value=query/>
            <footer>
                <CloseLink back class="button">"Cancel"</CloseLink>
                <SubmitButton label="Delete endpoint" look="danger" busy=action.pending()/>
            </footer>
        </form>
    }
    .into_any()
}

/// Address of the question over a list with this query string.
pub(super) fn path(id: i64, query: &str) -> String {
    format!("{PATH}/{id}/delete{query}")
}
