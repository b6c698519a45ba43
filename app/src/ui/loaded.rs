//! Shows what comes from the server once it is there.

use crate::call::Reply;
use leptos::prelude::*;
use std::sync::Arc;

type Show = Arc<dyn Fn(Reply) -> AnyView + Send + Sync>;

/// Shows `first` until the first answer has come, then `show` for each answer; while a later one is on its way, the
/// earlier one stays and `waiting` is true. Not generic: compiled once for all screens.
pub fn loaded(
    answer: Resource<Reply>,
    first: fn() -> AnyView,
    waiting: RwSignal<bool>,
    show: impl Fn(Reply) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    fn make(answer: Resource<Reply>, first: fn() -> AnyView, waiting: RwSignal<bool>, show: Show) -> AnyView {
        let content = move || {
            let show = show.clone();
            Suspend::new(async move { show(answer.await) })
        };
        // On the server nothing is ever waiting on the screen, and the effect behind `set_pending` would run beside the
        // rendering on another thread, where it panics when both are at the same signal.
        #[cfg(feature = "ssr")]
        return {
            let _ = waiting;
            view! { <Transition fallback=first>{content}</Transition> }.into_any()
        };
        #[cfg(not(feature = "ssr"))]
        view! { <Transition fallback=first set_pending=waiting>{content}</Transition> }.into_any()
    }
    make(answer, first, waiting, Arc::new(show))
}

/// What a dialog shows while its content comes.
#[must_use]
pub fn loading() -> AnyView {
    view! { <p class="loading">"Loading…"</p> }.into_any()
}
