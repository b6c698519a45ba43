//! **New SIP credentials** (`/sip-phones/new`).

use super::api::{AddPhones, FindCandidates};
use super::notice::Done;
use super::{Candidates, PATH, PhoneColumn, form as rules};
use crate::call::{Reply, ask, read, resource};
use crate::error::AppError;
use crate::fields::FieldError;
use crate::form::FormEcho;
use crate::listing::Total;
use crate::navigation::Viewer;
use crate::ui::banner::{ErrorBanner, FailureBanner};
use crate::ui::combobox::{Choice, Combobox};
use crate::ui::dialog::{CloseLink, Closer, Dialog};
use crate::ui::effect::effect;
use crate::ui::field::{SelectField, SubmitButton};
use crate::ui::form_state::{FormState, Values, value_of};
use crate::ui::list_page::{back, query_of};
use crate::ui::loaded::{loaded, loading};
use crate::ui::pagination::grouped;
use crate::ui::post_form::{Done as Then, PostForm};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;

/// The dialog.
#[component]
pub fn NewPage() -> impl IntoView {
    let back = back::<PhoneColumn>(PATH);
    let echo = FormEcho::of(AddPhones::PATH);
    let form = FormState::new("", check, echo.as_ref());
    let everybody = use_query_map().with_untracked(|query| query.get("all").is_some());
    let first = resource(String::new, |_| ask(FindCandidates { search: String::new() }));
    let show = move |first: Reply| match read::<Candidates>(first) {
        _ if !Viewer::is_admin() => view! { <ErrorBanner error=AppError::Forbidden/> }.into_any(),
        Ok(first) if first.without == Total::Exactly(0) => nobody_left(back),
        Ok(first) => view! { <NewForm form first everybody back/> }.into_any(),
        Err(error) => view! { <ErrorBanner error/> }.into_any(),
    };
    view! {
        <Dialog title="New SIP credentials" lede="Each agent gets an own user name and password, and an e-mail to set a phone up." back typed=form.typed>
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

fn how_many(agents: Total) -> String {
    match agents {
        Total::Exactly(count) => grouped(count),
        Total::AtLeast(count) => format!("more than {}", grouped(count)),
    }
}

fn choices(candidates: &Candidates) -> Vec<Choice> {
    let choice = |one: &super::Candidate| Choice {
        value: one.person.to_string(),
        label: one.name.clone(),
        detail: one.email.clone(),
    };
    candidates.people.iter().map(choice).collect()
}

/// The rules of the form.
fn check(values: &Values) -> Vec<FieldError> {
    let is_all = !value_of(values, "all").is_empty();
    let people = if is_all { Ok(Vec::new()) } else { rules::numbers("people", value_of(values, "people")) };
    match people {
        Err(AppError::Invalid(errors)) => errors,
        // What else may be wrong is said by the server, in words.
        Ok(_) | Err(_) => Vec::new(),
    }
}

#[component]
fn NewForm(form: FormState, first: Candidates, everybody: bool, back: Signal<String>) -> impl IntoView {
    let all = RwSignal::new(everybody);
    let chosen = RwSignal::new(Vec::<Choice>::new());
    let offered = RwSignal::new(choices(&first));
    let closer = use_context::<Closer>();
    let query = query_of(&back.get_untracked());
    let after = query.clone();
    let done = Then::or_refuse(form, move |answer| {
        if let (Ok(count), Some(closer)) = (read::<u64>(Ok(answer)), closer) {
            let done = if all.get_untracked() { Done::AllBegun } else { Done::Added };
            closer.close_to(done.path(count, &[], &after));
        }
    });
    let people = move || chosen.with(|chosen| chosen.iter().map(|one| one.value.clone()).collect::<Vec<_>>().join(","));
    effect(move || {
        if chosen.with(|chosen| !chosen.is_empty()) {
            form.typed.set(true);
            form.forgive("people");
        }
    });
    let problem = Signal::derive(move || form.problem("people"));
    view! {
        <PostForm form path=AddPhones::PATH done>
            <div class="body">
                <FailureBanner failure=form.failure/>
                <label class="check">
                    <input type="checkbox" name="all" value="yes" autocomplete="off" checked=everybody
                        on:change=move |event| all.set(event_target_checked(&event))/>
                    {format!("All agents without SIP access ({})", how_many(first.without))}
                </label>
                <div hidden=all>
                    <Combobox id="new-agent" label="Agent" chosen choices=offered find=finder(offered) problem
                        nothing="Nobody without SIP access matches."
                        help="Type a name or an address. Only agents without SIP access are offered."/>
                    <noscript><p class="help">"Choosing single agents needs JavaScript."</p></noscript>
                </div>
                <SelectField form name="receiving" label="Receive calls on SIP phone" value="yes".to_owned()
                    options=vec![("yes", "Yes"), ("no", "No")]/>
            </div>
            <input type="hidden" name="people" prop:value=people/>
            <input type="hidden" name="back" value=query/>
            <footer>
                <CloseLink back class="button">"Cancel"</CloseLink>
                <SubmitButton label="Add new SIP credentials" busy=form.busy/>
            </footer>
        </PostForm>
    }
    .into_any()
}

/// Asks the server who matches. An answer that was overtaken by a later question is not shown.
fn finder(offered: RwSignal<Vec<Choice>>) -> Callback<String> {
    let asked = StoredValue::new(0_u32);
    Callback::new(move |search: String| {
        let mine = asked.try_update_value(|asked| {
            *asked += 1;
            *asked
        });
        spawn_local(async move {
            let found = read::<Candidates>(ask(FindCandidates { search }).await);
            if asked.try_get_value() == mine {
                // Nobody rather than those of another search, when the server does not answer.
                offered.try_set(found.map(|found| choices(&found)).unwrap_or_default());
            }
        });
    })
}
