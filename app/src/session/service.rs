//! What the server does for accounts and sessions.

use super::{Person, SignedIn};
use crate::error::AppError;
use crate::fields::{EmailAddress, NewPassword, PersonName};
use async_trait::async_trait;
use std::net::IpAddr;

/// The secret that a browser keeps in its session cookie. Its `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken(pub String);

impl std::fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SessionToken(..)")
    }
}

/// A session that was just made.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// Goes into the cookie, and nowhere else.
    pub token: SessionToken,
    /// Seconds that the cookie may live: the session's longest life. The server ends it earlier when it is not used.
    pub max_age: u64,
}

/// Accounts, sign-in and sessions.
#[async_trait]
pub trait Sessions: Send + Sync {
    /// Whose session this is; `None` when it has ended or never was one. Prolongs it.
    async fn person_of(&self, token: &SessionToken) -> Result<Option<Person>, AppError>;

    /// The same, for what goes on by itself: does not prolong it.
    async fn still(&self, token: &SessionToken) -> Result<Option<Person>, AppError>;

    /// Starts a session. [`AppError::WrongCredentials`] in the same time for an unknown address as for a wrong
    /// password; [`AppError::TooManyAttempts`] after failures of this account or this address.
    async fn sign_in(&self, email: &str, password: &str, from: IpAddr) -> Result<NewSession, AppError>;

    /// Ends one session. No error when it has ended already.
    async fn sign_out(&self, token: &SessionToken) -> Result<(), AppError>;

    /// True as long as nobody has an account.
    async fn set_up_needed(&self) -> Result<bool, AppError>;

    /// Makes the first administrator, once. [`AppError::LinkNotValid`] for another token or when it was used.
    async fn set_up(
        &self,
        link: &str,
        name: PersonName,
        email: EmailAddress,
        password: NewPassword,
        from: IpAddr,
    ) -> Result<NewSession, AppError>;

    /// Mails a link to choose a new password, if somebody who may sign in has this address. Neither the answer nor the
    /// time it takes says whether anybody has. [`AppError::TooManyAttempts`] after many of these for this account or from
    /// this address.
    async fn forgot_password(&self, email: &str, from: IpAddr) -> Result<(), AppError>;

    /// Whose link this is: of an invitation, or for a forgotten password. [`AppError::LinkNotValid`] when it was used, has
    /// expired, was replaced by a newer one, never was one, or when the person was deactivated. Uses nothing up.
    async fn person_of_link(&self, link: &str) -> Result<Person, AppError>;

    /// Uses the link up, keeps the new password, ends every session of the person and starts one.
    /// [`AppError::LinkNotValid`] as above; of several at once, one gets through. `AppError::Invalid` on field
    /// `new_password` when it is the person's own name or address.
    async fn choose_password(&self, link: &str, new: NewPassword, from: IpAddr) -> Result<NewSession, AppError>;

    /// Changes the own password; ends every other session of this person. `AppError::Invalid` on field
    /// `current_password` with `Problem::WrongPassword` when the old one is wrong; throttled like sign-in.
    async fn change_password(
        &self,
        me: &SignedIn,
        current: &str,
        new: NewPassword,
        from: IpAddr,
    ) -> Result<(), AppError>;
}
