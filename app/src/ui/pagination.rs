//! The foot of a list: which rows these are, how many there are, and the way to the others.

use crate::listing::{Column, ListQuery, Page, PageSize, Place, Total};
use leptos::prelude::*;

/// "1–50 of 10,000+ endpoints", rows per page, and links to the other pages.
#[component]
pub fn Pagination<C: Column>(
    /// The list as it was asked for.
    query: ListQuery<C>,
    /// Path of the list.
    path: &'static str,
    /// Singular and plural of what is listed.
    noun: (&'static str, &'static str),
    /// Where this page stands.
    place: Standing,
) -> impl IntoView {
    let summary = summary(&place, noun, &query.search);
    let first = place.first;
    let rows = place.rows;
    let size = query.size.rows();
    let link =
        |at: Place, first: Option<u64>| format!("{path}{}", ListQuery { at, first, ..query.clone() }.to_query_string());
    let previous = place.previous.clone().map(|cursor| {
        let first = first.map(|first| first.saturating_sub(size).max(1));
        if first == Some(1) { link(Place::First, None) } else { link(Place::Before(cursor), first) }
    });
    let next = place.next.clone().map(|cursor| link(Place::After(cursor), first.map(|first| first + rows)));
    let several = place.previous.is_some() || place.next.is_some();
    let last = place.next.is_some().then(|| link(Place::Last, None));
    let start = place.previous.is_some().then(|| link(Place::First, None));
    let sizes = PageSize::ALL.into_iter().map(|size| {
        let href = format!("{path}{}", ListQuery { size, ..query.at_start() }.to_query_string());
        let current = (size == query.size).then_some("true");
        view! { <a href=href data-noscroll="true" aria-current=current aria-label=format!("{} rows per page", size.rows())>{size.rows()}</a> }
    });
    view! {
        <div class="foot">
            <p class="count">{summary}</p>
            <nav class="pages" aria-label="Pages">
                <span class="sizes"><span>"Rows"</span>{sizes.collect_view()}</span>
                {several.then(|| view! {
                    <PageLink label="First" href=start/>
                    <PageLink label="Previous" href=previous/>
                    <PageLink label="Next" href=next/>
                    <PageLink label="Last" href=last/>
                })}
            </nav>
        </div>
    }
    .into_any()
}

/// A link to a page, or the same words without a link where there is none.
#[component]
fn PageLink(label: &'static str, href: Option<String>) -> impl IntoView {
    match href {
        Some(href) => view! { <a class="button" href=href>{label}</a> }.into_any(),
        None => view! { <span class="button off" aria-disabled="true">{label}</span> }.into_any(),
    }
}

/// Where a page stands in its list: a page without its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    rows: u64,
    total: Total,
    first: Option<u64>,
    previous: Option<crate::listing::Cursor>,
    next: Option<crate::listing::Cursor>,
}

impl<T> From<&Page<T>> for Standing {
    fn from(page: &Page<T>) -> Self {
        let Page { rows, total, first, previous, next } = page;
        Self { rows: rows.len() as u64, total: *total, first: *first, previous: previous.clone(), next: next.clone() }
    }
}

/// "1–50 of 10,000+ endpoints that match “paris”".
fn summary(place: &Standing, (one, many): (&str, &str), search: &str) -> String {
    let noun = if place.total == Total::Exactly(1) { one } else { many };
    let of = format!("{} {noun}", total_in_words(place.total));
    let range = match place.first {
        _ if place.rows == 0 || place.total == Total::Exactly(1) => of,
        Some(first) => format!("{}–{} of {of}", grouped(first), grouped(first + place.rows - 1)),
        None if place.next.is_none() => format!("Last {} of {of}", place.rows),
        None => format!("{} of {of}", place.rows),
    };
    let search = search.trim();
    match place.total {
        _ if search.is_empty() => range,
        Total::Exactly(1) => format!("{range} matches “{search}”"),
        _ => format!("{range} that match “{search}”"),
    }
}

/// "1,204", "10,000+".
#[must_use]
pub fn total_in_words(total: Total) -> String {
    match total {
        Total::Exactly(count) => grouped(count),
        Total::AtLeast(count) => format!("{}+", grouped(count)),
    }
}

/// A number with commas: 1,234,567.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listing::Cursor;

    fn standing(rows: u64, total: Total, first: Option<u64>, more: bool) -> Standing {
        let next = more.then(|| Cursor { value: "a".into(), id: 1 });
        Standing { rows, total, first, previous: None, next }
    }

    #[test]
    fn the_count_is_said_in_words() {
        let noun = ("endpoint", "endpoints");
        let say = |place: &Standing, search| summary(place, noun, search);
        assert_eq!(
            say(&standing(5, Total::Exactly(5), Some(1), false), "paris"),
            "1–5 of 5 endpoints that match “paris”"
        );
        assert_eq!(say(&standing(50, Total::AtLeast(10_000), Some(1), true), ""), "1–50 of 10,000+ endpoints");
        assert_eq!(say(&standing(1, Total::Exactly(1), Some(1), false), ""), "1 endpoint");
        assert_eq!(say(&standing(1, Total::Exactly(1), Some(1), false), "x"), "1 endpoint matches “x”");
        assert_eq!(say(&standing(50, Total::AtLeast(10_000), None, false), ""), "Last 50 of 10,000+ endpoints");
    }

    #[test]
    fn numbers_have_commas() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1000), "1,000");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }
}
