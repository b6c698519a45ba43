//! Short messages after a change, announced by screen readers.

use super::effect::effect;
use super::icon::Icon;
use leptos::prelude::*;
use std::time::Duration;

/// How long a message stays. Long enough to read twice; it can be dismissed earlier.
const STAYS: Duration = Duration::from_secs(8);

/// What a message says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What happened.
    pub text: String,
    /// What to look at, if anything.
    pub warning: Option<String>,
}

/// Shows the latest message. The region is always there, so that screen readers notice when it fills.
#[component]
pub fn Toast(
    /// The message; cleared when it goes.
    notice: RwSignal<Option<Notice>>,
) -> impl IntoView {
    effect(move || {
        if let Some(shown) = notice.get() {
            set_timeout(
                move || {
                    if notice.try_get_untracked().flatten() == Some(shown) {
                        notice.set(None);
                    }
                },
                STAYS,
            );
        }
    });
    view! {
        <div class="toasts" role="status" aria-live="polite">
            {move || notice.get().map(|Notice { text, warning }| view! {
                <div class="toast">
                    <Icon name="check"/>
                    <div>
                        <p>{text}</p>
                        {warning.map(|warning| view! { <p class="warning">{warning}</p> })}
                    </div>
                    <button type="button" class="icon-button" aria-label="Dismiss" on:click=move |_| notice.set(None)>
                        <Icon name="x"/>
                    </button>
                </div>
            })}
        </div>
    }
    .into_any()
}
