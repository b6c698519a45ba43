//! The permission checks. Each returns a key that only this file can make; services take the key, not the person.

use super::cookie;
use super::{Person, Role, SessionToken};
use crate::error::AppError;
use crate::services::Services;
use leptos::prelude::{provide_context, use_context};

/// Somebody who is signed in, whatever their role.
#[derive(Debug, Clone)]
pub struct SignedIn {
    person: Person,
    token: SessionToken,
}

/// Somebody who may see everything but secrets: an administrator or a support person.
#[derive(Debug, Clone)]
pub struct Reader(SignedIn);

/// Somebody who may change everything.
#[derive(Debug, Clone)]
pub struct Admin(Reader);

impl SignedIn {
    /// Who it is.
    #[must_use]
    pub const fn person(&self) -> &Person {
        &self.person
    }

    /// The session that this request came in with.
    #[must_use]
    pub const fn token(&self) -> &SessionToken {
        &self.token
    }
}

impl Reader {
    /// Who it is.
    #[must_use]
    pub const fn person(&self) -> &Person {
        self.0.person()
    }
}

impl Admin {
    /// Who it is.
    #[must_use]
    pub const fn person(&self) -> &Person {
        self.0.person()
    }

    /// An administrator may do what a reader may.
    #[must_use]
    pub const fn as_reader(&self) -> &Reader {
        &self.0
    }
}

/// The person of this request, if anybody is signed in. Asked of the database once per request.
///
/// # Errors
/// What [`super::Sessions::person_of`] returns.
pub async fn current() -> Result<Option<SignedIn>, AppError> {
    if let Some(known) = use_context::<Known>() {
        return Ok(known.0);
    }
    let found = match cookie::session_token() {
        None => None,
        Some(token) => {
            let sessions = Services::current()?.sessions;
            sessions.person_of(&token).await?.map(|person| SignedIn { person, token })
        }
    };
    provide_context(Known(found.clone()));
    Ok(found)
}

/// What [`current`] found earlier in the same request.
#[derive(Clone)]
struct Known(Option<SignedIn>);

/// The person of this request.
///
/// # Errors
/// [`AppError::SignedOut`] when nobody is signed in.
pub async fn signed_in() -> Result<SignedIn, AppError> {
    current().await?.ok_or(AppError::SignedOut)
}

/// Lets administrators and support staff through.
///
/// # Errors
/// [`AppError::SignedOut`]; [`AppError::Forbidden`] for an agent.
pub async fn reader() -> Result<Reader, AppError> {
    let me = signed_in().await?;
    match me.person.role {
        Role::Admin | Role::Support => Ok(Reader(me)),
        Role::Agent => Err(AppError::Forbidden),
    }
}

/// Lets administrators through.
///
/// # Errors
/// [`AppError::SignedOut`]; [`AppError::Forbidden`] for everybody else.
pub async fn admin() -> Result<Admin, AppError> {
    let reader = reader().await?;
    match reader.person().role {
        Role::Admin => Ok(Admin(reader)),
        Role::Support | Role::Agent => Err(AppError::Forbidden),
    }
}
