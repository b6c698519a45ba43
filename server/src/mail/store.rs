//! The list of outgoing mail.

use super::Outbox;
use app::error::AppError;
use app::listing::{ListQuery, Page};
use app::mail::{MailColumn, MailRow, OutgoingMail};
use app::session::{Admin, Reader};
use async_trait::async_trait;

/// Outgoing mail, kept in the database.
pub struct MailStore {
    _outbox: Outbox,
}

impl MailStore {
    /// Over this outbox.
    #[must_use]
    pub fn new(outbox: Outbox) -> Self {
        Self { _outbox: outbox }
    }
}

#[async_trait]
impl OutgoingMail for MailStore {
    async fn list(&self, _: &Reader, _query: &ListQuery<MailColumn>) -> Result<Page<MailRow>, AppError> {
        todo!()
    }

    async fn send_again(&self, _: &Admin, _id: i64) -> Result<MailRow, AppError> {
        todo!()
    }

    fn folder(&self, _: &Reader) -> Option<String> {
        todo!()
    }
}
