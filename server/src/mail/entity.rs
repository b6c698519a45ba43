//! The table of outgoing mail.

use crate::search::search_text;
use app::mail::{MailColumn, MailState};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mail")]
pub(super) struct Model {
    #[sea_orm(primary_key)]
    pub(super) id: i64,
    pub(super) kind: String,
    pub(super) person_id: Option<i64>,
    pub(super) phone_id: Option<i64>,
    pub(super) to_name: String,
    pub(super) to_email: String,
    pub(super) to_key: String,
    pub(super) subject: String,
    pub(super) message_id: String,
    pub(super) body: Option<String>,
    pub(super) state: String,
    pub(super) tries: i64,
    pub(super) next_at: i64,
    pub(super) lease_by: Option<String>,
    pub(super) lease_until: i64,
    pub(super) last_error: String,
    pub(super) search: String,
    pub(super) created_at: i64,
    pub(super) sent_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(super) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// The text that is searched once the message is in this state.
    pub(super) fn search_text_as(&self, state: MailState) -> String {
        searched(&self.to_name, &self.to_email, &self.subject, state)
    }
}

/// The text that is searched; the mark makes the filter one more word.
pub(super) fn searched(name: &str, email: &str, subject: &str, state: MailState) -> String {
    let mark = app::listing::mark::<MailColumn>("state", state.code()).map(String::from).unwrap_or_default();
    search_text([name, email, subject, &mark])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_a_mark_of_its_own() {
        let text = |state| searched("Ada", "ada@a.test", "Hello", state);
        assert!(text(MailState::Queued).starts_with("ada\nada@a.test\nhello\n\u{e000}"));
        assert_ne!(text(MailState::Queued), text(MailState::Sent));
        assert_ne!(text(MailState::Sent), text(MailState::Failed));
    }
}
