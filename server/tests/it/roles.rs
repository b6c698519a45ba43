//! Who may call what: every server function is here, by name and role.

use crate::support::both;
use app::error::AppError;
use app::session::Role;
use http::StatusCode;
use leptos::server_fn::axum::server_fn_paths;
use std::collections::BTreeSet;

/// Whom a server function lets through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum For {
    Everybody,
    SignedIn,
    Readers,
    Admins,
}

const FUNCTIONS: [(&str, For); 43] = [
    ("credentials/connection", For::Everybody),
    ("credentials/open", For::Everybody),
    ("mail/folder", For::Readers),
    ("mail/list", For::Readers),
    ("mail/send-again", For::Admins),
    ("my-phone/get", For::SignedIn),
    ("my-phone/send-link", For::SignedIn),
    ("my-phone/set-receiving", For::SignedIn),
    ("people/check-import", For::Admins),
    ("people/deactivate", For::Admins),
    ("people/get", For::Readers),
    ("people/import", For::Admins),
    ("people/invite", For::Admins),
    ("people/invite-again", For::Admins),
    ("people/list", For::Readers),
    ("people/reactivate", For::Admins),
    ("people/set-role", For::Admins),
    ("session/change-password", For::SignedIn),
    ("session/choose-password", For::Everybody),
    ("session/forgot-password", For::Everybody),
    ("session/me", For::Everybody),
    ("session/person-of-link", For::Everybody),
    ("session/set-up", For::Everybody),
    ("session/set-up-needed", For::Everybody),
    ("session/sign-in", For::Everybody),
    ("session/sign-out", For::Everybody),
    ("session/theme", For::Everybody),
    ("sip-endpoints/copy-of", For::Admins),
    ("sip-endpoints/create", For::Admins),
    ("sip-endpoints/delete", For::Admins),
    ("sip-endpoints/find-twin", For::Readers),
    ("sip-endpoints/get", For::Readers),
    ("sip-endpoints/list", For::Readers),
    ("sip-endpoints/update", For::Admins),
    ("sip-phones/add", For::Admins),
    ("sip-phones/candidates", For::Admins),
    ("sip-phones/delete", For::Admins),
    ("sip-phones/get", For::Readers),
    ("sip-phones/list", For::Readers),
    ("sip-phones/resend", For::Admins),
    ("sip-phones/set-receiving", For::Admins),
    ("sip-phones/update", For::Admins),
    ("sip-phones/waiting", For::Readers),
];

/// Fields that every function finds what it needs among.
const FIELDS: [(&str, &str); 7] = [
    ("id", "1000000"),
    ("version", "1"),
    ("ids", "1000000"),
    ("people", "1000000"),
    ("receiving", "yes"),
    ("role", "agent"),
    ("text", "x"),
];

both!(roles_are_checked_in_every_function, |t| async move {
    let server = t.serve().await;
    let known: BTreeSet<String> = FUNCTIONS.iter().map(|(name, _)| format!("/api/{name}")).collect();
    let there: BTreeSet<String> = server_fn_paths().map(|(path, _)| path.to_owned()).collect();
    assert_eq!(there, known, "a server function that is not in this list, or is not there any more");
    let (agent, support) = (t.browser_of(&server, Role::Agent).await, t.browser_of(&server, Role::Support).await);
    let admin = t.browser_of(&server, Role::Admin).await;
    for (function, whom) in FUNCTIONS {
        let callers = [
            (server.browser(), For::Everybody),
            (agent.clone(), For::SignedIn),
            (support.clone(), For::Readers),
            (admin.clone(), For::Admins),
        ];
        // Signing out would end the session.
        if function == "session/sign-out" {
            continue;
        }
        for (browser, caller) in callers {
            let answer = browser.call(function, &FIELDS).await;
            let refused = if caller == For::Everybody {
                (StatusCode::UNAUTHORIZED, AppError::SignedOut)
            } else {
                (StatusCode::FORBIDDEN, AppError::Forbidden)
            };
            if (caller as u8) < (whom as u8) {
                assert_eq!((answer.status, answer.json()), refused, "{function} by {caller:?}");
            } else {
                let let_through = ![StatusCode::FORBIDDEN, StatusCode::INTERNAL_SERVER_ERROR].contains(&answer.status);
                let said: Option<AppError> = serde_json::from_str(&answer.body).ok();
                assert!(let_through && said != Some(AppError::SignedOut), "{function} by {caller:?}: {answer:?}");
            }
        }
    }
});
