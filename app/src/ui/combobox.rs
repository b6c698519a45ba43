//! A field to type into with the choices that the server finds under it, of which several can be chosen (the ARIA pattern
//! "combobox with list popup", WAI-ARIA Authoring Practices). The list is always open: one that closed when the field is
//! left would move the button away under the pointer that is about to click it.

use super::effect::effect;
use super::icon::Icon;
use leptos::html;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use std::time::Duration;

/// Time without a key press after which the server is asked.
const PAUSE: Duration = Duration::from_millis(120);

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What it is called.
    pub label: String,
    /// What tells it from others of the same name.
    pub detail: String,
}

/// The drop-down; what is chosen stands below it, each with a button to take it away.
#[component]
pub fn Combobox(
    /// The id of the input, for its label.
    id: &'static str,
    /// The words above it.
    label: &'static str,
    /// What is chosen so far, in order.
    chosen: RwSignal<Vec<Choice>>,
    /// What can be chosen now; those chosen already are left out.
    choices: RwSignal<Vec<Choice>>,
    /// Asks for the choices that match.
    find: Callback<String>,
    /// Said when there is nothing to choose.
    #[prop(into)]
    nothing: Signal<String>,
    /// A line under it.
    help: &'static str,
    /// What is wrong with what is chosen; it gets the focus then.
    #[prop(into)]
    problem: Signal<Option<String>>,
) -> impl IntoView {
    let node: NodeRef<html::Input> = NodeRef::new();
    // Nothing until somebody types or goes into the list: Enter must not add whoever happens to stand first.
    let active = RwSignal::new(None::<usize>);
    // The choices are still those of an earlier text.
    let searching = RwSignal::new(false);
    let typed = move || node.get_untracked().map(|input| input.value()).unwrap_or_default();
    let waiting: StoredValue<Option<TimeoutHandle>> = StoredValue::new(None);
    let offered = Memo::new(move |_| {
        let taken = chosen.get();
        choices
            .get()
            .into_iter()
            .filter(|choice| !taken.iter().any(|one| one.value == choice.value))
            .collect::<Vec<_>>()
    });
    let soon = move |text: String| {
        if let Some(earlier) = waiting.get_value() {
            earlier.clear();
        }
        let ask = move || {
            find.try_run(text);
        };
        waiting.set_value(set_timeout_with_handle(ask, PAUSE).ok());
    };
    // Whoever closes the dialog at once does not want to know any more.
    on_cleanup(move || {
        if let Some(waiting) = waiting.try_get_value().flatten() {
            waiting.clear();
        }
    });
    effect(move || {
        choices.track();
        searching.set(false);
        let is_wanted = !typed().trim().is_empty() && offered.with(|offered| !offered.is_empty());
        active.set(is_wanted.then_some(0));
    });
    let take = move |at: usize| {
        let Some(choice) = offered.with_untracked(|offered| offered.get(at).cloned()) else { return };
        chosen.update(|chosen| chosen.push(choice));
        active.set(None);
        if let Some(input) = node.get_untracked() {
            input.set_value("");
            let _ = input.focus();
        }
        searching.set(true);
        soon(String::new());
    };
    let key = move |event: web_sys::KeyboardEvent| {
        let count = offered.with_untracked(Vec::len);
        match event.key().as_str() {
            "ArrowDown" if count > 0 => active.update(|at| *at = Some(at.map_or(0, |at| (at + 1) % count))),
            "ArrowUp" if count > 0 => active.update(|at| *at = Some((at.unwrap_or(0) + count - 1) % count)),
            "Enter" => match active.get_untracked() {
                // Whoever types quickly means what was typed, and not who is still shown.
                _ if searching.get_untracked() => {}
                Some(at) => take(at),
                // With nothing typed it sends the form.
                None if typed().trim().is_empty() => return,
                None => {}
            },
            "Backspace" if typed().is_empty() => {
                chosen.update(|chosen| drop(chosen.pop()));
                return;
            }
            _ => return,
        }
        event.prevent_default();
    };
    effect(move || {
        if let (Some(_), Some(input)) = (problem.get(), node.get()) {
            let _ = input.focus();
        }
    });
    let options = move || {
        let offered = offered.get();
        if offered.is_empty() {
            return view! { <li class="none" role="option" aria-disabled="true">{nothing}</li> }.into_any();
        }
        let option = |(at, choice): (usize, Choice)| {
            view! {
                <li id=format!("{id}-{at}") role="option" aria-selected=move || (active.get() == Some(at)).to_string()
                    // Before the input loses the focus.
                    on:mousedown=move |event| { event.prevent_default(); take(at); }
                    on:mousemove=move |_| active.set(Some(at))>
                    <span>{choice.label}</span><small class="muted">{choice.detail}</small>
                </li>
            }
            .into_any()
        };
        offered.into_iter().enumerate().map(option).collect::<Vec<AnyView>>().into_any()
    };
    let taken = move || {
        let one = |choice: Choice| {
            let (value, about) = (choice.value.clone(), format!("Remove {} ({})", choice.label, choice.detail));
            view! {
                <li>
                    <span title=choice.detail>{choice.label}</span>
                    <button type="button" class="icon-button" aria-label=about.clone() title=about
                        on:click=move |_| chosen.update(|chosen| chosen.retain(|one| one.value != value))><Icon name="x"/></button>
                </li>
            }
            .into_any()
        };
        chosen.get().into_iter().map(one).collect::<Vec<AnyView>>()
    };
    view! {
        <div class="field combobox">
            <label for=id>{label}</label>
            <ul class="chosen" aria-label="Chosen">{taken}</ul>
            <input id=id node_ref=node type="text" role="combobox" aria-autocomplete="list" aria-haspopup="listbox"
                autocomplete="off" spellcheck="false" autofocus
                aria-controls=format!("{id}-list")
                aria-describedby=format!("{id}-about")
                aria-invalid=move || problem.get().is_some().then_some("true")
                aria-expanded="true"
                aria-activedescendant=move || active.get().map(|at| format!("{id}-{at}"))
                on:input=move |event| {
                    active.set(None);
                    searching.set(true);
                    soon(event_target_value(&event));
                }
                on:keydown=key/>
            <ul id=format!("{id}-list") role="listbox" aria-label=label class="choices" aria-busy=move || searching.get().to_string()>{options}</ul>
            <div id=format!("{id}-about") class="about">
                <span class="error" aria-live="polite">{problem}</span>
                <span class="help">{help}</span>
            </div>
        </div>
    }
    .into_any()
}
