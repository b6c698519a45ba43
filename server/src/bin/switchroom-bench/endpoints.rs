//! The list of SIP endpoints, asked for in many ways.

use crate::cases::{Ask, Case, Plain, after, at, search};
use app::listing::{Column, Cursor, ListQuery, Place};
use app::sip_endpoints::SipEndpointColumn as C;
use server::seed::terms;

const PLAIN: Plain<C> = Plain {
    columns: "id, host, port, reference, codec, transport, user_name",
    table: "sip_endpoint",
    order: |sort| if sort == C::Host { "host, id" } else { "reference_key" },
};

/// All lists; `middle` is a row from the middle of the list sorted by reference.
pub(crate) fn cases(middle: &Cursor) -> Vec<Case> {
    queries(middle).into_iter().map(|(name, query)| Case::list(&name, query, &PLAIN, Ask::Endpoints)).collect()
}

/// Their names, and what is asked for.
pub(crate) fn queries(middle: &Cursor) -> Vec<(String, ListQuery<C>)> {
    let mut queries = vec![
        ("first page".into(), at(Place::First)),
        ("last page".into(), at(Place::Last)),
        ("page in the middle".into(), after(middle)),
    ];
    for sort in [C::Host, C::Port, C::Codec, C::UserName] {
        queries.push((format!("by {}", sort.label()), ListQuery { sort, ..ListQuery::default() }));
        let query = ListQuery { sort, descending: true, ..at(Place::Last) };
        queries.push((format!("by {}, down, last", sort.label()), query));
    }
    let searches = searches(middle).into_iter();
    queries.extend(searches.map(|(name, query)| (name.to_owned(), query)));
    queries
}

fn searches(middle: &Cursor) -> Vec<(&'static str, ListQuery<C>)> {
    let by_host = |words| ListQuery { sort: C::Host, ..search(words) };
    let last = |words| ListQuery { at: Place::Last, ..search(words) };
    vec![
        ("rare", search(terms::ONCE)),
        ("rare, by host", by_host(terms::ONCE)),
        ("a hundredth", search(terms::HUNDREDTH)),
        ("a tenth", search(terms::TENTH)),
        ("a tenth, by host", by_host(terms::TENTH)),
        ("a tenth, last", last(terms::TENTH)),
        ("a tenth, middle", ListQuery { search: terms::TENTH.into(), ..after(middle) }),
        ("nearly all", search(terms::NEARLY_ALL)),
        ("nearly all, by host", by_host(terms::NEARLY_ALL)),
        ("nearly all, last", last(terms::NEARLY_ALL)),
        ("none", search(terms::NONE)),
        ("two letters", search(terms::TWO_LETTERS)),
        ("two letters, none", search(terms::TWO_LETTERS_NONE)),
        ("one letter", search("x")),
        ("one letter, none", search("@")),
        ("two words", search("5061 tokyo")),
        ("worst: at the far end", search(terms::CLUSTERED)),
    ]
}
