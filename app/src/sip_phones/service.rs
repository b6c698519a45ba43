//! What the server does for SIP phones.

use super::{Candidates, Connection, Credentials, MyPhone, PhoneChange, PhoneColumn, PhoneRow, Progress, Waiting};
use crate::error::AppError;
use crate::listing::{ListQuery, Page};
use crate::session::{Admin, Reader, SignedIn};
use async_trait::async_trait;

/// SIP phones. Every call of an administrator or reader takes the key that a permission check returned.
///
/// A person has SIP access at most once, whoever asks at the same time. Every change that tells the agent something puts
/// the letter into the outbox in the same transaction.
#[async_trait]
pub trait SipPhones: Send + Sync {
    /// One page of the list.
    async fn list(&self, by: &Reader, query: &ListQuery<PhoneColumn>) -> Result<Page<PhoneRow>, AppError>;

    /// One phone. [`AppError::NotFound`].
    async fn get(&self, by: &Reader, id: i64) -> Result<PhoneRow, AppError>;

    /// Agents (role agent, not deactivated) without SIP access whose name or address has all words of `search`, at most
    /// 20, by name.
    async fn candidates(&self, by: &Admin, search: &str) -> Result<Candidates, AppError>;

    /// Gives SIP access to these people and mails each; all or none. When one of them has it already (or is no agent, or
    /// deactivated) nothing is done: [`AppError::Said`] names who. Returns how many.
    async fn add(&self, by: &Admin, people: &[i64], receiving: bool) -> Result<u64, AppError>;

    /// Begins to give SIP access to every agent without, in the background: it goes on when the browser is closed or the
    /// server killed, and does nobody twice. While one such job is under way another is not begun; the one under way is
    /// answered.
    async fn add_all(&self, by: &Admin, receiving: bool) -> Result<Progress, AppError>;

    /// How many agents have no SIP access, with the job under way, or the latest when it ended less than a minute ago.
    async fn waiting(&self, by: &Reader) -> Result<Waiting, AppError>;

    /// Changes one that is still at `version`; else [`AppError::Conflict`]. A taken user name is [`AppError::Invalid`] on
    /// field `user_name` with `Problem::UserNameTaken`.
    async fn update(&self, by: &Admin, id: i64, version: i64, change: PhoneChange) -> Result<PhoneRow, AppError>;

    /// Mails the credentials of these again, each to the agent's own address, with a new link; older links end. Those that
    /// are gone are left out. Returns how many were mailed.
    async fn resend(&self, by: &Admin, ids: &[i64]) -> Result<u64, AppError>;

    /// Sets **Receiving on SIP phone** of these. Returns how many there are.
    async fn set_receiving(&self, by: &Admin, ids: &[i64], receiving: bool) -> Result<u64, AppError>;

    /// Ends SIP access of these; their links end too. The people stay. Returns how many.
    async fn delete(&self, by: &Admin, ids: &[i64]) -> Result<u64, AppError>;

    /// The own phone; `None` without SIP access.
    async fn mine(&self, me: &SignedIn) -> Result<Option<MyPhone>, AppError>;

    /// Switches the own phone. [`AppError::NotFound`] without SIP access.
    async fn set_mine(&self, me: &SignedIn, receiving: bool) -> Result<MyPhone, AppError>;

    /// Mails a new link to the own password. [`AppError::NotFound`] without SIP access.
    async fn send_mine(&self, me: &SignedIn) -> Result<(), AppError>;

    /// Whose credentials a link opens, without using it up. [`AppError::LinkNotValid`].
    async fn connection_of_link(&self, link: &str) -> Result<Connection, AppError>;

    /// Opens a link: shows the password this once. Of several at once one gets it; [`AppError::LinkNotValid`] for the
    /// others.
    async fn open(&self, link: &str) -> Result<Credentials, AppError>;
}
