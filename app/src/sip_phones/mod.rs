//! SIP phones: the SIP credentials of agents.
//!
//! `list` is the screen, with `new`, `edit` and `question` as dialogs over it; `credentials_page` is where the link in the
//! mail leads; `my_phone_page` is each person's own.

mod api;
mod connection;
mod credentials_page;
mod edit;
mod form;
mod list;
mod model;
mod my_phone_page;
mod new;
mod notice;
mod question;
mod row;
#[cfg(feature = "ssr")]
mod service;
mod waiting;

pub use api::{
    AddPhones, ConnectionOfLink, DeletePhones, FindCandidates, Get, GetMine, GetWaiting, List, OpenCredentials, Resend,
    SendMine, SetMine, SetReceiving, UpdatePhone,
};
pub use credentials_page::CredentialsPage;
pub use edit::EditPage;
pub use list::ListPage;
pub use model::{
    Candidate, Candidates, Connection, Credentials, CredentialsState, MyPhone, PhoneChange, PhoneColumn, PhoneRow,
    Progress, Registration, Waiting,
};
pub use my_phone_page::MyPhonePage;
pub use new::NewPage;
pub use question::{DeletePage, ReceivingPage, ResendPage};
#[cfg(feature = "ssr")]
pub use service::SipPhones;

/// Path of the list; the dialogs' paths begin with it.
pub const PATH: &str = "/sip-phones";

/// Path of **My phone**.
pub const MINE: &str = "/my-phone";
