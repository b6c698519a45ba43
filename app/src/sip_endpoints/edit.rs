//! **Edit** (`/sip-endpoints/:id/edit`); support staff see the same form and cannot change it.

use super::api::{UpdateSipEndpoint, get};
use super::fields::{Fields, KeptPassword, check, typed};
use super::merge::{Change, changes};
use super::notice::Done;
use super::{PATH, SipEndpointEdit, SipEndpointForm};
use crate::error::{AppError, Conflict};
use crate::form::FormEcho;
use crate::navigation::Viewer;
use crate::ui::banner::{ErrorBanner, FailureBanner};
use crate::ui::dialog::{CloseLink, Closer, Dialog};
use crate::ui::field::SubmitButton;
use crate::ui::form_state::{FormState, Values};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;

/// The dialog with the form of one endpoint.
#[component]
pub fn EditPage() -> impl IntoView {
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
    let echo = FormEcho::of(UpdateSipEndpoint::PATH);
    let form = FormState::new("form", check, echo.as_ref());
    let title = if Viewer::is_admin() { "Edit SIP endpoint" } else { "SIP endpoint" };
    view! {
        <Dialog title back typed=form.typed>
            <Suspense fallback=|| view! { <p class="loading">"Loading…"</p> }>
                {move || {
                        let echo = echo.clone();
                        Suspend::new(async move {
                            match endpoint.await {
                                Ok(endpoint) => view! { <EditForm form endpoint echo back/> }.into_any(),
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
fn EditForm(form: FormState, endpoint: SipEndpointEdit, echo: Option<FormEcho>, back: Signal<String>) -> impl IntoView {
    let id = endpoint.id;
    let kept = if endpoint.has_password { KeptPassword::Unchanged } else { KeptPassword::None };
    let others = RwSignal::new(None::<(String, Vec<Change>)>);
    let mut start = endpoint.form.clone();
    let mut base = endpoint.form.shown();
    let mut version = endpoint.version;
    if let Some(echo) = &echo {
        // Refused without WebAssembly: what was typed comes back, what the other person changed is put in.
        start = echoed(echo);
        base = serde_json::from_str(&echo.value("base")).unwrap_or(base);
        version = echo.value("version").parse().unwrap_or(version);
        if let AppError::Conflict(conflict) = &echo.error {
            let found = changes(&base, &start.shown(), conflict);
            found.iter().filter(|change| !change.kept).for_each(|change| start.set(change.field, &change.to));
            others.set(Some((conflict.by.clone(), found)));
            base.clone_from(&conflict.current);
            version = conflict.version;
        }
    }
    let action = ServerAction::<UpdateSipEndpoint>::new();
    let closer = use_context::<Closer>();
    let query = super::list::query_of(&back.get_untracked());
    let after = query.clone();
    Effect::new(move |_| match (action.value().get(), closer) {
        (Some(Ok(saved)), Some(closer)) => closer.close_to(Done::Updated(saved).path(&after)),
        (Some(Err(AppError::Conflict(conflict))), _) => others.set(Some(merge(form, &conflict))),
        (Some(Err(error)), _) => form.refuse(&error),
        _ => {}
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if let Some(values) = form.accept() {
            let version = values.get("version").and_then(|version| version.parse().ok()).unwrap_or_default();
            action.dispatch(UpdateSipEndpoint { id, version, form: typed(&values), back: String::new() });
        }
    };
    let may_change = Viewer::is_admin();
    // The conflict has a banner of its own.
    let failure =
        Signal::derive(move || form.failure.get().filter(|failure| !matches!(failure, AppError::Conflict(_))));
    view! {
        <form method="post" action=UpdateSipEndpoint::PATH node_ref=form.node novalidate on:submit=submit
            on:input=move |event| form.input(event.target()) on:focusout=move |event| form.left(&event)>
            <div class="body">
                <FailureBanner failure/>
                <OthersChanges others/>
                <fieldset class="bare" disabled=!may_change><Fields form start kept id=Some(id)/></fieldset>
            </div>
            <input type="hidden" name="id" value=id.to_string()/>
            <input type="hidden" name="version" value=version.to_string()/>
            <input type="hidden" name="base" value=serde_json::to_string(&base).unwrap_or_default()/>
            <input type="hidden" name="back" value=query/>
            <footer>
                <CloseLink back class="button">{if may_change { "Cancel" } else { "Close" }}</CloseLink>
                {may_change.then(|| view! { <SubmitButton label="Save changes" busy=action.pending()/> })}
            </footer>
        </form>
    }
    .into_any()
}

/// What the other person changed, said above the form.
#[component]
fn OthersChanges(others: RwSignal<Option<(String, Vec<Change>)>>) -> impl IntoView {
    view! {
        <div role="alert" class="banner-place">
            {move || others.get().map(|(by, changes)| {
                let lines = changes.iter().map(|change| view! { <li>{change.words()}</li> }).collect_view();
                let what = if changes.is_empty() { "Only the password was changed." } else { "What changed:" };
                view! {
                    <div class="banner warn">
                        <div>
                            <p><b>{by}</b>" changed this endpoint while you were editing. "{what}</p>
                            <ul>{lines}</ul>
                            <p>"Nothing you typed is lost. Save again to apply it on top."</p>
                        </div>
                    </div>
                }
            })}
        </div>
    }
    .into_any()
}

/// Puts the other person's changes into the form, except where something was typed.
fn merge(form: FormState, conflict: &Conflict) -> (String, Vec<Change>) {
    let mine: Values = form.values();
    let base = mine.get("base").and_then(|base| serde_json::from_str(base).ok()).unwrap_or_default();
    let found = changes(&base, &mine, conflict);
    for change in found.iter().filter(|change| !change.kept) {
        form.set_value(change.field, &change.to);
    }
    form.set_hidden("base", &serde_json::to_string(&conflict.current).unwrap_or_default());
    form.set_hidden("version", &conflict.version.to_string());
    (conflict.by.clone(), found)
}

/// The form as it was typed and refused, without secrets.
pub(super) fn echoed(echo: &FormEcho) -> SipEndpointForm {
    let mut form = SipEndpointForm::default();
    for (name, value) in &echo.values {
        if let Some(field) = name.strip_prefix("form[").and_then(|name| name.strip_suffix(']')) {
            form.set(field, value);
        }
    }
    form
}

/// Address of the form of an endpoint over a list with this query string.
pub(super) fn path(id: i64, query: &str) -> String {
    format!("{PATH}/{id}/edit{query}")
}
