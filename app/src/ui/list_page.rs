//! The screen of a list: heading, search, filters, table, pages, and what was just done. The dialogs open over it.
//!
//! Each list says in [`List`] what is its own; everything else is here, so that all lists look and behave alike.

use super::banner::ErrorBanner;
use super::dialog::focus;
use super::effect::effect;
use super::empty_state::EmptyState;
use super::filters::Filters;
use super::live;
use super::loaded::loaded;
use super::pagination::{Pagination, Standing};
use super::search_box::SearchBox;
use super::table::SortHead;
use super::toast::{Notice, Toast};
use crate::call::{Reply, Replying, read, resource};
use crate::error::AppError;
use crate::listing::{Column, ListQuery, Page, Place};
use crate::navigation::{Heading, Viewer};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::components::Outlet;
use leptos_router::hooks::{use_navigate, use_query_map};
use leptos_router::params::ParamsMap;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// The attribute that tells which row a table's row shows, where it may lose its last button.
const ROW: &str = "data-row";

/// Until news are asked for again that could not be had.
const RETRY: Duration = Duration::from_secs(5);

/// What is particular to a list.
pub struct List<C: Column, R: 'static> {
    /// Path of the screen.
    pub path: &'static str,
    /// The way to the screen, itself last.
    pub crumbs: &'static [&'static str],
    /// What the screen is for.
    pub lede: &'static str,
    /// In the empty search box.
    pub placeholder: &'static str,
    /// Where a search looks, for somebody who found nothing.
    pub searched: &'static str,
    /// Singular and plural of what is listed.
    pub noun: (&'static str, &'static str),
    /// Asks for the page with this query string.
    pub fetch: fn(String) -> Replying,
    /// What was just done, if the address says so.
    pub change: fn(&ParamsMap) -> Option<Change>,
    /// What an address's [`Change`] calls this row.
    pub name: fn(&R) -> String,
    /// Worth knowing about the whole list, under its heading.
    pub note: fn() -> AnyView,
    /// The buttons beside the search, for the list with this query string.
    pub tools: fn(String) -> AnyView,
    /// The class of a column.
    pub class: fn(C) -> &'static str,
    /// Heads of the columns that do not sort, after those that do.
    pub further: &'static [&'static str],
    /// What can be done to several rows at once, whose names stand with commas between them, over the list with this query
    /// string; `None` when rows are not chosen.
    pub bulk: Option<fn(&str, &str) -> AnyView>,
    /// A row.
    pub row: fn(R, RowState) -> AnyView,
    /// The topic of [`live`](super::live) that tells when the list changed.
    pub topic: Option<&'static str>,
    /// Instead of the table, when there is nothing at all.
    pub nothing: fn() -> AnyView,
}

/// What was just done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// In words.
    pub notice: Notice,
    /// The row that it was done to, by [`List::name`].
    pub row: String,
}

/// Counts the news of the list, for what stands beside it; `None` on a list that nobody tells about.
#[derive(Clone, Copy)]
pub struct News(pub Option<ReadSignal<u32>>);

/// How a row is shown.
#[derive(Clone, Copy)]
pub struct RowState {
    /// The searched words, to be marked.
    pub words: StoredValue<Vec<String>>,
    /// The list's query string, so that the dialogs open over the same list.
    pub query: StoredValue<String>,
    /// It was just changed.
    pub changed: bool,
    /// The chosen rows, by [`List::name`]; only on lists whose rows can be chosen.
    pub chosen: Option<Chosen>,
}

/// The chosen rows.
pub type Chosen = RwSignal<BTreeSet<String>>;

