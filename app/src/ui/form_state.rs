//! The state of a form: what was typed stays in the page's own fields, so that nothing typed before WebAssembly loads is
//! lost; what is wrong is kept here.

use crate::error::AppError;
use crate::fields::{FieldError, Problem};
use crate::form::FormEcho;
use leptos::html;
use leptos::prelude::*;
use std::collections::BTreeMap;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};

/// What was typed, by field name.
pub type Values = BTreeMap<String, String>;

/// The rules of a form: all broken ones, in the order of the form.
pub type Check = fn(&Values) -> Vec<FieldError>;

/// What was typed into one field; empty when there is no such field.
#[must_use]
pub fn value_of<'a>(values: &'a Values, name: &str) -> &'a str {
    values.get(name).map_or("", String::as_str)
}

/// A form and what is wrong with it.
#[derive(Clone, Copy)]
pub struct FormState {
    /// The form element.
    pub node: NodeRef<html::Form>,
    /// Why the last attempt failed as a whole.
    pub failure: RwSignal<Option<AppError>>,
    /// True while the server works on it.
    pub busy: RwSignal<bool>,
    /// True once something was typed.
    pub typed: RwSignal<bool>,
    errors: RwSignal<Vec<FieldError>>,
    prefix: &'static str,
    check: Check,
}

impl FormState {
    /// A form whose fields are posted as `prefix[name]`, or as `name` when `prefix` is empty. `echo` is the attempt that
    /// the server refused before this page was rendered, if there was one.
    #[must_use]
    pub fn new(prefix: &'static str, check: Check, echo: Option<&FormEcho>) -> Self {
        let form = Self {
            node: NodeRef::new(),
            failure: RwSignal::new(None),
            busy: RwSignal::new(false),
            typed: RwSignal::new(echo.is_some()),
            errors: RwSignal::new(Vec::new()),
            prefix,
            check,
        };
        if let Some(echo) = echo {
            form.refuse(&echo.error);
        }
        form
    }

    /// Says at a field that its secret has to be typed again, after a refusal without WebAssembly.
    pub fn ask_again_for(&self, name: &str, echo: Option<&FormEcho>) {
        let posted = self.post_name(name);
        if echo.is_some_and(|echo| echo.secrets.contains(&posted)) && self.problem(name).is_none() {
            self.errors.update(|errors| errors.push(FieldError::new(name, Problem::TypeAgain)));
        }
    }

    /// The name under which a field is posted.
    #[must_use]
    pub fn post_name(&self, name: &str) -> String {
        if self.prefix.is_empty() { name.to_owned() } else { format!("{}[{name}]", self.prefix) }
    }

    /// What is wrong with a field, in words. Nothing any more once the form is gone: a field that is left because its
    /// dialog closes asks a last time.
    #[must_use]
    pub fn problem(&self, name: &str) -> Option<String> {
        let words = |errors: &Vec<FieldError>| {
            errors.iter().find(|error| error.field == name).map(|error| error.problem.words())
        };
        self.errors.try_with(words).flatten()
    }

    /// In a dialog that opened before its form was there, the first field gets the focus now.
    pub fn focus_start(&self) {
        let Some(form) = self.node.try_get_untracked().flatten() else { return };
        let active = document().active_element();
        let beside = form.closest("dialog").ok().flatten().is_some_and(|dialog| {
            active.is_some_and(|active| dialog.contains(Some(&active)) && !form.contains(Some(&active)))
        });
        let first = form.query_selector("[autofocus]").ok().flatten();
        if let (true, Some(first)) = (beside, first.and_then(|first| first.dyn_into::<web_sys::HtmlElement>().ok())) {
            let _ = first.focus();
        }
    }

    /// What was typed before WebAssembly had loaded counts as typed.
    pub fn look_for_typed(&self) {
        if self.controls().any(|control| is_typed(&control)) {
            self.typed.set(true);
        }
    }

    /// Shows what the server (or the check) refused.
    pub fn refuse(&self, error: &AppError) {
        match error {
            AppError::Invalid(fields) => {
                self.errors.set(fields.clone());
                self.failure.set(None);
                self.focus_first();
            }
            other => self.failure.set(Some(other.clone())),
        }
    }

    /// Checks everything before sending; true when all is right.
    #[must_use]
    pub fn accept(&self) -> bool {
        let errors = (self.check)(&self.values());
        let fine = errors.is_empty();
        self.failure.set(None);
        self.errors.set(errors);
        if !fine {
            self.focus_first();
        }
        fine
    }

    /// Names and values as the browser would post them.
    #[must_use]
    pub fn posted(&self) -> Vec<(String, String)> {
        self.controls().filter_map(|control| read(&control)).collect()
    }

    /// A field is not wrong any more, whatever stands in it.
    pub fn forgive(&self, name: &str) {
        self.errors.update(|errors| errors.retain(|error| error.field != name));
    }

    /// A field was left: says what is wrong with it, unless nobody has typed anything yet.
    pub fn left(&self, event: &web_sys::FocusEvent) {
        if let Some(name) = self.name_of(event.target())
            && self.typed.get_untracked()
        {
            self.check_field(&name);
        }
    }

