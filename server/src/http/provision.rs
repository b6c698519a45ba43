//! `GET /provision/{token}`: a phone fetches its settings, once.

use super::{Web, refusal};
use crate::sip_phones::lpconfig;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use http::{Method, StatusCode, header};

/// Longest token that is looked for.
const LONGEST: usize = 128;

/// The settings for the first who asks, nothing for everybody else. Whoever only asks whether there is something (HEAD)
/// is told no, so that looking does not use it up.
pub(super) async fn settings(
    State(web): State<Web>,
    method: Method,
    token: Result<Path<String>, PathRejection>,
) -> Response {
    let token = token.ok().map(|Path(token)| token).filter(|token| method == Method::GET && is_token(token));
    let (Some(provisioning), Some(token)) = (&web.0.provisioning, token) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let taken = provisioning.take(&token).await;
    match taken.and_then(|taken| taken.map(|(connection, password)| lpconfig(&connection, &password)).transpose()) {
        Ok(Some(xml)) => {
            let headers = [(header::CONTENT_TYPE, "application/xml"), (header::CACHE_CONTROL, "no-store")];
            (headers, xml).into_response()
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => refusal::answer(&error, false),
    }
}

/// Nobody was given anything else.
fn is_token(text: &str) -> bool {
    (1..=LONGEST).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}
