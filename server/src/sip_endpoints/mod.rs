//! SIP endpoints (being written).

use crate::clock::Clock;
use crate::database::Database;
use crate::secrets::Secrets;
use app::error::AppError;
use app::listing::{ListQuery, Page, Total};
use app::session::{Admin, Reader};
use app::sip_endpoints::*;
use async_trait::async_trait;

/// The SIP endpoints.
pub struct SipEndpointStore;

impl SipEndpointStore {
    /// Over this database.
    #[must_use]
    pub fn new(_database: Database, _secrets: Secrets, _clock: Clock) -> Self {
        Self
    }
}

#[async_trait]
impl SipEndpoints for SipEndpointStore {
    async fn list(&self, _: &Reader, _: &ListQuery<SipEndpointColumn>) -> Result<Page<SipEndpointRow>, AppError> {
        Err(AppError::internal())
    }
    async fn count(&self, _: &Reader) -> Result<Total, AppError> {
        Err(AppError::internal())
    }
    async fn get(&self, _: &Reader, _: i64) -> Result<SipEndpointEdit, AppError> {
        Err(AppError::internal())
    }
    async fn copy_of(&self, _: &Admin, _: i64) -> Result<SipEndpointEdit, AppError> {
        Err(AppError::internal())
    }
    async fn twin(&self, _: &Reader, _: &SipEndpointForm, _: Option<i64>) -> Result<Option<Twin>, AppError> {
        Err(AppError::internal())
    }
    async fn create(&self, _: &Admin, _: SipEndpointInput, _: Option<i64>) -> Result<Saved, AppError> {
        Err(AppError::internal())
    }
    async fn update(&self, _: &Admin, _: i64, _: i64, _: SipEndpointInput) -> Result<Saved, AppError> {
        Err(AppError::internal())
    }
    async fn delete(&self, _: &Admin, _: i64) -> Result<String, AppError> {
        Err(AppError::internal())
    }
}
