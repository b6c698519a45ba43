//! Errors outside pages and server functions: JSON for programs, a bare page for people.

use app::error::AppError;
use axum::Json;
use axum::extract::Request;
use axum::response::{Html, IntoResponse, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};

/// An answer with the error's own status.
pub(super) fn answer(error: &AppError, wants_page: bool) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    refuse(status, error, wants_page)
}

/// An answer with another status.
pub(super) fn refuse(status: StatusCode, error: &AppError, wants_page: bool) -> Response {
    let retry_after = retry_after(error);
    if wants_page {
        (status, retry_after, Html(page(error))).into_response()
    } else {
        (status, retry_after, Json(error)).into_response()
    }
}

/// `Retry-After` in seconds (RFC 9110 section 10.2.3), where the error says when to come back.
pub(super) fn retry_after(error: &AppError) -> HeaderMap {
    match error {
        AppError::TooManyAttempts { retry_after } => {
            HeaderMap::from_iter([(header::RETRY_AFTER, HeaderValue::from(*retry_after))])
        }
        _ => HeaderMap::new(),
    }
}

/// True when a person looks at the answer: a browser that goes somewhere or posts a plain form.
pub(super) fn wants_page(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

/// Only for what no route takes in another method.
pub(super) async fn wrong_method(request: Request) -> Response {
    refuse(StatusCode::METHOD_NOT_ALLOWED, &AppError::Malformed, wants_page(request.headers()))
}

/// Words without the app around them, which may be what failed. The words hold nothing that was typed.
fn page(error: &AppError) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Switchroom</title></head>\
         <body><main><h1>Switchroom</h1><p>{}</p><p><a href=\"/\">Switchroom</a></p></main></body></html>",
        error.words()
    )
}
