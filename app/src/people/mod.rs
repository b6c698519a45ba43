//! People: who has an account, and what they may do.
//!
//! `list` is the screen; what is done to people are dialogs over it, each with an address of its own.

mod api;
mod form;
#[cfg(feature = "ssr")]
mod import;
mod import_page;
mod invite;
mod list;
mod model;
mod notice;
#[cfg(feature = "ssr")]
mod paste;
mod question;
mod role;
mod row;
#[cfg(feature = "ssr")]
mod service;
mod upload;

pub use api::{CheckImport, Deactivate, Get, ImportPeople, Invite, InviteAgain, List, Reactivate, SetRole};
pub use import_page::ImportPage;
pub use invite::InvitePage;
pub use list::ListPage;
pub use model::{Fate, ImportLine, Imported, Invitation, PersonColumn, PersonRow, PersonState};
pub use question::{DeactivatePage, InviteAgainPage, ReactivatePage};
pub use role::RolePage;
#[cfg(feature = "ssr")]
pub use service::People;

use crate::call::{Reply, ask, resource};
use crate::error::AppError;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// Path of the list; the dialogs' paths begin with it.
pub const PATH: &str = "/people";

/// The person whose number stands in the address.
fn one_of_the_address() -> Resource<Reply> {
    let id = use_params_map().with_untracked(|params| params.get("id")).and_then(|id| id.parse::<i64>().ok());
    resource(String::new, move |_| match id {
        Some(id) => ask(Get { id }),
        None => Box::pin(async { Err(AppError::NotFound) }),
    })
}
