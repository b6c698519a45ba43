//! What the server does for outgoing mail.

use super::{MailColumn, MailRow};
use crate::error::AppError;
use crate::listing::{ListQuery, Page};
use crate::session::{Admin, Reader};
use async_trait::async_trait;

/// Outgoing mail.
#[async_trait]
pub trait OutgoingMail: Send + Sync {
    /// One page of the list.
    async fn list(&self, by: &Reader, query: &ListQuery<MailColumn>) -> Result<Page<MailRow>, AppError>;

    /// Queues a failed message once more, from its first try on. [`AppError::NotFound`] when it is not there, was sent
    /// or is queued already, or its text is not kept any more.
    async fn send_again(&self, by: &Admin, id: i64) -> Result<MailRow, AppError>;

    /// The folder that messages are written to as files, when no mail server is set; `None` when they are sent.
    fn folder(&self, by: &Reader) -> Option<String>;
}
