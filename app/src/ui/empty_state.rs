//! What a screen shows when there is nothing to list.

use leptos::prelude::*;

/// A box that says what this is, why one would want it, and what to do.
#[component]
pub fn EmptyState(
    /// The heading.
    #[prop(into)]
    title: String,
    /// What this is and why one would want it.
    #[prop(into)]
    text: String,
    /// The one button, if there is something to do.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <h2>{title}</h2>
            <p>{text}</p>
            {children.map(|children| children())}
        </div>
    }
    .into_any()
}
