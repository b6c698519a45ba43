//! What the server offers to the server functions: one trait for each feature, implemented in the `server` crate.

use crate::error::AppError;
use crate::mail::OutgoingMail;
use crate::people::People;
use crate::session::Sessions;
use crate::sip_endpoints::SipEndpoints;
use crate::sip_phones::SipPhones;
use leptos::prelude::use_context;
use std::sync::Arc;

/// All features of the server. Cheap to clone; put into the context of every request.
#[derive(Clone)]
pub struct Services {
    /// Accounts, sign-in and sessions.
    pub sessions: Arc<dyn Sessions>,
    /// People and their roles.
    pub people: Arc<dyn People>,
    /// Outgoing mail.
    pub mail: Arc<dyn OutgoingMail>,
    /// SIP phones.
    pub phones: Arc<dyn SipPhones>,
    /// The SIP endpoints.
    pub sip_endpoints: Arc<dyn SipEndpoints>,
    /// How cookies are written.
    pub cookies: CookiePolicy,
}

/// How cookies are written: decided once, from `SWITCHROOM_PUBLIC_URL`.
#[derive(Clone, Copy, Debug)]
pub struct CookiePolicy {
    /// True under https: cookies are `Secure` and named `__Host-…`.
    pub secure: bool,
}

impl Services {
    /// The services of the request under way.
    ///
    /// # Errors
    /// [`AppError::Internal`] outside a request.
    pub fn current() -> Result<Self, AppError> {
        use_context().ok_or_else(AppError::internal)
    }
}
