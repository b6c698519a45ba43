//! The server functions of outgoing mail. Each checks by itself who is calling.

#![expect(missing_docs, reason = "the macro makes structs whose fields are the documented arguments")]

use super::MailRow;
use crate::call::Ask;
use crate::error::AppError;
use crate::listing::Page;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::{MailColumn, notice},
    crate::listing::ListQuery,
    crate::services::Services,
    crate::session::{admin, answer, go_on_at, reader},
};

/// One page of the list; `query` is what stands in the list's URL.
#[server(prefix = "/api", endpoint = "mail/list")]
pub async fn list(#[server(default)] query: String) -> Result<Page<MailRow>, AppError> {
    let query = ListQuery::<MailColumn>::from_query_string(&query);
    answer(async { Services::current()?.mail.list(&reader().await?, &query).await }.await)
}

/// The folder that messages are written to, when no mail server is set.
#[server(prefix = "/api", endpoint = "mail/folder")]
pub async fn folder() -> Result<Option<String>, AppError> {
    answer(async { Ok(Services::current()?.mail.folder(&reader().await?)) }.await)
}

impl Ask for List {
    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![("query", self.query.clone())]
    }
}

impl Ask for Folder {
    fn fields(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// Queues a failed message once more. `back` is the list's query.
#[server(prefix = "/api", endpoint = "mail/send-again")]
pub async fn send_again(id: i64, #[server(default)] back: String) -> Result<MailRow, AppError> {
    let queued = async { Services::current()?.mail.send_again(&admin().await?, id).await };
    let queued = answer(queued.await)?;
    go_on_at(&notice::path(queued.id, &back));
    Ok(queued)
}
