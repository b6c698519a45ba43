//! The table of SIP phones.

use super::text::searched;
use app::sip_phones::{CredentialsState, PhoneRow, Registration};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sip_phone")]
pub(super) struct Model {
    #[sea_orm(primary_key)]
    pub(super) id: i64,
    pub(super) person_id: i64,
    pub(super) name: String,
    pub(super) name_key: String,
    pub(super) email: String,
    pub(super) email_key: String,
    pub(super) user_name: String,
    pub(super) user_name_key: String,
    /// Sealed.
    pub(super) password: String,
    pub(super) receiving: bool,
    pub(super) registered_until: Option<i64>,
    pub(super) last_seen_at: Option<i64>,
    pub(super) credentials: String,
    pub(super) mail_id: Option<i64>,
    pub(super) mail_error: String,
    pub(super) search: String,
    pub(super) version: i64,
    pub(super) created_at: i64,
    pub(super) updated_at: i64,
    pub(super) updated_by: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(super) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// What became of the latest letter.
    pub(super) fn credentials(&self) -> CredentialsState {
        credentials_of(&self.credentials)
    }

    /// Whether a phone is registered at this time.
    pub(super) const fn registration(&self, now: i64) -> Registration {
        registration(self.registered_until, self.last_seen_at, now)
    }

    /// The text that is searched. As of any time: whoever ends a registration clears its column.
    pub(super) fn search_text(&self) -> String {
        let registration = self.registration(i64::MIN);
        searched(&self.name, &self.email, &self.user_name, self.receiving, self.credentials(), registration)
    }

    /// The row of the list that shows this phone; the password stays here.
    pub(super) fn row(&self, now: i64, active: bool) -> PhoneRow {
        let Self { id, person_id, name, email, user_name, receiving, mail_error, version, .. } = self.clone();
        let (registration, credentials) = (self.registration(now), self.credentials());
        PhoneRow {
            id,
            person: person_id,
            name,
            email,
            user_name,
            receiving,
            registration,
            credentials,
            mail_error,
            version,
            active,
        }
    }

    /// Counts a change.
    pub(super) fn changed_by(&mut self, by: &str, now: i64) {
        self.version += 1;
        self.updated_at = now;
        by.clone_into(&mut self.updated_by);
    }
}

/// A state that this version does not know cannot have been better than sent.
pub(super) fn credentials_of(code: &str) -> CredentialsState {
    CredentialsState::from_code(code).unwrap_or(CredentialsState::Sent)
}

/// What the columns of a registration say.
pub(super) const fn registration(registered_until: Option<i64>, last_seen_at: Option<i64>, now: i64) -> Registration {
    match (registered_until, last_seen_at) {
        (Some(until), _) if until > now => Registration::Now,
        (Some(seen), None) | (_, Some(seen)) => Registration::Seen(seen),
        (None, None) => Registration::Never,
    }
}
