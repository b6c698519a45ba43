//! What was just done, carried in the list's address for one moment.

use super::{PATH, PhoneColumn};
use crate::listing::ListQuery;
use crate::ui::list_page::Change;
use crate::ui::pagination::grouped;
use crate::ui::toast::Notice;
use leptos_router::params::ParamsMap;

/// Something that was done to phones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Done {
    Added,
    AllBegun,
    Saved,
    Resent,
    Deleted,
}

impl Done {
    const ALL: [Self; 5] = [Self::Added, Self::AllBegun, Self::Saved, Self::Resent, Self::Deleted];

    const fn code(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::AllBegun => "all",
            Self::Saved => "saved",
            Self::Resent => "resent",
            Self::Deleted => "deleted",
        }
    }

    fn words(self, count: u64) -> String {
        let phones = if count == 1 { "1 SIP phone".to_owned() } else { format!("{} SIP phones", grouped(count)) };
        match self {
            Self::Added => format!("{phones} added. The credentials are on their way."),
            Self::AllBegun => "All agents get their credentials now.".to_owned(),
            Self::Saved => format!("{phones} saved."),
            Self::Resent => format!("The credentials of {phones} are on their way."),
            Self::Deleted => format!("{phones} deleted."),
        }
    }

    /// Address of the list that says so; `back` is the list's query string as it was. One phone is marked.
    pub(super) fn path(self, count: u64, ids: &[i64], back: &str) -> String {
        let query = ListQuery::<PhoneColumn>::from_query_string(back).to_query_string();
        let joint = if query.is_empty() { '?' } else { '&' };
        let one = if let [id] = ids { format!("&id={id}") } else { String::new() };
        format!("{PATH}{query}{joint}{}={count}{one}", self.code())
    }
}

/// What was just done, if the list's address says so.
pub(super) fn read(parameters: &ParamsMap) -> Option<Change> {
    let number = |name| parameters.get(name)?.parse::<u64>().ok();
    let (done, count) = Done::ALL.into_iter().find_map(|done| number(done.code()).map(|count| (done, count)))?;
    let row = number("id").map(|id| id.to_string()).unwrap_or_default();
    Some(Change { notice: Notice { text: done.words(count), warning: None }, row })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_is_said_on_the_list_as_it_was() {
        assert_eq!(Done::Saved.path(1, &[7], "?q=ada"), "/sip-phones?q=ada&saved=1&id=7");
        assert_eq!(Done::Deleted.path(1_204, &[1, 2], ""), "/sip-phones?deleted=1204");
        let parameters = [("deleted".to_owned(), "1204".to_owned())].into_iter().collect();
        assert_eq!(read(&parameters).map(|change| change.notice.text).as_deref(), Some("1,204 SIP phones deleted."));
    }
}