/// The screen.
pub fn list_page<C: Column, R: DeserializeOwned + 'static>(list: &'static List<C, R>) -> AnyView {
    let &List { path, crumbs, lede, placeholder, fetch, change: read_change, tools, note, .. } = list;
    if Viewer::is_agent() {
        return view! { <Heading crumbs lede=""/><ErrorBanner error=AppError::Forbidden/> }.into_any();
    }
    let news = list.topic.map(live::news);
    provide_context(News(news));
    let parameters = use_query_map();
    let query = Memo::new(move |_| parameters.with(|p| ListQuery::<C>::from_parameters(|name| p.get(name))));
    let changed = RwSignal::new(parameters.with_untracked(read_change));
    let notice = RwSignal::new(changed.with_untracked(|change| change.as_ref().map(|change| change.notice.clone())));
    let refresh = RwSignal::new(0_u32);
    // The number before the query makes a change fetch the same page again.
    let address = Memo::new(move |_| query.get().to_query_string());
    let key = move || format!("{}{}", refresh.get(), address.get());
    let page = resource(key, move |key| fetch(key.trim_start_matches(|c: char| c.is_ascii_digit()).to_owned()));
    let waiting = RwSignal::new(false);
    let shown = StoredValue::new(None::<Reply>);
    let focus_due = StoredValue::new(false);
    let chosen = list.bulk.filter(|_| Viewer::is_admin()).map(|_| RwSignal::new(BTreeSet::new()));
    effect({
        let mut first = true;
        let navigate = use_navigate();
        move || {
            let is_first = std::mem::take(&mut first);
            let Some(change) = parameters.with(read_change) else { return };
            // Said once: the list is fetched anew, and the words go out of the address.
            notice.set(Some(change.notice.clone()));
            changed.set(Some(change));
            if !is_first {
                focus_due.set_value(true);
                refresh.update(|count| *count += 1);
            }
            let replace = NavigateOptions { replace: true, scroll: false, ..Default::default() };
            navigate(&format!("{path}{}", query.get_untracked().to_query_string()), replace);
        }
    });
    let retries = RwSignal::new(0_u32);
    if let Some(news) = news {
        effect(move || {
            if news.get() + retries.get() > 0 {
                spawn_local(look_again(address, fetch, page, shown, retries));
            }
        });
    }
    let show = move |page: Reply| {
        if news.is_some() {
            shown.set_value(Some(page.clone()));
        }
        match read::<Page<R>>(page) {
        Ok(page) => {
            if focus_due.try_update_value(std::mem::take) == Some(true) {
                request_animation_frame(focus_changed);
            }
            results(list, page, query.get_untracked(), changed.get_untracked(), chosen)
        }
        Err(error) => view! {
            <ErrorBanner error/>
            <button type="button" class="button" on:click=move |_| refresh.update(|count| *count += 1)>"Try again"</button>
        }
        .into_any(),
    }
    };
    view! {
        <Heading crumbs lede/>
        {note()}
        <div class="toolbar">
            <SearchBox query path placeholder/>
            <Filters query path/>
            {move || tools(query.get().to_query_string())}
        </div>
        {list.bulk.zip(chosen).map(|(bulk, chosen)| bulk_bar(bulk, chosen, query.into()))}
        <div class="results" class:waiting=waiting aria-busy=move || waiting.get().to_string()>
            {loaded(page, skeleton, waiting, show)}
        </div>
        <Toast notice/>
        <Outlet/>
    }
    .into_any()
}

/// Shows what others have changed, and nothing anew when it is the same as before: somebody may be in the middle of it.
async fn look_again(
    address: Memo<String>,
    fetch: fn(String) -> Replying,
    page: Resource<Reply>,
    shown: StoredValue<Option<Reply>>,
    retries: RwSignal<u32>,
) {
    // The screen may have been left before this begins.
    let Some(asked) = address.try_get_untracked() else { return };
    let found = fetch(asked.clone()).await;
    let is_same = shown.try_with_value(|shown| shown.as_ref() == Some(&found));
    let has_left = address.try_get_untracked() != Some(asked);
    if found.is_err() && is_same.is_some() {
        // What changed is not forgotten because one answer did not come.
        let again = move || {
            retries.try_update(|count| *count += 1);
        };
        set_timeout(again, RETRY);
        return;
    }
    if is_same != Some(false) || has_left {
        return;
    }
    let focused = document().active_element().filter(|at| at.closest("tbody").ok().flatten().is_some());
    let label = focused.as_ref().and_then(|at| at.get_attribute("aria-label"));
    let row = focused.and_then(|at| at.closest("tr").ok().flatten()?.get_attribute(ROW));
    page.try_set(Some(found));
    if label.is_some() || row.is_some() {
        request_animation_frame(move || focus_again(label, row));
    }
}

