//! **Create** and **Duplicate** (`/sip-endpoints/new`, `/sip-endpoints/new?copy=ID`).

use super::api::{CreateSipEndpoint, copy_of};
use super::fields::{Fields, KeptPassword, check, typed};
use super::notice::Done;
use super::{PATH, SipEndpointEdit, SipEndpointForm};
use crate::form::FormEcho;
use crate::navigation::Viewer;
use crate::ui::banner::{ErrorBanner, FailureBanner};
use crate::ui::dialog::{CloseLink, Closer, Dialog};
use crate::ui::field::SubmitButton;
use crate::ui::form_state::FormState;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_query_map;

/// The dialog with the form of a new endpoint.
#[component]
pub fn CreatePage() -> impl IntoView {
    let back = super::list::back();
    let copy = use_query_map().with_untracked(|query| query.get("copy")).and_then(|id| id.parse::<i64>().ok());
    let original = Resource::new_blocking(
        || (),
        move |()| async move {
            match copy {
                Some(id) => copy_of(id).await.map(Some),
                None => Ok(None),
            }
        },
    );
    let echo = FormEcho::of(CreateSipEndpoint::PATH);
    let form = FormState::new("form", check, echo.as_ref());
    let title = if copy.is_some() { "Duplicate SIP endpoint" } else { "Create SIP endpoint" };
    view! {
        <Dialog title lede="Calls can be sent to it as soon as a scenario uses it." back typed=form.typed>
            <Suspense fallback=|| view! { <p class="loading">"Loading…"</p> }>
                {move || {
                        let echo = echo.clone();
                        Suspend::new(async move {
                            match original.await {
                                _ if !Viewer::is_admin() => view! { <ErrorBanner error=crate::error::AppError::Forbidden/> }.into_any(),
                                Ok(original) => view! { <CreateForm form original echo copy back/> }.into_any(),
                                Err(error) => view! { <ErrorBanner error/> }.into_any(),
                            }
                        })
                    }}
            </Suspense>
        </Dialog>
    }
    .into_any()
}

#[component]
fn CreateForm(
    form: FormState,
    original: Option<SipEndpointEdit>,
    echo: Option<FormEcho>,
    copy: Option<i64>,
    back: Signal<String>,
) -> impl IntoView {
    let kept = match &original {
        Some(original) if original.has_password => KeptPassword::Copied,
        _ => KeptPassword::None,
    };
    let mut start = original.map_or_else(SipEndpointForm::blank, |original| original.form);
    if let Some(echo) = &echo {
        start = super::edit::echoed(echo);
    }
    let action = ServerAction::<CreateSipEndpoint>::new();
    let closer = use_context::<Closer>();
    let query = super::list::query_of(&back.get_untracked());
    let after = query.clone();
    Effect::new(move |_| match (action.value().get(), closer) {
        (Some(Ok(saved)), Some(closer)) => closer.close_to(Done::Created(saved).path(&after)),
        (Some(Err(error)), _) => form.refuse(&error),
        _ => {}
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if let Some(values) = form.accept() {
            action.dispatch(CreateSipEndpoint { form: typed(&values), copy_of: copy, back: String::new() });
        }
    };
    view! {
        <form method="post" action=CreateSipEndpoint::PATH node_ref=form.node novalidate on:submit=submit
            on:input=move |event| form.input(event.target()) on:focusout=move |event| form.left(&event)>
            <div class="body">
                <FailureBanner failure=form.failure/>
                <Fields form start kept/>
            </div>
            {copy.map(|id| view! { <input type="hidden" name="copy_of" value=id.to_string()/> })}
            <input type="hidden" name="back" value=query/>
            <footer>
                <CloseLink back class="button">"Cancel"</CloseLink>
                <SubmitButton label="Add SIP endpoint" busy=action.pending()/>
            </footer>
        </form>
    }
    .into_any()
}

/// Address of the form of a new endpoint over a list with this query string.
pub(super) fn path(query: &str) -> String {
    format!("{PATH}/new{query}")
}

/// Address of the form with a copy of an endpoint.
pub(super) fn copy_path(id: i64, query: &str) -> String {
    let joint = if query.is_empty() { '?' } else { '&' };
    format!("{PATH}/new{query}{joint}copy={id}")
}
