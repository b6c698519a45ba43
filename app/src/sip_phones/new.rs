//! **New SIP credentials** (`/sip-phones/new`).

use super::api::{AddPhones, FindCandidates};
use super::notice::Done;
use super::{Candidates, PATH, PhoneColumn};
use crate::call::{Reply, ask, form_body, post, read, resource};
use crate::error::AppError;
use crate::navigation::Viewer;
use crate::ui::banner::{ErrorBanner, FailureBanner};
use crate::ui::combobox::{Choice, Combobox};
use crate::ui::dialog::{CloseLink, Closer, Dialog};
use crate::ui::effect::effect;
use crate::ui::list_page::{back, query_of};
use crate::ui::loaded::{loaded, loading};
use crate::ui::pagination::grouped;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;

/// The dialog.
#[component]
pub fn NewPage() -> impl IntoView {
    let back = back::<PhoneColumn>(PATH);
    let typed = RwSignal::new(false);
    let everybody = use_query_map().with_untracked(|query| query.get("all").is_some());
    let first = resource(String::new, |_| ask(FindCandidates { search: String::new() }));
    let show = move |first: Reply| match read::<Candidates>(first) {
        _ if !Viewer::is_admin() => view! { <ErrorBanner error=AppError::Forbidden/> }.into_any(),
        Ok(first) if first.without == 0 => nobody_left(back),
        Ok(first) => view! { <NewForm first everybody typed back/> }.into_any(),
        Err(error) => view! { <ErrorBanner error/> }.into_any(),
    };
    view! {
        <Dialog title="New SIP credentials" lede="Each agent gets an own user name and password, and an e-mail to set a phone up." back typed>
            {loaded(first, loading, RwSignal::new(false), show)}
        </Dialog>
    }
    .into_any()
}

fn nobody_left(back: Signal<String>) -> AnyView {
    view! {
        <div class="body"><p>"Every agent has SIP access already. People whom you invite as agents show up here."</p></div>
        <footer><CloseLink back class="button">"Close"</CloseLink></footer>
    }
    .into_any()
}

fn choices(candidates: &Candidates) -> Vec<Choice> {
    let choice = |one: &super::Candidate| Choice {
        value: one.person.to_string(),
        label: one.name.clone(),
        detail: one.email.clone(),
    };
    candidates.people.iter().map(choice).collect()
}

#[component]
fn NewForm(first: Candidates, everybody: bool, typed: RwSignal<bool>, back: Signal<String>) -> impl IntoView {
    let all = RwSignal::new(everybody);
    let chosen = RwSignal::new(Vec::<Choice>::new());
    let offered = RwSignal::new(choices(&first));
    let receiving = RwSignal::new(true);
    let failure = RwSignal::new(None::<AppError>);
    let busy = RwSignal::new(false);
    let asked = StoredValue::new(0_u32);
    let find = Callback::new(move |search: String| {
        let mine = asked.try_update_value(|asked| {
            *asked += 1;
            *asked
        });
        spawn_local(async move {
            let found = read::<Candidates>(ask(FindCandidates { search }).await);
            // An answer that was overtaken by a later question is not shown.
            if let (true, Ok(found)) = (asked.try_get_value() == mine, found) {
                offered.try_set(choices(&found));
            }
        });
    });
    effect(move || typed.set(chosen.with(|chosen| !chosen.is_empty())));
    let closer = use_context::<Closer>();
    let query = query_of(&back.get_untracked());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let everybody = all.get_untracked();
        let people =
            chosen.with_untracked(|chosen| chosen.iter().map(|one| one.value.clone()).collect::<Vec<_>>().join(","));
        if !everybody && people.is_empty() {
            failure.set(Some(AppError::Said("Choose at least one agent, or all of them.".to_owned())));
            return;
        }
        busy.set(true);
        failure.set(None);
        let after = query.clone();
        let fields = [
            ("people", people),
            ("all", if everybody { "yes" } else { "" }.to_owned()),
            ("receiving", if receiving.get_untracked() { "yes" } else { "no" }.to_owned()),
        ];
        spawn_local(async move {
            let reply = post(AddPhones::PATH, form_body(fields.into_iter())).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match (read::<u64>(reply), closer) {
                (Ok(count), Some(closer)) => {
                    let done = if everybody { Done::AllBegun } else { Done::Added };
                    closer.close_to(done.path(count, &[], &after));
                }
                (Err(error), _) => failure.set(Some(error)),
                (Ok(_), None) => {}
            }
        });
    };
    let radio = move |yes: bool, words: &'static str| {
        view! {
            <label class="check">
                <input type="radio" name="receiving" autocomplete="off" prop:checked=move || receiving.get() == yes
                    on:change=move |_| receiving.set(yes)/>
                {words}
            </label>
        }
    };
    let label = move || if busy.get() { "Adding…" } else { "Add new SIP credentials" };
    view! {
        <form on:submit=submit>
            <div class="body">
                <FailureBanner failure/>
                <label class="check">
                    <input type="checkbox" autocomplete="off" prop:checked=all on:change=move |event| all.set(event_target_checked(&event))/>
                    {format!("All agents without SIP access ({})", grouped(first.without))}
                </label>
                <div hidden=all>
                    <Combobox id="new-agent" label="Agent" chosen choices=offered find
                        nothing="Nobody without SIP access matches."
                        help="Type a name or an address. Only agents without SIP access are offered."/>
                </div>
                <fieldset>
                    <legend>"Receive calls on SIP phone"</legend>
                    <div class="two even">{radio(true, "Yes")}{radio(false, "No")}</div>
                </fieldset>
            </div>
            <footer>
                <CloseLink back class="button">"Cancel"</CloseLink>
                <button type="submit" class="button primary" disabled=busy aria-busy=move || busy.get().to_string()>{label}</button>
            </footer>
        </form>
    }
    .into_any()
}
