//! SIP phones: the SIP credentials of agents.

mod model;
#[cfg(feature = "ssr")]
mod service;

pub use model::{
    Candidate, Candidates, Connection, Credentials, CredentialsState, MyPhone, PhoneChange, PhoneColumn, PhoneRow,
    Progress, Registration,
};
#[cfg(feature = "ssr")]
pub use service::SipPhones;

/// Path of the list; the dialogs' paths begin with it.
pub const PATH: &str = "/sip-phones";
