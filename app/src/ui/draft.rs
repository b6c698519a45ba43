//! What was typed into a dialog and neither sent nor discarded: Back, or a link, must not lose it.

use super::effect::effect;
use super::form_state::FormState;
use super::post_form::here;
use leptos::prelude::*;
use std::collections::BTreeMap;

type Posted = Vec<(String, String)>;

/// The drafts of this tab, by the address of their form. They are kept in memory only, since a password may be among
/// what was typed, and are gone when the page is loaded anew.
#[derive(Clone, Copy)]
pub struct Drafts(StoredValue<BTreeMap<String, Posted>>);

impl Drafts {
    /// No drafts yet; for all dialogs below.
    pub fn provide() {
        provide_context(Self(StoredValue::new(BTreeMap::new())));
    }
}

/// Keeps what was typed into `form` when its dialog goes, and puts it back when the dialog comes again.
#[component]
pub fn Draft(
    /// The form, in whose place this stands.
    form: FormState,
) -> impl IntoView {
    let is_back = RwSignal::new(false);
    if let (false, Some(Drafts(drafts))) = (cfg!(feature = "ssr"), use_context()) {
        let address = here();
        let left = address.clone();
        effect(move || {
            if form.node.get().is_some()
                && let Some(typed) = drafts.try_update_value(|drafts| drafts.remove(&address)).flatten()
            {
                form.restore(&typed);
                is_back.set(true);
            }
        });
        on_cleanup(move || {
            if form.typed.try_get_untracked() == Some(true) {
                let typed = form.posted();
                drafts.try_update_value(|drafts| drafts.insert(left.clone(), typed));
            }
        });
    }
    let start_over = move |_| {
        form.typed.set(false);
        drop(window().location().reload());
    };
    view! {
        <div aria-live="polite">
            {move || is_back.get().then(|| view! {
                <p class="banner warn">
                    <span>
                        "What you typed here before is back. "
                        <button type="button" class="link" on:click=start_over>"Start over"</button>
                    </span>
                </p>
            })}
        </div>
    }
    .into_any()
}
