//! A sentence above a form or in place of a list: what went wrong, or what to know.

use super::effect::effect;
use super::icon::Icon;
use crate::error::AppError;
use leptos::html;
use leptos::prelude::*;

/// A place for something that may come to be said: read out by screen readers when it fills, and scrolled to, since a
/// long form may stand between it and the button that was pressed.
pub fn announced(say: impl Fn() -> Option<AnyView> + Send + Sync + 'static) -> AnyView {
    fn make(say: Box<dyn Fn() -> Option<AnyView> + Send + Sync>) -> AnyView {
        let node: NodeRef<html::Div> = NodeRef::new();
        let said = RwSignal::new(0_u32);
        effect(move || {
            if said.get() > 0
                && let Some(place) = node.get_untracked()
            {
                request_animation_frame(move || place.scroll_into_view());
            }
        });
        let content = move || {
            let view = say();
            if view.is_some() {
                said.update(|count| *count += 1);
            }
            view
        };
        view! { <div node_ref=node role="alert" class="banner-place">{content}</div> }.into_any()
    }
    make(Box::new(say))
}

/// What a form's last attempt came to, if it failed as a whole. Announced by screen readers.
#[component]
pub fn FailureBanner(
    /// The failure to show.
    #[prop(into)]
    failure: Signal<Option<AppError>>,
) -> impl IntoView {
    announced(move || failure.get().map(|error| view! { <ErrorBanner error/> }.into_any()))
}

/// An error in words.
#[component]
pub fn ErrorBanner(
    /// What went wrong.
    error: AppError,
) -> impl IntoView {
    #[cfg(feature = "ssr")]
    let error = crate::session::answer::<()>(Err(error.clone())).err().unwrap_or(error);
    // A tab of its own: what was typed here stays, and can be sent once somebody is signed in again.
    let sign_in = (error == AppError::SignedOut)
        .then(|| view! { " " <a href="/sign-in" target="_blank">"Sign in (in a new tab)"</a> });
    view! { <p class="banner bad"><Icon name="alert"/><span>{error.words()}{sign_in}</span></p> }.into_any()
}
