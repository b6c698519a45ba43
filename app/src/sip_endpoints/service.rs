//! What the server does for SIP endpoints.

use super::{Saved, SipEndpointColumn, SipEndpointEdit, SipEndpointForm, SipEndpointInput, SipEndpointRow, Twin};
use crate::error::AppError;
use crate::listing::{ListQuery, Page};
use crate::session::{Admin, Reader};
use async_trait::async_trait;

/// The SIP endpoints. Every call takes the key that a permission check returned.
#[async_trait]
pub trait SipEndpoints: Send + Sync {
    /// One page of the list.
    async fn list(&self, by: &Reader, query: &ListQuery<SipEndpointColumn>) -> Result<Page<SipEndpointRow>, AppError>;

    /// One endpoint for the form. [`AppError::NotFound`].
    async fn get(&self, by: &Reader, id: i64) -> Result<SipEndpointEdit, AppError>;

    /// The form filled with a copy under the next free reference (`paris-copy`, `paris-copy-2`, ...); `has_password`
    /// says whether the original has one. [`AppError::NotFound`].
    async fn copy_of(&self, by: &Admin, id: i64) -> Result<SipEndpointEdit, AppError>;

    /// Another endpoint (not `except`) with the same host, port and user name, whatever the case of the user name is.
    async fn twin(&self, by: &Reader, form: &SipEndpointForm, except: Option<i64>) -> Result<Option<Twin>, AppError>;

    /// Adds an endpoint. With `copy_of` and without a password in `input`, that endpoint's password is copied (and
    /// encrypted anew for its row). A taken reference is [`AppError::Invalid`] on field `reference` with
    /// `Problem::ReferenceTaken`.
    async fn create(&self, by: &Admin, input: SipEndpointInput, copy_of: Option<i64>) -> Result<Saved, AppError>;

    /// Changes an endpoint that is still at `version`; else [`AppError::Conflict`] with the state now.
    /// [`AppError::NotFound`] when it was deleted.
    async fn update(&self, by: &Admin, id: i64, version: i64, input: SipEndpointInput) -> Result<Saved, AppError>;

    /// Deletes an endpoint and returns its reference. [`AppError::NotFound`] when it is gone already.
    async fn delete(&self, by: &Admin, id: i64) -> Result<String, AppError>;
}
