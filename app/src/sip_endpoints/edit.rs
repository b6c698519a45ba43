//! **Edit** (`/sip-endpoints/:id/edit`); support staff see the same form and cannot change it.

use super::api::{self, UpdateSipEndpoint};
use super::fields::{Fields, KeptPassword, check};
use super::merge::{HAS_PASSWORD, OtherChange, changes, has_password};
use super::notice::Change;
use super::{PATH, Saved, SipEndpointColumn, SipEndpointEdit, SipEndpointForm};
use crate::call::{Reply, ask, read, resource};
use crate::error::{AppError, Conflict};
use crate::form::FormEcho;
use crate::navigation::Viewer;
use crate::ui::banner::{ErrorBanner, FailureBanner, announced};
use crate::ui::dialog::{CloseLink, Closer, Dialog};
use crate::ui::draft::Draft;
use crate::ui::field::SubmitButton;
use crate::ui::form_state::{FormState, Values};
use crate::ui::list_page::{back, query_of};
use crate::ui::loaded::{loaded, loading};
use crate::ui::post_form::{Done, PostForm};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;

/// The dialog with the form of one endpoint.
#[component]
pub fn EditPage() -> impl IntoView {
    let back = back::<SipEndpointColumn>(PATH);
    let endpoint = one_of_the_address();
    let echo = FormEcho::of(UpdateSipEndpoint::PATH);
    let form = FormState::new("form", check, echo.as_ref());
    form.ask_again_for("password", echo.as_ref());
    let title = if Viewer::is_admin() { "Edit SIP endpoint" } else { "SIP endpoint" };
    let show = move |endpoint: Reply| match read::<SipEndpointEdit>(endpoint) {
        Ok(endpoint) => view! { <EditForm form endpoint echo=echo.clone() back/> }.into_any(),
        Err(error) => view! { <ErrorBanner error/> }.into_any(),
    };
    view! {
        <Dialog title back typed=form.typed>{loaded(endpoint, loading, RwSignal::new(false), show)}</Dialog>
    }
    .into_any()
}

/// The endpoint whose number stands in the address.
pub(super) fn one_of_the_address() -> Resource<Reply> {
    let id = use_params_map().with_untracked(|params| params.get("id")).and_then(|id| id.parse::<i64>().ok());
    resource(String::new, move |_| match id {
        Some(id) => ask(api::Get { id }),
        None => Box::pin(async { Err(AppError::NotFound) }),
    })
}

/// Where a form stands against the server: what it was opened with, and what others have changed since.
struct Start {
    form: SipEndpointForm,
    base: Values,
    version: i64,
    others: Option<(String, Vec<OtherChange>)>,
}

impl Start {
    fn new(endpoint: &SipEndpointEdit, echo: Option<&FormEcho>) -> Self {
        let mut base = endpoint.form.shown();
        base.insert(HAS_PASSWORD.to_owned(), has_password(endpoint.has_password).to_owned());
        let mut start = Self { form: endpoint.form.clone(), base, version: endpoint.version, others: None };
        if let Some(echo) = echo {
            start.refused(echo);
        }
        start
    }

    /// Refused without WebAssembly: what was typed comes back, and what the other person changed is put in.
    fn refused(&mut self, echo: &FormEcho) {
        self.form = echoed(echo);
        self.base = serde_json::from_str(&echo.value("base")).unwrap_or_default();
        self.version = echo.value("version").parse().unwrap_or(self.version);
        if let AppError::Conflict(conflict) = &echo.error {
            let found = changes(&self.base, &self.form.shown(), conflict);
            found.iter().filter(|change| !change.kept).for_each(|change| self.form.set(change.field, &change.to));
            self.others = Some((conflict.by.clone(), found));
            self.base.clone_from(&conflict.current);
            self.version = conflict.version;
        }
    }
}

#[component]
fn EditForm(form: FormState, endpoint: SipEndpointEdit, echo: Option<FormEcho>, back: Signal<String>) -> impl IntoView {
    let id = endpoint.id;
    let kept = RwSignal::new(KeptPassword::of(endpoint.has_password));
    let Start { form: start, base, version, others } = Start::new(&endpoint, echo.as_ref());
    let others = RwSignal::new(others);
    let closer = use_context::<Closer>();
    let query = query_of(&back.get_untracked());
    let after = query.clone();
    let done = Done::new(move |reply| match (read::<Saved>(reply), closer) {
        (Ok(saved), Some(closer)) => closer.close_to(Change::updated(&saved).path(&after)),
        (Err(AppError::Conflict(conflict)), _) => {
            kept.set(KeptPassword::of(conflict.current.get(HAS_PASSWORD).is_some_and(|kept| !kept.is_empty())));
            others.set(Some(merge(form, &conflict)));
        }
        (Err(error), _) => {
            others.set(None);
            form.refuse(&error);
        }
        (Ok(_), None) => {}
    });
    let may_change = Viewer::is_admin();
    // The conflict has a banner of its own.
    let failure =
        Signal::derive(move || form.failure.get().filter(|failure| !matches!(failure, AppError::Conflict(_))));
    view! {
        <PostForm form path=UpdateSipEndpoint::PATH done>
            <div class="body">
                <Draft form/>
                <FailureBanner failure/>
                <OthersChanges others/>
                <fieldset class="bare" disabled=!may_change><Fields form start kept=kept.into() id=Some(id)/></fieldset>
            </div>
            <input type="hidden" name="id" value=id.to_string()/>
            <input type="hidden" name="version" value=version.to_string()/>
            <input type="hidden" name="base" value=serde_json::to_string(&base).unwrap_or_default()/>
            <input type="hidden" name="back" value=query/>
            <footer>
                <CloseLink back class="button">{if may_change { "Cancel" } else { "Close" }}</CloseLink>
                {may_change.then(|| view! { <SubmitButton label="Save changes" busy=form.busy/> })}
            </footer>
        </PostForm>
    }
    .into_any()
}

/// What the other person changed, said above the form.
#[component]
fn OthersChanges(others: RwSignal<Option<(String, Vec<OtherChange>)>>) -> impl IntoView {
    announced(move || {
        let (by, changes) = others.get()?;
        let lines: Vec<AnyView> = changes.iter().map(|change| view! { <li>{change.words()}</li> }.into_any()).collect();
        let what = if changes.is_empty() { "Only the password was changed." } else { "What changed:" };
        let view = view! {
            <div class="banner warn">
                <div>
                    <p><b>{by}</b> " changed this endpoint while you were editing. " {what}</p>
                    <ul>{lines}</ul>
                    <p>"What you typed is kept. Save again to apply it on top."</p>
                </div>
            </div>
        };
        Some(view.into_any())
    })
}

/// Puts the other person's changes into the form, except where something was typed.
fn merge(form: FormState, conflict: &Conflict) -> (String, Vec<OtherChange>) {
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
    form.follow_transport();
    form
}

/// Address of the form of an endpoint over a list with this query string.
pub(super) fn path(id: i64, query: &str) -> String {
    format!("{PATH}/{id}/edit{query}")
}
