//! Server functions: `POST /api/<feature>/<verb>`.

use super::{BODY_LIMIT, Web, context, forms, refusal};
use app::error::AppError;
use app::session::RequestId;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use leptos::server_fn::axum::server_fn_paths;
use leptos_axum::handle_server_fns_with_context;
use std::time::Duration;

/// A body that takes longer to arrive is not waited for.
const BODY_PATIENCE: Duration = Duration::from_secs(20);

/// Calls a server function: for a program or the app in the browser with the result or an [`AppError`] in JSON, for a
/// plainly posted form with the page to go on at.
pub(super) async fn call(State(web): State<Web>, request: Request) -> Response {
    let wants_page = refusal::wants_page(request.headers());
    if let Err((status, error)) = exists(&request) {
        return refusal::refuse(status, &error, wants_page);
    }
    let (parts, body) = request.into_parts();
    let body = match read(body).await {
        Ok(body) => body,
        Err(status) => return refusal::refuse(status, &AppError::Malformed, wants_page),
    };
    if forms::is_form(&parts) {
        return forms::post(&web, parts, body).await;
    }
    let outcome = run(&web, Request::from_parts(parts, Body::from(body))).await;
    match outcome.error {
        Some(error) => with_error(outcome.response, &error),
        None => outcome.response,
    }
}

/// What a server function returned.
pub(super) struct Outcome {
    /// Status and headers are the function's; with an error the body is gone.
    pub(super) response: Response,
    /// The error, if it returned one.
    pub(super) error: Option<AppError>,
}

/// Runs a server function and looks at what it returned.
pub(super) async fn run(web: &Web, mut request: Request) -> Outcome {
    // Leptos redirects by itself when it sees that HTML is wanted, errors included; `forms` does that here.
    request.headers_mut().remove(header::ACCEPT);
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    let web = web.clone();
    let response = handle_server_fns_with_context(move || context::provide(&web), request).await.into_response();
    if !response.headers().contains_key(leptos::server_fn::error::SERVER_FN_ERROR_HEADER) {
        return Outcome { response, error: None };
    }
    let (parts, body) = response.into_parts();
    let body = body.collect().await.map(|body| body.to_bytes()).unwrap_or_default();
    let error = match serde_json::from_slice(&body) {
        Ok(AppError::Internal { request }) if request.is_empty() => AppError::Internal { request: id },
        Ok(error) => error,
        Err(_) => AppError::Internal { request: id },
    };
    Outcome { response: Response::from_parts(parts, Body::empty()), error: Some(error) }
}

/// The function's response with the error in it. Its status is the error's: leptos has 500 for arguments that it cannot
/// read, before the function could say otherwise.
fn with_error(response: Response, error: &AppError) -> Response {
    let (mut parts, _) = response.into_parts();
    let (refused, body) = refusal::answer(error, false).into_parts();
    parts.status = refused.status;
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.extend(refused.headers);
    Response::from_parts(parts, body)
}

fn exists(request: &Request) -> Result<(), (StatusCode, AppError)> {
    let path = request.uri().path();
    let mut known = server_fn_paths().filter(|(known, _)| *known == path).peekable();
    if known.peek().is_none() {
        Err((StatusCode::NOT_FOUND, AppError::NotFound))
    } else if known.any(|(_, method)| method == *request.method()) {
        Ok(())
    } else {
        Err((StatusCode::METHOD_NOT_ALLOWED, AppError::Malformed))
    }
}

async fn read(body: Body) -> Result<Bytes, StatusCode> {
    match tokio::time::timeout(BODY_PATIENCE, Limited::new(body, BODY_LIMIT).collect()).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(StatusCode::PAYLOAD_TOO_LARGE),
        Ok(Err(_)) => Err(StatusCode::BAD_REQUEST),
        Err(_) => Err(StatusCode::REQUEST_TIMEOUT),
    }
}
