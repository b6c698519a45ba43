//! A sentence above a form or in place of a list: what went wrong, or what to know.

use super::icon::Icon;
use crate::error::AppError;
use leptos::prelude::*;

/// What a form's last attempt came to, if it failed as a whole. Announced by screen readers.
#[component]
pub fn FailureBanner(
    /// The failure to show.
    #[prop(into)]
    failure: Signal<Option<AppError>>,
) -> impl IntoView {
    view! {
        <div role="alert" class="banner-place">
            {move || failure.get().map(|error| view! { <ErrorBanner error/> })}
        </div>
    }
    .into_any()
}

/// An error in words.
#[component]
pub fn ErrorBanner(
    /// What went wrong.
    error: AppError,
) -> impl IntoView {
    let sign_in = (error == AppError::SignedOut).then(|| view! { " " <a href="/sign-in">"Sign in"</a> });
    view! { <p class="banner bad"><Icon name="alert"/><span>{error.words()}{sign_in}</span></p> }.into_any()
}
