//! What the server does for people.

use super::{Invitation, PersonColumn, PersonRow};
use crate::error::AppError;
use crate::listing::{ListQuery, Page};
use crate::session::{Admin, Reader, Role};
use async_trait::async_trait;

/// People. Every call takes the key that a permission check returned.
///
/// At any time there is at least one administrator who can sign in: whatever would take away the last one is
/// [`AppError::LastAdministrator`].
#[async_trait]
pub trait People: Send + Sync {
    /// One page of the list.
    async fn list(&self, by: &Reader, query: &ListQuery<PersonColumn>) -> Result<Page<PersonRow>, AppError>;

    /// One person. [`AppError::NotFound`].
    async fn get(&self, by: &Reader, id: i64) -> Result<PersonRow, AppError>;

    /// Adds somebody and mails the invitation, in one transaction. A taken address is [`AppError::Invalid`] on field
    /// `email` with `Problem::EmailTaken`.
    async fn invite(&self, by: &Admin, invitation: Invitation) -> Result<PersonRow, AppError>;

    /// Which of these addresses (as [`crate::fields::EmailAddress::key`]) somebody has already.
    async fn known(&self, by: &Admin, keys: &[String]) -> Result<Vec<String>, AppError>;

    /// Adds many and mails each an invitation, all or none. Addresses that somebody has by now are left out. Returns how
    /// many were added.
    async fn invite_all(&self, by: &Admin, invitations: Vec<Invitation>) -> Result<u64, AppError>;

    /// Mails a new invitation; earlier links end. [`AppError::NotFound`] unless the person is
    /// [`super::PersonState::Invited`].
    async fn invite_again(&self, by: &Admin, id: i64) -> Result<PersonRow, AppError>;

    /// Changes the role of somebody who is still at `version`; else [`AppError::Conflict`].
    async fn set_role(&self, by: &Admin, id: i64, version: i64, role: Role) -> Result<PersonRow, AppError>;

    /// Signs the person out everywhere; links that were mailed to them end, and letters that have yet to bring one are not
    /// sent. No error when it has happened already.
    async fn deactivate(&self, by: &Admin, id: i64) -> Result<PersonRow, AppError>;

    /// Lets the person sign in again, with the password that they had; who never chose one gets a new invitation. No error
    /// when it has happened already.
    async fn reactivate(&self, by: &Admin, id: i64) -> Result<PersonRow, AppError>;
}
