//! The server functions of SIP endpoints. Each checks by itself who is calling.

#![expect(missing_docs, reason = "the macro makes structs whose fields are the documented arguments")]

use super::{Saved, SipEndpointEdit, SipEndpointForm, SipEndpointRow, Twin};
use crate::call::Ask;
use crate::error::AppError;
use crate::listing::Page;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::SipEndpointColumn,
    super::notice::Change,
    crate::listing::ListQuery,
    crate::services::Services,
    crate::session::{admin, answer, go_on_at, reader},
};

/// One page of the list; `query` is what stands in the list's URL.
#[server(prefix = "/api", endpoint = "sip-endpoints/list")]
pub async fn list(#[server(default)] query: String) -> Result<Page<SipEndpointRow>, AppError> {
    let query = ListQuery::<SipEndpointColumn>::from_query_string(&query);
    answer(async { Services::current()?.sip_endpoints.list(&reader().await?, &query).await }.await)
}

/// One endpoint for the form.
#[server(prefix = "/api", endpoint = "sip-endpoints/get")]
pub async fn get(id: i64) -> Result<SipEndpointEdit, AppError> {
    answer(async { Services::current()?.sip_endpoints.get(&reader().await?, id).await }.await)
}

/// The form filled with a copy.
#[server(prefix = "/api", endpoint = "sip-endpoints/copy-of")]
pub async fn copy_of(id: i64) -> Result<SipEndpointEdit, AppError> {
    answer(async { Services::current()?.sip_endpoints.copy_of(&admin().await?, id).await }.await)
}

/// Another endpoint (not `except`) with the same host, port and user name.
#[server(prefix = "/api", endpoint = "sip-endpoints/find-twin")]
pub async fn find_twin(
    #[server(default)] host: String,
    #[server(default)] port: String,
    #[server(default)] user_name: String,
    #[server(default)] except: Option<i64>,
) -> Result<Option<Twin>, AppError> {
    let form = SipEndpointForm { host, port, user_name, ..SipEndpointForm::default() };
    answer(async { Services::current()?.sip_endpoints.twin(&reader().await?, &form, except).await }.await)
}

impl Ask for List {
    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![("query", self.query.clone())]
    }
}

impl Ask for Get {
    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![("id", self.id.to_string())]
    }
}

impl Ask for CopyOf {
    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![("id", self.id.to_string())]
    }
}

impl Ask for FindTwin {
    fn fields(&self) -> Vec<(&'static str, String)> {
        let Self { host, port, user_name, except } = self;
        let except = except.map(|id| id.to_string()).unwrap_or_default();
        vec![("host", host.clone()), ("port", port.clone()), ("user_name", user_name.clone()), ("except", except)]
    }
}

/// Adds an endpoint; with `copy_of`, that endpoint's password unless another was typed. `back` is the list's query.
#[server(prefix = "/api", endpoint = "sip-endpoints/create")]
pub async fn create_sip_endpoint(
    #[server(default)] form: SipEndpointForm,
    #[server(default)] copy_of: Option<i64>,
    #[server(default)] back: String,
) -> Result<Saved, AppError> {
    let saved = async {
        let (by, input) = (admin().await?, form.check().map_err(AppError::Invalid)?);
        Services::current()?.sip_endpoints.create(&by, input, copy_of).await
    };
    let saved = answer(saved.await)?;
    go_on_at(&Change::created(&saved).path(&back));
    Ok(saved)
}

/// Changes an endpoint that is still at `version`. `back` is the list's query.
#[server(prefix = "/api", endpoint = "sip-endpoints/update")]
pub async fn update_sip_endpoint(
    id: i64,
    version: i64,
    #[server(default)] form: SipEndpointForm,
    #[server(default)] back: String,
) -> Result<Saved, AppError> {
    let saved = async {
        let (by, input) = (admin().await?, form.check().map_err(AppError::Invalid)?);
        Services::current()?.sip_endpoints.update(&by, id, version, input).await
    };
    let saved = answer(saved.await)?;
    go_on_at(&Change::updated(&saved).path(&back));
    Ok(saved)
}

/// Deletes an endpoint and returns its reference. `back` is the list's query.
#[server(prefix = "/api", endpoint = "sip-endpoints/delete")]
pub async fn delete_sip_endpoint(id: i64, #[server(default)] back: String) -> Result<String, AppError> {
    let deleted = async { Services::current()?.sip_endpoints.delete(&admin().await?, id).await };
    let reference = answer(deleted.await)?;
    go_on_at(&Change::deleted(&reference).path(&back));
    Ok(reference)
}
