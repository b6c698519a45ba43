//! How far **All agents** has come: above the list for as long as it goes on, and whoever began it.

use super::Progress;
use super::api::GetProgress;
use crate::call::{ask, read, resource};
use crate::ui::effect::effect;
use crate::ui::loaded::loaded;
use crate::ui::pagination::grouped;
use leptos::prelude::*;
use std::time::Duration;

/// How often a job under way is looked at.
const PAUSE: Duration = Duration::from_secs(1);

/// The bar; nothing when no job is under way.
pub(super) fn note() -> AnyView {
    let looked = RwSignal::new(0_u32);
    let progress = resource(move || looked.get().to_string(), |_| ask(GetProgress {}));
    effect(move || {
        let going = progress.with(|reply| {
            let reply = reply.as_ref().and_then(|reply| read::<Option<Progress>>(reply.clone()).ok().flatten());
            reply.is_some_and(|progress| !progress.finished)
        });
        if going {
            set_timeout(
                move || {
                    looked.try_update(|looked| *looked += 1);
                },
                PAUSE,
            );
        }
    });
    let show = |reply| match read::<Option<Progress>>(reply) {
        Ok(Some(progress)) => bar(progress),
        Ok(None) | Err(_) => ().into_any(),
    };
    loaded(progress, || ().into_any(), RwSignal::new(false), show)
}

fn bar(Progress { done, total, finished }: Progress) -> AnyView {
    let words = match finished {
        true => format!("All agents have their credentials: {} of {}.", grouped(done), grouped(total)),
        false => format!(
            "Giving agents their credentials: {} of {}. You can close this page; it goes on.",
            grouped(done),
            grouped(total)
        ),
    };
    view! {
        <div class="job" role="status">
            <p>{words}</p>
            {(!finished).then(|| view! { <progress max=total.to_string() value=done.to_string() aria-label="Progress"></progress> })}
        </div>
    }
    .into_any()
}
