//! The lists that are measured.

use app::listing::{Column, Cursor, ListQuery, Place};
use app::sip_endpoints::SipEndpointColumn as C;
use server::seed::terms;

/// A list to ask for.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) query: ListQuery<C>,
}

/// All of them; `middle` is a row from the middle of the list sorted by reference.
pub(crate) fn all(middle: &Cursor) -> Vec<Case> {
    let list = |name: &str, query| Case { name: name.into(), query };
    let at = |at| ListQuery { at, ..ListQuery::default() };
    let mut cases = vec![
        list("first page", at(Place::First)),
        list("last page", at(Place::Last)),
        list("page in the middle", at(Place::After(middle.clone()))),
    ];
    for sort in [C::Host, C::Port, C::Codec, C::UserName] {
        cases.push(list(&format!("by {}", sort.label()), ListQuery { sort, ..ListQuery::default() }));
        let query = ListQuery { sort, descending: true, at: Place::Last, ..ListQuery::default() };
        cases.push(list(&format!("by {}, down, last", sort.label()), query));
    }
    cases.extend(searches(middle));
    cases
}

fn searches(middle: &Cursor) -> Vec<Case> {
    let search = |name: &str, search: &str, sort, at| Case {
        name: format!("{name} ({search})"),
        query: ListQuery { search: search.into(), sort, at, ..ListQuery::default() },
    };
    let by_reference = |name: &str, words: &str| search(name, words, C::Reference, Place::First);
    let middle = || Place::After(middle.clone());
    vec![
        by_reference("rare", terms::ONCE),
        search("rare, by host", terms::ONCE, C::Host, Place::First),
        by_reference("a hundredth", terms::HUNDREDTH),
        by_reference("a tenth", terms::TENTH),
        search("a tenth, by host", terms::TENTH, C::Host, Place::First),
        search("a tenth, last", terms::TENTH, C::Reference, Place::Last),
        search("a tenth, middle", terms::TENTH, C::Reference, middle()),
        by_reference("nearly all", terms::NEARLY_ALL),
        search("nearly all, by host", terms::NEARLY_ALL, C::Host, Place::First),
        search("nearly all, last", terms::NEARLY_ALL, C::Reference, Place::Last),
        by_reference("none", terms::NONE),
        by_reference("two letters", terms::TWO_LETTERS),
        by_reference("two letters, none", terms::TWO_LETTERS_NONE),
        by_reference("one letter", "x"),
        by_reference("one letter, none", "@"),
        by_reference("two words", "5061 tokyo"),
        by_reference("worst: at the far end", terms::CLUSTERED),
    ]
}
