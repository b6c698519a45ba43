//! The server functions of people. Each checks by itself who is calling.

#![expect(missing_docs, reason = "the macro makes structs whose fields are the documented arguments")]

use super::{ImportLine, Imported, PersonRow};
use crate::call::Ask;
use crate::error::AppError;
use crate::listing::Page;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::notice::Done,
    super::{PersonColumn, form, import},
    crate::listing::ListQuery,
    crate::services::Services,
    crate::session::{Role, admin, answer, go_on_at, reader},
};

/// One page of the list; `query` is what stands in the list's URL.
#[server(prefix = "/api", endpoint = "people/list")]
pub async fn list(#[server(default)] query: String) -> Result<Page<PersonRow>, AppError> {
    let query = ListQuery::<PersonColumn>::from_query_string(&query);
    answer(async { Services::current()?.people.list(&reader().await?, &query).await }.await)
}

/// One person.
#[server(prefix = "/api", endpoint = "people/get")]
pub async fn get(id: i64) -> Result<PersonRow, AppError> {
    answer(async { Services::current()?.people.get(&reader().await?, id).await }.await)
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

/// Adds somebody and mails the invitation. `back` is the list's query.
#[server(prefix = "/api", endpoint = "people/invite")]
pub async fn invite(
    #[server(default)] name: String,
    #[server(default)] email: String,
    #[server(default)] role: String,
    #[server(default)] back: String,
) -> Result<PersonRow, AppError> {
    let invited = async {
        let by = admin().await?;
        let invitation = form::invitation(&name, &email, &role).map_err(AppError::Invalid)?;
        Services::current()?.people.invite(&by, invitation).await
    };
    done(answer(invited.await)?, Done::Invited, &back)
}

/// Mails a new invitation.
#[server(prefix = "/api", endpoint = "people/invite-again")]
pub async fn invite_again(id: i64, #[server(default)] back: String) -> Result<PersonRow, AppError> {
    let invited = async { Services::current()?.people.invite_again(&admin().await?, id).await };
    done(answer(invited.await)?, Done::Invited, &back)
}

/// Changes the role of somebody who is still at `version`.
#[server(prefix = "/api", endpoint = "people/set-role")]
pub async fn set_role(
    id: i64,
    version: i64,
    #[server(default)] role: String,
    #[server(default)] back: String,
) -> Result<PersonRow, AppError> {
    let changed = async {
        let by = admin().await?;
        let role = Role::from_code(&role).ok_or_else(|| AppError::invalid("role", crate::fields::Problem::Choice))?;
        Services::current()?.people.set_role(&by, id, version, role).await
    };
    done(answer(changed.await)?, Done::RoleChanged, &back)
}

/// Signs somebody out everywhere, for good.
#[server(prefix = "/api", endpoint = "people/deactivate")]
pub async fn deactivate(id: i64, #[server(default)] back: String) -> Result<PersonRow, AppError> {
    let changed = async { Services::current()?.people.deactivate(&admin().await?, id).await };
    done(answer(changed.await)?, Done::Deactivated, &back)
}

/// Lets somebody sign in again.
#[server(prefix = "/api", endpoint = "people/reactivate")]
pub async fn reactivate(id: i64, #[server(default)] back: String) -> Result<PersonRow, AppError> {
    let changed = async { Services::current()?.people.reactivate(&admin().await?, id).await };
    let person = answer(changed.await)?;
    let what = Done::Reactivated.of(&person);
    done(person, what, &back)
}

/// What an import of this text would do. Changes nothing.
#[server(prefix = "/api", endpoint = "people/check-import")]
pub async fn check_import(#[server(default)] text: String) -> Result<Vec<ImportLine>, AppError> {
    answer(async { import::check(&*Services::current()?.people, &admin().await?, &text).await }.await)
}

/// Invites everybody in this text whom [`check_import`] would invite.
#[server(prefix = "/api", endpoint = "people/import")]
pub async fn import_people(#[server(default)] text: String) -> Result<Imported, AppError> {
    answer(async { import::run(&*Services::current()?.people, &admin().await?, &text).await }.await)
}

/// Where a form without WebAssembly goes on.
#[cfg(feature = "ssr")]
fn done(person: PersonRow, what: Done, back: &str) -> Result<PersonRow, AppError> {
    go_on_at(&what.path(person.id, back));
    Ok(person)
}
