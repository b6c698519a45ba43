//! **SIP endpoints** (`/sip-endpoints`): the list.

use super::api::List;
use super::notice::Change;
use super::row::Row;
use super::{PATH, SipEndpointColumn, SipEndpointRow, create};
use crate::call::{ask, read, resource};
use crate::error::AppError;
use crate::listing::{Column, ListQuery, Page};
use crate::navigation::{Heading, Viewer};
use crate::ui::banner::ErrorBanner;
use crate::ui::effect::effect;
use crate::ui::empty_state::EmptyState;
use crate::ui::icon::Icon;
use crate::ui::loaded::loaded;
use crate::ui::pagination::{Pagination, Standing};
use crate::ui::search_box::SearchBox;
use crate::ui::table::SortHead;
use crate::ui::toast::Toast;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::Outlet;
use leptos_router::hooks::{use_navigate, use_query_map};

type Query = ListQuery<SipEndpointColumn>;

const CRUMBS: &[&str] = &["Maker", "SIP endpoints"];

const LEDE: &str = "External telephony servers that calls can be sent to. Use them in a scenario with the action Distribution to SIP endpoint.";

/// The screen: search, table, pages; the dialogs open over it.
#[component]
pub fn ListPage() -> impl IntoView {
    if Viewer::is_agent() {
        return view! { <Heading crumbs=CRUMBS lede=""/><ErrorBanner error=AppError::Forbidden/> }.into_any();
    }
    let parameters = use_query_map();
    let query = Memo::new(move |_| parameters.with(|p| Query::from_parameters(|name| p.get(name))));
    let changed = RwSignal::new(parameters.with_untracked(Change::from_parameters));
    let notice = RwSignal::new(changed.with_untracked(|change| change.as_ref().map(Change::notice)));
    let refresh = RwSignal::new(0_u32);
    // The number before the query makes a change fetch the same page again.
    let key = move || format!("{}{}", refresh.get(), query.get().to_query_string());
    let page =
        resource(key, |key| ask(List { query: key.trim_start_matches(|c: char| c.is_ascii_digit()).to_owned() }));
    let waiting = RwSignal::new(false);
    effect({
        let mut first = true;
        let navigate = use_navigate();
        move || {
            let is_first = std::mem::take(&mut first);
            let Some(change) = parameters.with(Change::from_parameters) else { return };
            // Said once: the list is fetched anew, and the words go out of the address.
            notice.set(Some(change.notice()));
            changed.set(Some(change));
            if !is_first {
                refresh.update(|count| *count += 1);
            }
            let replace = NavigateOptions { replace: true, scroll: false, ..Default::default() };
            navigate(&format!("{PATH}{}", query.get_untracked().to_query_string()), replace);
        }
    });
    let show = move |page| {
        match read::<Page<SipEndpointRow>>(page) {
        Ok(page) => view! { <Results page query changed/> }.into_any(),
        Err(error) => view! {
            <ErrorBanner error/>
            <button type="button" class="button" on:click=move |_| refresh.update(|count| *count += 1)>"Try again"</button>
        }
        .into_any(),
    }
    };
    let create = move || create::path(&query.get().to_query_string());
    view! {
        <Heading crumbs=CRUMBS lede=LEDE/>
        <div class="toolbar">
            <SearchBox query path=PATH placeholder="Search SIP endpoints"/>
            {Viewer::is_admin().then(|| view! {
                <a class="button primary push" href=create data-noscroll="true"><Icon name="plus"/>"Create"</a>
            })}
        </div>
        <div class="results" class:waiting=waiting aria-busy=move || waiting.get().to_string()>
            {loaded(page, skeleton, waiting, show)}
        </div>
        <Toast notice/>
        <Outlet/>
    }
    .into_any()
}

/// Rows, or what to say instead of them.
#[component]
fn Results(page: Page<SipEndpointRow>, query: Memo<Query>, changed: RwSignal<Option<Change>>) -> impl IntoView {
    let asked = query.get_untracked();
    if page.rows.is_empty() {
        return view! { <Nothing asked/> }.into_any();
    }
    let standing = Standing::from(&page);
    let words = StoredValue::new(asked.words());
    let back = StoredValue::new(asked.to_query_string());
    let changed = changed.get_untracked();
    let row = |row: SipEndpointRow| {
        let changed = changed.as_ref().is_some_and(|change| change.reference == row.reference);
        view! { <Row row words query=back changed/> }.into_any()
    };
    let rows: Vec<AnyView> = page.rows.into_iter().map(row).collect();
    let head = |&column: &SipEndpointColumn| {
        let class = if column == SipEndpointColumn::Port { "num" } else { "" };
        view! { <SortHead query=asked.clone() path=PATH column class/> }.into_any()
    };
    let heads: Vec<AnyView> = SipEndpointColumn::ALL.iter().map(head).collect();
    view! {
        <div class="table-box">
            <table>
                <thead><tr>{heads}<th scope="col"><span class="hidden">"Actions"</span></th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <Pagination query=asked path=PATH noun=("endpoint", "endpoints") place=standing/>
    }
    .into_any()
}

/// No rows: because nothing matches, or because nobody has made any.
#[component]
fn Nothing(asked: Query) -> impl IntoView {
    if !asked.search.trim().is_empty() {
        let title = format!("No endpoint matches “{}”", asked.search.trim());
        let all = format!("{PATH}{}", Query { search: String::new(), ..asked.at_start() }.to_query_string());
        return view! {
            <EmptyState title text="Each word is looked for anywhere in the server, port, reference, codec and user name.">
                <a class="button" href=all data-noscroll="true">"Clear search"</a>
            </EmptyState>
        }
        .into_any();
    }
    if asked.at != crate::listing::Place::First {
        return view! {
            <EmptyState title="No more endpoints" text="The rows of this page are gone.">
                <a class="button" href=PATH>"Go to the first page"</a>
            </EmptyState>
        }
        .into_any();
    }
    view! {
        <EmptyState title="No SIP endpoints yet" text="A SIP endpoint is a telephony server outside Switchroom: a carrier's trunk, another site's PBX, a session border controller. Add one, and scenarios can send calls to it.">
            {Viewer::is_admin().then(|| view! { <a class="button primary" href=create::path("") data-noscroll="true">"Create the first endpoint"</a> })}
        </EmptyState>
    }
    .into_any()
}

/// Grey rows while the first page comes.
fn skeleton() -> AnyView {
    let rows: Vec<AnyView> = (0..8).map(|_| view! { <div class="skeleton-row"></div> }.into_any()).collect();
    view! { <div class="table-box" aria-label="Loading">{rows}</div> }.into_any()
}

/// Address of the list as it is now: where the dialogs over it go back to.
pub(super) fn back() -> Signal<String> {
    let parameters = use_query_map();
    Signal::derive(move || {
        let query = parameters.with(|p| Query::from_parameters(|name| p.get(name)));
        format!("{PATH}{}", query.to_query_string())
    })
}

/// The query string in an address of the list, with its question mark.
pub(super) fn query_of(path: &str) -> String {
    path.find('?').map(|at| path[at..].to_owned()).unwrap_or_default()
}
