//! Puts the features together.

use crate::clock::Clock;
use crate::database::Database;
use crate::mail::{MailStore, Outbox};
use crate::people::PeopleStore;
use crate::secrets::Secrets;
use crate::session::SessionStore;
use crate::sip_endpoints::SipEndpointStore;
use crate::sip_phones::PhoneStore;
use app::services::{CookiePolicy, Services};
use std::sync::Arc;

/// Everything that the server functions can ask for.
#[must_use]
pub fn services(
    database: &Database,
    secrets: &Secrets,
    clock: &Clock,
    outbox: &Outbox,
    phones: &PhoneStore,
    cookies: CookiePolicy,
) -> Services {
    Services {
        sessions: Arc::new(SessionStore::new(database.clone(), clock.clone(), outbox.clone())),
        people: Arc::new(PeopleStore::new(database.clone(), clock.clone(), outbox.clone())),
        mail: Arc::new(MailStore::new(outbox.clone())),
        phones: Arc::new(phones.clone()),
        sip_endpoints: Arc::new(SipEndpointStore::new(database.clone(), secrets.clone(), clock.clone())),
        cookies,
    }
}
