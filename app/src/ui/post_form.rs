//! A form that is posted to a server function: by the browser itself as long as WebAssembly has not loaded, after that
//! without leaving the page.

use super::effect::effect;
use super::form_state::FormState;
use crate::call::{Reply, form_body, post};
use crate::listing::encode;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;
use std::rc::Rc;

/// What happens with the answer to a form that was accepted by its own rules.
#[derive(Clone)]
pub struct Done(Rc<dyn Fn(Reply)>);

impl Done {
    /// Does `done` with the answer.
    pub fn new(done: impl Fn(Reply) + 'static) -> Self {
        Self(Rc::new(done))
    }

    /// Does `done` when all went well; shows in the form what the server refused.
    pub fn or_refuse(form: FormState, done: impl Fn(String) + 'static) -> Self {
        Self::new(move |reply| match reply {
            Ok(answer) => done(answer),
            Err(error) => form.refuse(&error),
        })
    }
}

/// Where a form posts to without WebAssembly: the server function, told which page the form is on, so that a refusal shows
/// that page again.
#[must_use]
pub fn action(path: &str) -> String {
    format!("{path}?page={}", encode(&here()))
}

/// Path and query of the page.
#[must_use]
pub fn here() -> String {
    let location = use_location();
    let (path, query) = (location.pathname.get_untracked(), location.search.get_untracked());
    if query.is_empty() { path } else { format!("{path}?{}", query.trim_start_matches('?')) }
}

/// A form around its fields.
#[component]
pub fn PostForm(
    /// Its state.
    form: FormState,
    /// Path of the server function.
    path: &'static str,
    /// How it looks.
    #[prop(optional)]
    class: &'static str,
    /// What to do with the answer.
    done: Done,
    /// Fields and buttons.
    children: Children,
) -> impl IntoView {
    effect(move || {
        if form.node.get().is_some() {
            form.look_for_typed();
            // Not before the form is in its dialog.
            request_animation_frame(move || form.focus_start());
        }
    });
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if form.busy.get_untracked() || !form.accept() {
            return;
        }
        form.busy.set(true);
        let body = form_body(form.posted().into_iter());
        let done = done.clone();
        spawn_local(async move {
            let reply = post(path, body).await;
            // The form may have gone while the server worked.
            if form.busy.try_set(false).is_none() {
                (done.0)(reply);
            }
        });
    };
    view! {
        <form
            method="post"
            action=action(path)
            node_ref=form.node
            novalidate
            class=class
            on:submit=submit
            on:input=move |event| form.input(event.target())
            on:focusout=move |event| form.left(&event)
        >
            {children()}
        </form>
    }
    .into_any()
}
