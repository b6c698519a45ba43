//! What was just done, carried in the list's address for one moment: it works the same with and without WebAssembly.

use super::import_page::people;
use super::{PATH, PersonColumn, PersonRow};
use crate::listing::ListQuery;
use crate::ui::list_page::Change;
use crate::ui::toast::Notice;
use leptos_router::params::ParamsMap;

/// Something that was done to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Done {
    Invited,
    RoleChanged,
    Deactivated,
    Reactivated,
    Reinvited,
}

impl Done {
    const ALL: [Self; 5] = [Self::Invited, Self::RoleChanged, Self::Deactivated, Self::Reactivated, Self::Reinvited];

    const fn code(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::RoleChanged => "role",
            Self::Deactivated => "deactivated",
            Self::Reactivated => "reactivated",
            Self::Reinvited => "reinvited",
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Invited => "The invitation is on its way.",
            Self::RoleChanged => "The role is changed.",
            Self::Deactivated => "Deactivated, and signed out everywhere.",
            Self::Reactivated => "Reactivated.",
            Self::Reinvited => "Reactivated. A new invitation is on its way.",
        }
    }

    /// The same, knowing whom it was done to.
    pub(super) const fn of(self, person: &PersonRow) -> Self {
        match self {
            Self::Reactivated if !person.has_password => Self::Reinvited,
            other => other,
        }
    }

    /// Address of the list that says so; `back` is the list's query string as it was.
    pub(super) fn path(self, id: i64, back: &str) -> String {
        let query = ListQuery::<PersonColumn>::from_query_string(back).to_query_string();
        let joint = if query.is_empty() { '?' } else { '&' };
        format!("{PATH}{query}{joint}{}={id}", self.code())
    }
}

/// Address of the list that says how many an import invited; `back` is the list's address as it was.
pub(super) fn imported_path(invited: u64, back: &str) -> String {
    let joint = if back.contains('?') { '&' } else { '?' };
    format!("{back}{joint}imported={invited}")
}

/// What was just done, if the list's address says so.
pub(super) fn read(parameters: &ParamsMap) -> Option<Change> {
    let count = |name| parameters.get(name)?.parse::<u64>().ok();
    if let Some(invited) = count("imported") {
        let notice = Notice { text: format!("{} invited.", people(invited)), warning: None };
        return Some(Change { notice, row: String::new() });
    }
    let id = |done: Done| parameters.get(done.code())?.parse::<i64>().ok();
    let (done, id) = Done::ALL.into_iter().find_map(|done| id(done).map(|id| (done, id)))?;
    Some(Change { notice: Notice { text: done.words().to_owned(), warning: None }, row: id.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_is_said_on_the_list_as_it_was() {
        assert_eq!(Done::Invited.path(7, "?q=ada&sort=-email"), "/people?q=ada&sort=-email&invited=7");
        let parameters = [("invited".to_owned(), "7".to_owned())].into_iter().collect();
        let change = read(&parameters).expect("a change");
        assert_eq!((change.row.as_str(), change.notice.text.as_str()), ("7", "The invitation is on its way."));
    }

    #[test]
    fn an_address_cannot_put_words_into_our_mouth() {
        let parameters = [("invited".to_owned(), "call 555".to_owned())].into_iter().collect();
        assert_eq!(read(&parameters), None);
    }
}