/// The row that the dialog was opened from may show something else by now: the focus goes to the row that was changed, or, when
/// that is gone, to the top of the screen.
fn focus_changed() {
    let active = document().active_element();
    let elsewhere =
        active.is_some_and(|active| active.tag_name() != "BODY" && active.closest("tbody").ok().flatten().is_none());
    if elsewhere {
        return;
    }
    let find = |selector| document().query_selector(selector).ok().flatten();
    let changed = find("tr.changed .actions a.icon-button").or_else(|| find("tr.changed").map(focusable));
    focus(changed.or_else(|| find("#content")));
}

/// The row that had the focus was made anew: what is called the same gets it back, or else the row itself.
fn focus_again(label: Option<String>, row: Option<String>) {
    if document().active_element().is_some_and(|active| active.tag_name() != "BODY") {
        return;
    }
    let find = |attribute: &str, value: String| {
        let value = value.replace('\\', r"\\").replace('"', r#"\""#);
        document().query_selector(&format!("tbody [{attribute}=\"{value}\"]")).ok().flatten()
    };
    let same = label.and_then(|label| find("aria-label", label));
    focus(same.or_else(|| row.and_then(|row| find(ROW, row)).map(focusable)));
}

/// A row with nothing in it that takes the focus.
fn focusable(row: web_sys::Element) -> web_sys::Element {
    let _ = row.set_attribute("tabindex", "-1");
    row
}

/// Rows, or what to say instead of them.
fn results<C: Column, R>(
    list: &'static List<C, R>,
    page: Page<R>,
    asked: ListQuery<C>,
    changed: Option<Change>,
    chosen: Option<Chosen>,
) -> AnyView {
    if let Some(chosen) = chosen {
        // What is not on this page cannot be seen, and is not chosen.
        let names: BTreeSet<String> = page.rows.iter().map(list.name).collect();
        chosen.update(|chosen| chosen.retain(|name| names.contains(name)));
    }
    if page.rows.is_empty() {
        return nothing(list, &asked);
    }
    let standing = Standing::from(&page);
    let words = StoredValue::new(asked.words());
    let query = StoredValue::new(asked.to_query_string());
    let all: BTreeSet<String> = page.rows.iter().map(list.name).collect();
    let row = |row: R| {
        let changed = changed.as_ref().is_some_and(|change| change.row == (list.name)(&row));
        (list.row)(row, RowState { words, query, changed, chosen })
    };
    let rows: Vec<AnyView> = page.rows.into_iter().map(row).collect();
    let head = |&column: &C| {
        view! { <SortHead query=asked.clone() path=list.path column class=(list.class)(column)/> }.into_any()
    };
    let heads: Vec<AnyView> = C::ALL.iter().map(head).collect();
    let further: Vec<AnyView> =
        list.further.iter().map(|words| view! { <th scope="col" class="still">{*words}</th> }.into_any()).collect();
    view! {
        <div class="table-box">
            <table>
                <thead><tr>{chosen.map(|chosen| choose_all(chosen, all))}{heads}{further}<th scope="col"><span class="hidden">"Actions"</span></th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <Pagination query=asked path=list.path noun=list.noun place=standing/>
    }
    .into_any()
}

/// "3 selected", and what can be done with them.
fn bulk_bar<C: Column>(bulk: fn(&str, &str) -> AnyView, chosen: Chosen, query: Signal<ListQuery<C>>) -> AnyView {
    let bar = move || {
        let (count, names) = chosen.with(|chosen| (chosen.len(), chosen.iter().cloned().collect::<Vec<_>>().join(",")));
        (count > 0).then(|| {
            view! {
                <div class="bulk">
                    <b>{format!("{count} selected")}</b>
                    {bulk(&names, &query.with(ListQuery::to_query_string))}
                    <button type="button" class="button" on:click=move |_| chosen.set(BTreeSet::new())>"Clear"</button>
                </div>
            }
        })
    };
    view! { <div aria-live="polite">{bar}</div> }.into_any()
}

/// The box over all boxes.
fn choose_all(chosen: Chosen, all: BTreeSet<String>) -> AnyView {
    let every = all.clone();
    let checked = move || chosen.with(|chosen| !every.is_empty() && every.is_subset(chosen));
    let toggle = move |event| chosen.set(if event_target_checked(&event) { all.clone() } else { BTreeSet::new() });
    view! {
        <th scope="col" class="choose">
            <input type="checkbox" aria-label="Select all on this page" autocomplete="off" prop:checked=checked on:change=toggle/>
        </th>
    }
    .into_any()
}

/// The box of a row.
#[must_use]
pub fn choose(chosen: Option<Chosen>, name: String, about: &str) -> AnyView {
    let Some(chosen) = chosen else { return ().into_any() };
    let (mine, label) = (name.clone(), format!("Select {about}"));
    let checked = move || chosen.with(|chosen| chosen.contains(&mine));
    let toggle = move |event| {
        let add = event_target_checked(&event);
        chosen.update(|chosen| {
            if add {
                chosen.insert(name.clone());
            } else {
                chosen.remove(&name);
            }
        });
    };
    view! {
        <td class="choose"><input type="checkbox" aria-label=label autocomplete="off" prop:checked=checked on:change=toggle/></td>
    }
    .into_any()
}

/// No rows: because nothing matches, or because nobody has made any.
fn nothing<C: Column, R>(list: &'static List<C, R>, asked: &ListQuery<C>) -> AnyView {
    let (path, (one, many)) = (list.path, list.noun);
    let search = asked.search.trim();
    if !asked.is_all() {
        let title = if search.is_empty() {
            format!("No {many} of this kind")
        } else {
            format!("No {one} matches “{search}”")
        };
        let text = if search.is_empty() { "" } else { list.searched };
        let all = ListQuery { search: String::new(), filters: BTreeMap::new(), ..asked.at_start() };
        let path = format!("{path}{}", all.to_query_string());
        let clear = if search.is_empty() { "Clear filters" } else { "Clear search" };
        return view! { <EmptyState title text><a class="button" href=path data-noscroll="true">{clear}</a></EmptyState> }
            .into_any();
    }
    if asked.at != Place::First {
        let title = format!("No more {many}");
        return view! {
            <EmptyState title text="The rows of this page are gone.">
                <a class="button" href=path>"Go to the first page"</a>
            </EmptyState>
        }
        .into_any();
    }
    (list.nothing)()
}

/// Grey rows while the first page comes.
fn skeleton() -> AnyView {
    let rows: Vec<AnyView> = (0..8).map(|_| view! { <div class="skeleton-row"></div> }.into_any()).collect();
    view! { <div class="table-box" aria-label="Loading">{rows}</div> }.into_any()
}

/// Address of the list as it is now: where the dialogs over it go back to.
#[must_use]
pub fn back<C: Column>(path: &'static str) -> Signal<String> {
    let parameters = use_query_map();
    Signal::derive(move || {
        let query = parameters.with(|p| ListQuery::<C>::from_parameters(|name| p.get(name)));
        format!("{path}{}", query.to_query_string())
    })
}

/// The query string in an address of the list, with its question mark.
#[must_use]
pub fn query_of(path: &str) -> String {
    path.find('?').map(|at| path[at..].to_owned()).unwrap_or_default()
}
