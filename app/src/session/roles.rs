//! The permission checks. Each returns a key that only this file can make; services take the key, not the person.

use super::cookie;
use super::{Person, Role, SessionToken};
use crate::error::AppError;
use crate::services::Services;
use http::HeaderMap;
use http::request::Parts;
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

/// Who is asking, found out before a page is rendered: its frame depends on it, and must not wait.
#[derive(Debug, Clone)]
pub struct Known(Result<Option<SignedIn>, AppError>);

impl Known {
    /// Looks the request's session up; without a session cookie nothing is asked of the database.
    pub async fn of(services: &Services, headers: &HeaderMap) -> Self {
        let Some(token) = cookie::session_token(headers, services.cookies) else { return Self(Ok(None)) };
        let found = services.sessions.person_of(&token).await;
        Self(found.map(|person| person.map(|person| SignedIn { person, token })))
    }

    /// The same for what goes on by itself: it does not count as use, so that a browser that was left open is signed out
    /// in time.
    pub async fn without_use(services: &Services, headers: &HeaderMap) -> Self {
        let Some(token) = cookie::session_token(headers, services.cookies) else { return Self(Ok(None)) };
        let found = services.sessions.still(&token).await;
        Self(found.map(|person| person.map(|person| SignedIn { person, token })))
    }

    /// The person, for answers that are no pages.
    ///
    /// # Errors
    /// [`AppError::SignedOut`] when nobody is signed in; what [`super::Sessions::person_of`] returned.
    pub fn signed_in(self) -> Result<SignedIn, AppError> {
        self.0?.ok_or(AppError::SignedOut)
    }
}

/// The person of this request, if anybody is signed in. Asked of the database once per request.
///
/// # Errors
/// What [`super::Sessions::person_of`] returns.
pub async fn current() -> Result<Option<SignedIn>, AppError> {
    if let Some(known) = use_context::<Known>() {
        return known.0;
    }
    let services = Services::current()?;
    let headers = use_context::<Parts>().map(|parts| parts.headers).unwrap_or_default();
    let known = Known::of(&services, &headers).await;
    provide_context(known.clone());
    known.0
}

/// Who looks at the page that is being rendered.
///
/// # Errors
/// What [`super::Sessions::person_of`] returned.
pub fn viewer() -> Result<Option<Person>, AppError> {
    use_context::<Known>().map_or(Ok(None), |known| known.0.map(|me| me.map(|me| me.person)))
}

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
