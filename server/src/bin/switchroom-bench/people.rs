//! The lists of people and of SIP phones, and the drop-down of **New SIP credentials**.
//!
//! Made-up agents have one of 240 names, so a list sorted by name is a few long runs: a name stands far from the beginning
//! of the list or near it, never spread over it.

use crate::cases::{Ask, Case, Plain, at, like, search};
use app::listing::{Column, ListQuery, Place};
use app::people::PersonColumn;
use app::sip_phones::PhoneColumn;

const PEOPLE: Plain<PersonColumn> =
    Plain { columns: "id, name, email, role, active", table: "person", order: |_| "name_key, id" };
const PHONES: Plain<PhoneColumn> =
    Plain { columns: "id, name, email, user_name, receiving", table: "sip_phone", order: |_| "name_key, id" };

/// All of them, among so many agents of whom the first half have a SIP phone.
pub(crate) fn cases(agents: u64) -> Vec<Case> {
    let with = format!(".{}@", agents / 4);
    let without = format!(".{}@", agents / 4 * 3);
    let people = lists(PersonColumn::Email, &without).into_iter();
    let people = people.map(|(name, query)| Case::list(&format!("People, {name}"), query, &PEOPLE, Ask::People));
    let phones = lists(PhoneColumn::UserName, &with).into_iter();
    let phones = phones.map(|(name, query)| Case::list(&format!("SIP Phones, {name}"), query, &PHONES, Ask::Phones));
    people.chain(phones).chain(candidates(&without)).collect()
}

/// The lists of a screen: `other` is a column that it is not sorted by, `rare` in one row alone.
fn lists<C: Column>(other: C, rare: &str) -> Vec<(String, ListQuery<C>)> {
    let sorted = ListQuery { sort: other, ..ListQuery::default() };
    let by = other.label();
    let named = |name: &str, query| (name.to_owned(), query);
    vec![
        named("first page", at(Place::First)),
        named("last page", at(Place::Last)),
        (format!("by {by}"), sorted.clone()),
        (format!("by {by}, down, last"), ListQuery { descending: true, at: Place::Last, ..sorted.clone() }),
        named("rare", search(rare)),
        (format!("rare, by {by}"), ListQuery { search: rare.into(), ..sorted }),
        named("a fifteenth", search("jansen")),
        named("a fifteenth, last", ListQuery { at: Place::Last, ..search("jansen") }),
        named("nearly all", search("callcentre")),
        named("none", search("xavier")),
        named("two letters", search("wa")),
        named("two words", search("ada abel")),
        named("worst: at the end", search("pavel")),
    ]
}

fn candidates(rare: &str) -> Vec<Case> {
    let terms = [("two letters", "wa"), ("a name", "greta"), ("rare", rare), ("none", "xavier")];
    let nothing = Case { name: "drop-down, nothing typed".into(), ask: Ask::Candidates(String::new()), plain: None };
    let typed = terms.into_iter().map(|(name, typed)| Case {
        name: format!("drop-down, {name} ({typed})"),
        ask: Ask::Candidates(typed.into()),
        plain: Some(format!(
            "SELECT id, name, email FROM person WHERE role = 'agent' AND active AND NOT has_phone AND {}
             ORDER BY name_key, id LIMIT 20",
            like(&[typed.to_owned()])
        )),
    });
    std::iter::once(nothing).chain(typed).collect()
}