    /// Something was typed: a message that is no longer true goes away at once.
    pub fn input(&self, target: Option<web_sys::EventTarget>) {
        self.typed.set(true);
        if let Some(name) = self.name_of(target)
            && self.errors.with_untracked(|errors| errors.iter().any(|error| error.field == name))
        {
            self.check_field(&name);
        }
    }

    /// What stands in all fields now.
    #[must_use]
    pub fn values(&self) -> Values {
        self.posted().into_iter().map(|(name, value)| (self.inner_name(&name), value)).collect()
    }

    /// Writes into a field, as if it had been typed.
    pub fn set_value(&self, name: &str, value: &str) {
        let post_name = self.post_name(name);
        for control in self.controls() {
            if let Some(input) = control.dyn_ref::<HtmlInputElement>().filter(|input| input.name() == post_name) {
                input.set_value(value);
            } else if let Some(select) = control.dyn_ref::<HtmlSelectElement>().filter(|s| s.name() == post_name) {
                select.set_value(value);
            }
        }
    }

    /// Empties every field, as if nothing had been typed.
    pub fn clear(&self) {
        if let Some(form) = self.node.get_untracked() {
            form.reset();
        }
        self.typed.set(false);
    }

    /// Puts back what [`Self::posted`] returned, hidden fields included.
    pub fn restore(&self, posted: &[(String, String)]) {
        for control in self.controls() {
            let name = control.get_attribute("name").unwrap_or_default();
            let Some((_, value)) = posted.iter().find(|(posted, _)| *posted == name) else { continue };
            if let Some(input) = control.dyn_ref::<HtmlInputElement>() {
                if input.type_() == "checkbox" {
                    input.set_checked(!value.is_empty());
                } else {
                    input.set_value(value);
                }
            } else if let Some(select) = control.dyn_ref::<HtmlSelectElement>() {
                select.set_value(value);
            }
        }
        self.typed.set(true);
    }

    /// Writes into a hidden field, whose name has no prefix.
    pub fn set_hidden(&self, name: &str, value: &str) {
        let mut inputs = self.controls().filter_map(|control| control.dyn_into::<HtmlInputElement>().ok());
        if let Some(input) = inputs.find(|input| input.name() == name) {
            input.set_value(value);
        }
    }

    /// The name of the field that an event came from.
    #[must_use]
    pub fn name_of(&self, target: Option<web_sys::EventTarget>) -> Option<String> {
        let target = target?;
        let name = match target.dyn_ref::<HtmlInputElement>() {
            Some(input) => input.name(),
            None => target.dyn_ref::<HtmlSelectElement>()?.name(),
        };
        Some(self.inner_name(&name))
    }

    fn inner_name(&self, post_name: &str) -> String {
        let inner = post_name.strip_prefix(self.prefix).unwrap_or(post_name);
        inner.trim_start_matches('[').trim_end_matches(']').to_owned()
    }

    fn check_field(&self, name: &str) {
        let found = (self.check)(&self.values()).into_iter().find(|error| error.field == name);
        self.errors.update(|errors| {
            errors.retain(|error| error.field != name);
            errors.extend(found);
        });
    }

    fn controls(&self) -> impl Iterator<Item = web_sys::Element> + use<> {
        let elements = self.node.try_get_untracked().flatten().map(|form| form.elements());
        let count = elements.as_ref().map_or(0, web_sys::HtmlCollection::length);
        (0..count).filter_map(move |at| elements.as_ref()?.item(at))
    }

    /// The first wrong field gets the focus, once the messages are in the page.
    fn focus_first(&self) {
        let form = *self;
        let Some(first) = form.errors.with_untracked(|errors| errors.first().map(|e| form.post_name(&e.field))) else {
            return;
        };
        if cfg!(feature = "ssr") {
            return;
        }
        request_animation_frame(move || {
            let control =
                form.controls().find(|control| control.get_attribute("name").as_deref() == Some(first.as_str()));
            if let Some(control) = control.and_then(|control| control.dyn_into::<web_sys::HtmlElement>().ok()) {
                let _ = control.focus();
            }
        });
    }
}

/// True for a field that holds something else than the server rendered.
fn is_typed(control: &web_sys::Element) -> bool {
    if let Some(input) = control.dyn_ref::<HtmlInputElement>() {
        return input.type_() != "hidden"
            && (input.value() != input.default_value() || input.checked() != input.default_checked());
    }
    let Some(select) = control.dyn_ref::<HtmlSelectElement>() else { return false };
    let rendered = select.query_selector("option[selected]").ok().flatten().and_then(|o| o.get_attribute("value"));
    rendered.is_some_and(|rendered| rendered != select.value())
}

/// Name and value of a field, unless it is one that is not posted.
fn read(control: &web_sys::Element) -> Option<(String, String)> {
    let (name, value) = if let Some(input) = control.dyn_ref::<HtmlInputElement>() {
        let off = input.type_() == "checkbox" && !input.checked();
        (input.name(), if off { String::new() } else { input.value() })
    } else {
        let select = control.dyn_ref::<HtmlSelectElement>()?;
        (select.name(), select.value())
    };
    (!name.is_empty()).then_some((name, value))
}
