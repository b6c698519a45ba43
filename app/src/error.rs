//! What can go wrong, in the one form that crosses from the server to the browser.

use crate::fields::FieldError;
use leptos::prelude::{FromServerFnError, ServerFnErrorErr};
use leptos::server_fn::codec::JsonEncoding;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The one error of every server function and service.
///
/// It never carries what was typed, so a password cannot travel back in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum AppError {
    /// Fields that break a rule; never empty.
    Invalid(Vec<FieldError>),
    /// Nobody is signed in (any more).
    SignedOut,
    /// Somebody is signed in who may not do this.
    Forbidden,
    /// The thing is not there (any more).
    NotFound,
    /// Somebody else changed the thing since it was read.
    Conflict(Box<Conflict>),
    /// Sign-in is slowed down; try again after so many seconds.
    TooManyAttempts {
        /// Whole seconds to wait, at least 1.
        retry_after: u64,
    },
    /// E-mail address and password do not belong together. Says not which of them is wrong.
    WrongCredentials,
    /// It would leave nobody who can administrate.
    LastAdministrator,
    /// In these words, for what has no field to stand at.
    Said(String),
    /// A one-time link that was used, has expired or never was one.
    LinkNotValid,
    /// A part that the server needs does not answer.
    Unavailable(Dependency),
    /// The request does not have the form that the server function expects.
    Malformed,
    /// Something unforeseen; the log has it under this request id.
    Internal {
        /// The `x-request-id` of the request, empty when unknown.
        request: String,
    },
    /// The browser could not reach the server.
    Transport,
}

/// What the server holds now, for somebody whose form is older.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// Name of the person who made the latest change.
    pub by: String,
    /// Version to send with the next attempt.
    pub version: i64,
    /// Form field name to its value now. Secrets are not in it.
    pub current: BTreeMap<String, String>,
}

/// A part that the server depends on, as named on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Dependency {
    /// SQLite or PostgreSQL.
    Database,
}

impl AppError {
    /// The sentence that people see.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Invalid(_) => "Some fields need another look.".into(),
            Self::SignedOut => "You are signed out. Sign in and try again.".into(),
            Self::Forbidden => "Your role does not allow this. Ask an administrator.".into(),
            Self::NotFound => "This is not here any more. Somebody may have deleted it.".into(),
            Self::Conflict(conflict) => {
                format!("{} changed this while you were editing.", conflict.by)
            }
            Self::TooManyAttempts { retry_after } => {
                format!("Too many attempts. Try again in {}.", seconds_in_words(*retry_after))
            }
            Self::WrongCredentials => "This e-mail address and password do not belong together.".into(),
            Self::LastAdministrator => {
                "This is the last administrator. Make somebody else an administrator first.".into()
            }
            Self::Said(words) => words.clone(),
            Self::LinkNotValid => "This link is not valid any more.".into(),
            Self::Unavailable(Dependency::Database) => {
                "The database does not answer. Nothing was changed; try again in a moment.".into()
            }
            Self::Malformed => "The server could not read this request.".into(),
            Self::Internal { request } if request.is_empty() => "Something went wrong on the server. Try again.".into(),
            Self::Internal { request } => format!(
                "Something went wrong on the server. Try again, or tell your administrator this number: {request}."
            ),
            Self::Transport => "The server cannot be reached. Check your connection and try again.".into(),
        }
    }

    /// The HTTP status that goes with it.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::Invalid(_) | Self::Said(_) => 422,
            Self::SignedOut | Self::WrongCredentials => 401,
            Self::Forbidden => 403,
            Self::NotFound | Self::LinkNotValid => 404,
            Self::Conflict(_) | Self::LastAdministrator => 409,
            Self::TooManyAttempts { .. } => 429,
            Self::Unavailable(_) => 503,
            Self::Malformed => 400,
            Self::Internal { .. } | Self::Transport => 500,
        }
    }

    /// The problems of one field, in words, empty when it has none.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<String> {
        match self {
            Self::Invalid(errors) => errors.iter().find(|e| e.field == name).map(|e| e.problem.words()),
            _ => None,
        }
    }

    /// One field that breaks a rule.
    #[must_use]
    pub fn invalid(field: &str, problem: crate::fields::Problem) -> Self {
        Self::Invalid(vec![FieldError::new(field, problem)])
    }

    /// Something unforeseen. The cause belongs into the log, never in here.
    #[must_use]
    pub const fn internal() -> Self {
        Self::Internal { request: String::new() }
    }
}

impl std::fmt::Display for AppError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.words())
    }
}

impl std::error::Error for AppError {}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(value: ServerFnErrorErr) -> Self {
        match value {
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Response(_) => Self::Transport,
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::UnsupportedRequestMethod(_) => Self::Malformed,
            ServerFnErrorErr::Deserialization(_) if cfg!(feature = "ssr") => Self::Malformed,
            ServerFnErrorErr::Deserialization(_) => Self::Transport,
            _ => Self::internal(),
        }
    }
}

/// "1 second", "45 seconds", "2 minutes": a wait as people say it.
fn seconds_in_words(seconds: u64) -> String {
    match seconds {
        0 | 1 => "1 second".into(),
        2..=90 => format!("{seconds} seconds"),
        _ => format!("{} minutes", seconds.div_ceil(60)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_said_in_words() {
        assert_eq!(seconds_in_words(1), "1 second");
        assert_eq!(seconds_in_words(90), "90 seconds");
        assert_eq!(seconds_in_words(91), "2 minutes");
    }

    #[test]
    fn a_field_error_is_found_by_the_field_s_name() {
        let error = AppError::invalid("port", crate::fields::Problem::Required);
        assert!(error.field("port").is_some());
        assert!(error.field("host").is_none());
    }
}
