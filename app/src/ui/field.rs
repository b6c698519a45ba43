//! One field of a form: label above, help and what is wrong below, tied together for screen readers.

use super::form_state::FormState;
use super::icon::Icon;
use leptos::prelude::*;

/// A field to type into.
#[component]
pub fn TextField(
    /// The form it belongs to.
    form: FormState,
    /// Its name.
    name: &'static str,
    /// The words above it.
    label: &'static str,
    /// What stands in it at first.
    #[prop(into, optional)]
    value: String,
    /// `text`, `email`, `password` …
    #[prop(default = "text")]
    kind: &'static str,
    /// A line under it.
    #[prop(into, optional)]
    help: Signal<String>,
    /// Worth knowing, but no error.
    #[prop(optional)]
    warning: Option<Signal<Option<String>>>,
    /// What browsers may fill in; `off` for nothing.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// For touch keyboards.
    #[prop(default = "text")]
    inputmode: &'static str,
    /// Must not be empty.
    #[prop(optional)]
    required: bool,
    /// Has the focus when the page opens.
    #[prop(optional)]
    autofocus: bool,
    /// Shown while it is empty.
    #[prop(into, optional)]
    placeholder: Signal<String>,
) -> impl IntoView {
    let id = format!("field-{name}");
    let secret = kind == "password";
    let shown = RwSignal::new(false);
    let input_type = move || if secret && shown.get() { "text" } else { kind };
    let control = view! {
        <input
            id=id.clone()
            name=form.post_name(name)
            type=input_type
            value=value
            inputmode=inputmode
            autocomplete=autocomplete
            autocapitalize="none"
            spellcheck="false"
            placeholder=move || placeholder.get()
            autofocus=autofocus
            aria-required=required.then_some("true")
            aria-invalid=move || form.problem(name).map(|_| "true")
            aria-describedby=format!("{id}-about")
        />
    };
    let control = if secret {
        view! { <div class="secret">{control}<ShowSecret shown controls=id.clone()/></div> }.into_any()
    } else {
        control.into_any()
    };
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            {control}
            <About form name id help warning/>
        </div>
    }
    .into_any()
}

/// A choice of a few.
#[component]
pub fn SelectField(
    /// The form it belongs to.
    form: FormState,
    /// Its name.
    name: &'static str,
    /// The words above it.
    label: &'static str,
    /// The chosen code.
    value: String,
    /// Codes and the words for them.
    options: Vec<(&'static str, &'static str)>,
    /// A line under it.
    #[prop(into, optional)]
    help: Signal<String>,
) -> impl IntoView {
    let id = format!("field-{name}");
    let options = options
        .into_iter()
        .map(|(code, words)| view! { <option value=code selected=value == code>{words}</option> })
        .collect_view();
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select id=id.clone() name=form.post_name(name) autocomplete="off" aria-describedby=format!("{id}-about")
                aria-invalid=move || form.problem(name).map(|_| "true")>
                {options}
            </select>
            <About form name id help warning=None/>
        </div>
    }
    .into_any()
}

/// A box to tick.
#[component]
pub fn CheckField(
    /// The form it belongs to.
    form: FormState,
    /// Its name; posted as `on` when ticked.
    name: &'static str,
    /// The words beside it.
    label: &'static str,
    /// Ticked at first.
    checked: bool,
) -> impl IntoView {
    view! {
        <label class="check">
            <input type="checkbox" name=form.post_name(name) value="on" checked=checked/>
            {label}
        </label>
    }
    .into_any()
}

/// Help, warning and error of a field. The place is always there, so that screen readers notice when it fills.
#[component]
fn About(
    form: FormState,
    name: &'static str,
    id: String,
    help: Signal<String>,
    warning: Option<Signal<Option<String>>>,
) -> impl IntoView {
    let problem = move || form.problem(name);
    let warning =
        move || if problem().is_some() { None } else { warning.and_then(|warning| warning.try_get().flatten()) };
    view! {
        <div id=format!("{id}-about") class="about">
            <span class="error" aria-live="polite">{problem}</span>
            <span class="warning" aria-live="polite">{warning}</span>
            <span class="help">{help}</span>
        </div>
    }
    .into_any()
}

/// Shows what was typed into a secret field. Nothing else can be shown: the server never sends a secret.
#[component]
fn ShowSecret(shown: RwSignal<bool>, controls: String) -> impl IntoView {
    view! {
        <button type="button" class="icon-button" aria-controls=controls aria-pressed=move || shown.get().to_string()
            aria-label="Show what is typed" title="Show what is typed" on:click=move |_| shown.update(|shown| *shown = !*shown)>
            <Icon name="eye"/>
        </button>
    }
    .into_any()
}

/// The button that sends a form; busy while it works, and cannot be pressed twice.
#[component]
pub fn SubmitButton(
    /// What it does.
    #[prop(into)]
    label: String,
    /// True while it works.
    #[prop(into)]
    busy: Signal<bool>,
    /// `primary` or `danger`.
    #[prop(default = "primary")]
    look: &'static str,
) -> impl IntoView {
    view! {
        <button type="submit" class=format!("button {look}") aria-busy=move || busy.get().to_string() disabled=busy>
            {label}
        </button>
    }
    .into_any()
}
