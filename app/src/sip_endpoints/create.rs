//! **Create** and **Duplicate** (`/sip-endpoints/new`, `/sip-endpoints/new?copy=ID`).

use super::api::{CopyOf, CreateSipEndpoint};
use super::fields::{Fields, KeptPassword, check};
use super::notice::Change;
use super::{PATH, Saved, SipEndpointColumn, SipEndpointEdit, SipEndpointForm};
use crate::call::{Reply, ask, read, resource};
use crate::error::AppError;
use crate::form::FormEcho;
use crate::navigation::Viewer;
use crate::ui::banner::{ErrorBanner, FailureBanner};
use crate::ui::dialog::{CloseLink, Closer, Dialog};
use crate::ui::draft::Draft;
use crate::ui::field::SubmitButton;
use crate::ui::form_state::FormState;
use crate::ui::list_page::{back, query_of};
use crate::ui::loaded::{loaded, loading};
use crate::ui::post_form::{Done, PostForm};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_query_map;

/// The dialog with the form of a new endpoint.
#[component]
pub fn CreatePage() -> impl IntoView {
    let back = back::<SipEndpointColumn>(PATH);
    let copied = use_query_map().with_untracked(|query| query.get("copy"));
    let copy = copied.as_ref().and_then(|id| id.parse::<i64>().ok());
    let wrong = copied.is_some() && copy.is_none();
    let original = resource(String::new, move |_| match copy {
        Some(id) => ask(CopyOf { id }),
        None if wrong => Box::pin(async { Err(AppError::NotFound) }),
        None => Box::pin(async { Ok("null".to_owned()) }),
    });
    let echo = FormEcho::of(CreateSipEndpoint::PATH);
    let form = FormState::new("form", check, echo.as_ref());
    form.ask_again_for("password", echo.as_ref());
    let title = if copy.is_some() { "Duplicate SIP endpoint" } else { "Create SIP endpoint" };
    let show = move |original: Reply| match read::<Option<SipEndpointEdit>>(original) {
        _ if !Viewer::is_admin() => view! { <ErrorBanner error=AppError::Forbidden/> }.into_any(),
        Ok(original) => view! { <CreateForm form original echo=echo.clone() copy back/> }.into_any(),
        Err(error) => view! { <ErrorBanner error/> }.into_any(),
    };
    view! {
        <Dialog title lede="Calls can be sent to it as soon as a scenario uses it." back typed=form.typed>
            {loaded(original, loading, RwSignal::new(false), show)}
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
    let closer = use_context::<Closer>();
    let query = query_of(&back.get_untracked());
    let after = query.clone();
    let done = Done::or_refuse(form, move |answer| {
        if let (Ok(saved), Some(closer)) = (read::<Saved>(Ok(answer)), closer) {
            closer.close_to(Change::created(&saved).path(&after));
        }
    });
    view! {
        <PostForm form path=CreateSipEndpoint::PATH done>
            <div class="body">
                <Draft form/>
                <FailureBanner failure=form.failure/>
                <Fields form start kept=Signal::stored(kept)/>
            </div>
            {copy.map(|id| view! { <input type="hidden" name="copy_of" value=id.to_string()/> })}
            <input type="hidden" name="back" value=query/>
            <footer>
                <CloseLink back class="button">"Cancel"</CloseLink>
                <SubmitButton label="Add SIP endpoint" busy=form.busy/>
            </footer>
        </PostForm>
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
