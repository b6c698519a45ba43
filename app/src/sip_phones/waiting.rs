//! Above the list: how many agents have no SIP access, and how far **All agents** has come, whoever began it.

use super::api::GetWaiting;
use super::{PATH, PhoneColumn, Progress, Waiting};
use crate::call::{Reply, ask, read, resource};
use crate::listing::Total;
use crate::navigation::Viewer;
use crate::ui::effect::effect;
use crate::ui::list_page::{News, back, query_of};
use crate::ui::loaded::loaded;
use crate::ui::pagination::grouped;
use leptos::prelude::*;
use std::time::Duration;

/// How often a job under way is looked at.
const PAUSE: Duration = Duration::from_secs(1);

/// What stands there; nothing when everybody has a phone.
pub(super) fn note() -> AnyView {
    let looked = RwSignal::new(0_u32);
    let news = use_context::<News>().and_then(|News(news)| news);
    let key = move || format!("{} {}", looked.get(), news.map_or(0, |news| news.get()));
    let waiting = resource(key, |_| ask(GetWaiting {}));
    effect(move || {
        let is_going = waiting.with(|reply| {
            let reply = reply.as_ref().and_then(|reply| read::<Waiting>(reply.clone()).ok());
            reply.and_then(|waiting| waiting.all).is_some_and(|all| !all.finished)
        });
        if is_going {
            set_timeout(
                move || {
                    looked.try_update(|looked| *looked += 1);
                },
                PAUSE,
            );
        }
    });
    let back = back::<PhoneColumn>(PATH);
    let show = move |reply: Reply| match read::<Waiting>(reply) {
        Ok(Waiting { all: Some(progress), .. }) => bar(progress),
        Ok(Waiting { without, all: None }) if without != Total::Exactly(0) => {
            without_access(without, &back.get_untracked())
        }
        // The list itself says that the server does not answer.
        Ok(_) | Err(_) => ().into_any(),
    };
    loaded(waiting, || ().into_any(), RwSignal::new(false), show)
}

fn without_access(count: Total, back: &str) -> AnyView {
    let words = match count {
        Total::Exactly(1) => "1 agent has no SIP access.".to_owned(),
        Total::Exactly(count) => format!("{} agents have no SIP access.", grouped(count)),
        Total::AtLeast(count) => format!("More than {} agents have no SIP access.", grouped(count)),
    };
    let query = query_of(back);
    let joint = if query.is_empty() { '?' } else { '&' };
    let give = Viewer::is_admin().then(|| {
        let href = format!("{PATH}/new{query}{joint}all=yes");
        view! { " "<a href=href data-noscroll="true">"Give it to all of them"</a> }
    });
    view! { <p class="note">{words}{give}</p> }.into_any()
}

fn bar(Progress { done, total, finished }: Progress) -> AnyView {
    let (done_words, total_words) = (grouped(done), grouped(total));
    let words = match finished {
        true => format!("All agents have their credentials: {done_words} of {total_words}."),
        false => format!(
            "Giving agents their credentials: {done_words} of {total_words}. You can close this page; it goes on."
        ),
    };
    let bar = (!finished).then(|| {
        view! { <progress max=total.to_string() value=done.to_string() aria-label="Progress"></progress> }
    });
    view! { <div class="job"><p>{words}</p>{bar}</div> }.into_any()
}
