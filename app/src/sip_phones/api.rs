//! The server functions of SIP phones. Each checks by itself who is calling.

#![expect(missing_docs, reason = "the macro makes structs whose fields are the documented arguments")]

use super::{Candidates, Connection, Credentials, MyPhone, PhoneRow, Waiting};
use crate::call::Ask;
use crate::error::AppError;
use crate::listing::Page;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::notice::Done,
    super::{PhoneColumn, form},
    crate::listing::ListQuery,
    crate::services::Services,
    crate::session::{admin, answer, go_on_at, reader, signed_in},
};

/// One page of the list; `query` is what stands in the list's URL.
#[server(prefix = "/api", endpoint = "sip-phones/list")]
pub async fn list(#[server(default)] query: String) -> Result<Page<PhoneRow>, AppError> {
    let query = ListQuery::<PhoneColumn>::from_query_string(&query);
    answer(async { Services::current()?.phones.list(&reader().await?, &query).await }.await)
}

/// One phone.
#[server(prefix = "/api", endpoint = "sip-phones/get")]
pub async fn get(id: i64) -> Result<PhoneRow, AppError> {
    answer(async { Services::current()?.phones.get(&reader().await?, id).await }.await)
}

/// Agents without SIP access.
#[server(prefix = "/api", endpoint = "sip-phones/candidates")]
pub async fn find_candidates(#[server(default)] search: String) -> Result<Candidates, AppError> {
    answer(async { Services::current()?.phones.candidates(&admin().await?, &search).await }.await)
}

/// How many agents wait for SIP access, and how far All agents has come.
#[server(prefix = "/api", endpoint = "sip-phones/waiting")]
pub async fn get_waiting() -> Result<Waiting, AppError> {
    answer(async { Services::current()?.phones.waiting(&reader().await?).await }.await)
}

/// The own phone.
#[server(prefix = "/api", endpoint = "my-phone/get")]
pub async fn get_mine() -> Result<Option<MyPhone>, AppError> {
    answer(async { Services::current()?.phones.mine(&signed_in().await?).await }.await)
}

/// Whose credentials a link opens. Uses nothing up.
#[server(prefix = "/api", endpoint = "credentials/connection")]
pub async fn connection_of_link(#[server(default)] link: String) -> Result<Connection, AppError> {
    answer(async { Services::current()?.phones.connection_of_link(&link).await }.await)
}

/// Opens a link: the password, this once.
#[server(prefix = "/api", endpoint = "credentials/open")]
pub async fn open_credentials(#[server(default)] link: String) -> Result<Credentials, AppError> {
    answer(async { Services::current()?.phones.open(&link).await }.await)
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

impl Ask for FindCandidates {
    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![("search", self.search.clone())]
    }
}

impl Ask for GetWaiting {
    fn fields(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

impl Ask for GetMine {
    fn fields(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

impl Ask for ConnectionOfLink {
    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![("link", self.link.clone())]
    }
}

/// Gives SIP access to the people with these numbers, or with `all` to every agent without. Returns how many that is, for
/// all agents so far.
#[server(prefix = "/api", endpoint = "sip-phones/add")]
pub async fn add_phones(
    /// Numbers with commas between them.
    #[server(default)]
    people: String,
    #[server(default)] all: String,
    #[server(default)] receiving: String,
    #[server(default)] back: String,
) -> Result<u64, AppError> {
    let added = async {
        let (by, receiving) = (admin().await?, form::yes_or_no("receiving", &receiving)?);
        let phones = Services::current()?.phones;
        if form::flag("all", &all)? {
            return phones.add_all(&by, receiving).await.map(|progress| (Done::AllBegun, progress.done));
        }
        let people = form::numbers("people", &people)?;
        phones.add(&by, &people, receiving).await.map(|added| (Done::Added, added))
    };
    let (done, count) = answer(added.await)?;
    go_on_at(&done.path(count, &[], &back));
    Ok(count)
}

/// Changes a phone that is still at `version`.
#[server(prefix = "/api", endpoint = "sip-phones/update")]
pub async fn update_phone(
    id: i64,
    version: i64,
    #[server(default)] user_name: String,
    #[server(default)] receiving: String,
    #[server(default)] renew: String,
    #[server(default)] back: String,
) -> Result<PhoneRow, AppError> {
    let saved = async {
        let by = admin().await?;
        let change = form::change(&user_name, &receiving, &renew).map_err(AppError::Invalid)?;
        Services::current()?.phones.update(&by, id, version, change).await
    };
    let saved = answer(saved.await)?;
    go_on_at(&Done::Saved.path(1, &[saved.id], &back));
    Ok(saved)
}

/// Mails the credentials of these phones again.
#[server(prefix = "/api", endpoint = "sip-phones/resend")]
pub async fn resend(#[server(default)] ids: String, #[server(default)] back: String) -> Result<u64, AppError> {
    let mailed = async {
        let (by, ids) = (admin().await?, form::numbers("ids", &ids)?);
        Services::current()?.phones.resend(&by, &ids).await.map(|count| (count, ids))
    };
    done(answer(mailed.await)?, Done::Resent, &back)
}

/// Sets **Receiving on SIP phone** of these phones.
#[server(prefix = "/api", endpoint = "sip-phones/set-receiving")]
pub async fn set_receiving(
    #[server(default)] ids: String,
    #[server(default)] receiving: String,
    #[server(default)] back: String,
) -> Result<u64, AppError> {
    let set = async {
        let by = admin().await?;
        let (ids, receiving) = (form::numbers("ids", &ids)?, form::yes_or_no("receiving", &receiving)?);
        Services::current()?.phones.set_receiving(&by, &ids, receiving).await.map(|count| (count, ids))
    };
    done(answer(set.await)?, Done::Saved, &back)
}

/// Ends the SIP access of these phones.
#[server(prefix = "/api", endpoint = "sip-phones/delete")]
pub async fn delete_phones(#[server(default)] ids: String, #[server(default)] back: String) -> Result<u64, AppError> {
    let deleted = async {
        let (by, ids) = (admin().await?, form::numbers("ids", &ids)?);
        Services::current()?.phones.delete(&by, &ids).await.map(|count| (count, ids))
    };
    done(answer(deleted.await)?, Done::Deleted, &back)
}

/// Switches the own phone.
#[server(prefix = "/api", endpoint = "my-phone/set-receiving")]
pub async fn set_mine(#[server(default)] receiving: String) -> Result<MyPhone, AppError> {
    let set = async {
        let me = signed_in().await?;
        Services::current()?.phones.set_mine(&me, form::yes_or_no("receiving", &receiving)?).await
    };
    let set = answer(set.await)?;
    go_on_at(super::MINE);
    Ok(set)
}

/// Mails a new link to the own password.
#[server(prefix = "/api", endpoint = "my-phone/send-link")]
pub async fn send_mine() -> Result<(), AppError> {
    answer(async { Services::current()?.phones.send_mine(&signed_in().await?).await }.await)?;
    go_on_at(&format!("{}?sent=yes", super::MINE));
    Ok(())
}

/// Where a form without WebAssembly goes on.
#[cfg(feature = "ssr")]
fn done((count, ids): (u64, Vec<i64>), what: Done, back: &str) -> Result<u64, AppError> {
    go_on_at(&what.path(count, &ids, back));
    Ok(count)
}
