//! What of a person is searched.

use crate::search::{search_text, without_marks};
use app::listing::mark;
use app::people::{PersonColumn, PersonState};
use app::session::Role;

/// What the searched text of an agent holds who could be given SIP access: the last of the marks, which no filter gets.
pub(crate) const WITHOUT_PHONE: char = '\u{efff}';

/// The searched text of a person: name, address, and the marks of the filters, so that a filter is one more word.
///
/// Whatever changes one of these writes the text anew, and the gram index with it.
#[must_use]
pub fn searched(name: &str, email: &str, role: Role, state: PersonState, has_phone: bool) -> String {
    let marks = [mark::<PersonColumn>("role", role.code()), mark::<PersonColumn>("state", state.code())];
    let waits = role == Role::Agent && state != PersonState::Deactivated && !has_phone;
    let marks: String = marks.into_iter().flatten().chain(waits.then_some(WITHOUT_PHONE)).collect();
    search_text([without_marks(name).as_str(), &without_marks(email), &marks])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::Words;
    use app::listing::ListQuery;

    fn matches(query: &str, text: &str) -> bool {
        let query = ListQuery::<PersonColumn>::from_query_string(query);
        Words::of(&query.search).with_marks(&query.marks()).match_text(text)
    }

    #[test]
    fn a_person_is_found_by_name_address_role_and_state() {
        let text = searched("Zoë O'Brien", "Zoe@Example.org", Role::Support, PersonState::Invited, false);
        for query in ["?q=ZOË%20brien", "?q=example.org", "?role=support", "?state=invited&role=support&q=zoe"] {
            assert!(matches(query, &text), "{query}");
        }
        for query in ["?role=admin", "?state=active", "?q=zoe&state=deactivated", "?q=support", "?q=invited"] {
            assert!(!matches(query, &text), "{query}");
        }
    }

    #[test]
    fn only_an_active_agent_without_a_phone_waits_for_one() {
        let waits =
            |role, state, has_phone| searched("Ada", "a@b.test", role, state, has_phone).contains(WITHOUT_PHONE);
        assert!(waits(Role::Agent, PersonState::Active, false) && waits(Role::Agent, PersonState::Invited, false));
        assert!(!waits(Role::Agent, PersonState::Active, true));
        assert!(!waits(Role::Agent, PersonState::Deactivated, false));
        assert!(!waits(Role::Support, PersonState::Active, false));
    }

    #[test]
    fn a_name_is_no_mark() {
        let admin = mark::<PersonColumn>("role", "admin").expect("a mark");
        let text = searched(&format!("Eve{admin}"), "eve@example.org", Role::Agent, PersonState::Active, false);
        assert!(!matches("?role=admin", &text));
        assert!(matches("?role=agent&q=eve", &text));
    }
}
