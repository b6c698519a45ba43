//! Forms that work without JavaScript: what the server hands back when a plainly posted form was refused.

use crate::error::AppError;
use leptos::prelude::{SharedValue, use_context};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A form that a browser posted without JavaScript and that was refused. The server renders the form's page again with
/// this in the context, so that nothing typed is lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormEcho {
    /// Path of the server function that it was posted to.
    pub action: String,
    /// What was typed, by field name as posted (`form[host]`); secrets are left out.
    pub values: BTreeMap<String, String>,
    /// Names of the secrets that were typed and are not sent back.
    pub secrets: Vec<String>,
    /// Why it was refused.
    pub error: AppError,
}

/// Path and query of the page that a refused form is on: the browser's address bar shows the server function instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EchoedAt(pub String);

impl FormEcho {
    /// The refused form of this page, if it was posted to `action`. The same on the server and, after hydration, in the
    /// browser.
    #[must_use]
    pub fn of(action: &str) -> Option<Self> {
        let echo: SharedValue<Option<Self>> = SharedValue::new(use_context::<Self>);
        echo.into_inner().filter(|echo| echo.action == action)
    }

    /// What was typed into a field, empty when nothing was.
    #[must_use]
    pub fn value(&self, name: &str) -> String {
        self.values.get(name).cloned().unwrap_or_default()
    }
}

/// True for fields whose value must never be sent back: `password`, `form[password]`, `link`, …
#[must_use]
pub fn is_secret(name: &str) -> bool {
    let inner = name.rsplit('[').next().unwrap_or(name).trim_end_matches(']');
    matches!(inner, "password" | "current_password" | "new_password" | "link")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_told_by_their_names() {
        for name in ["password", "form[password]", "new_password", "current_password", "link"] {
            assert!(is_secret(name), "{name}");
        }
        for name in ["host", "form[remove_password]", "form[user_name]", "email"] {
            assert!(!is_secret(name), "{name}");
        }
    }
}
