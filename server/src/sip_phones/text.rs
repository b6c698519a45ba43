//! What of a phone is searched.

use crate::search::{search_text, without_marks};
use app::listing::mark;
use app::sip_phones::{CredentialsState, PhoneColumn, Registration};

/// The searched text of a phone: its person's name and address, its user name, and the marks of the filters.
///
/// Whatever changes one of these writes the text anew, and the gram index with it.
pub(super) fn searched(
    name: &str,
    email: &str,
    user_name: &str,
    receiving: bool,
    credentials: CredentialsState,
    registration: Registration,
) -> String {
    let marks = [
        mark::<PhoneColumn>("receiving", if receiving { "yes" } else { "no" }),
        mark::<PhoneColumn>("mail", credentials.code()),
        mark::<PhoneColumn>("phone", registration.code()),
    ];
    let marks: String = marks.into_iter().flatten().collect();
    search_text([&*without_marks(name), &*without_marks(email), user_name, &*marks])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::Words;
    use app::listing::ListQuery;

    #[test]
    fn a_phone_is_found_by_its_person_user_name_and_kinds() {
        let state = (CredentialsState::Failed, Registration::Seen(7));
        let text = searched("Zoë O'Brien", "zoe@a.test", "zoe.obrien", false, state.0, state.1);
        let matches = |query: &str| {
            let query = ListQuery::<PhoneColumn>::from_query_string(query);
            Words::of(&query.search).with_marks(&query.marks()).match_text(&text)
        };
        for query in ["?q=ZOË", "?q=zoe.ob", "?q=a.test", "?receiving=no&mail=failed&phone=seen"] {
            assert!(matches(query), "{query}");
        }
        for query in ["?receiving=yes", "?mail=sent", "?phone=now", "?phone=never", "?q=failed"] {
            assert!(!matches(query), "{query}");
        }
    }
}
