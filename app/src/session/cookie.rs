//! The cookies: the session's, and the choice between light and dark.

use super::{NewSession, SessionToken};
use crate::services::{CookiePolicy, Services};
use http::{HeaderMap, HeaderValue, header, request::Parts};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

/// The session that a request's cookie names.
pub(super) fn session_token(headers: &HeaderMap, policy: CookiePolicy) -> Option<SessionToken> {
    read(headers, session_name(policy)).map(SessionToken)
}

/// Hands a new session to the browser.
pub(super) fn set_session(session: &NewSession) {
    write(session_name, &session.token.0, session.max_age, true);
}

/// Takes the session out of the browser.
pub(super) fn clear_session() {
    write(session_name, "", 0, true);
}

/// `__Host-` makes browsers insist on https, on this host and on the whole site (RFC 6265bis section 4.1.3.2).
const fn session_name(policy: CookiePolicy) -> &'static str {
    if policy.secure { "__Host-switchroom" } else { "switchroom" }
}

/// The value of a cookie of a request.
fn read(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

/// Sets a cookie for `max_age` seconds; 0 removes it.
pub(super) fn write(name: impl Fn(CookiePolicy) -> &'static str, value: &str, max_age: u64, http_only: bool) {
    let (Ok(services), Some(response)) = (Services::current(), use_context::<ResponseOptions>()) else { return };
    let policy = services.cookies;
    let secure = if policy.secure { "; Secure" } else { "" };
    let http_only = if http_only { "; HttpOnly" } else { "" };
    let name = name(policy);
    let cookie = format!("{name}={value}; Path=/; Max-Age={max_age}; SameSite=Lax{http_only}{secure}");
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.append_header(header::SET_COOKIE, value);
    }
}

/// A year: the choice between light and dark is kept for long.
const THEME_AGE: u64 = 365 * 24 * 3600;

/// Keeps the choice between light and dark.
pub(super) fn set_theme(theme: super::Theme) {
    write(|_| "theme", theme.code(), THEME_AGE, true);
}

/// The choice that this browser keeps.
#[must_use]
pub fn theme() -> super::Theme {
    use_context::<Parts>()
        .and_then(|parts| read(&parts.headers, "theme"))
        .and_then(|code| super::Theme::from_code(&code))
        .unwrap_or_default()
}
