//! What happens to a request that panics or takes too long: the person gets words, the log gets the cause.

use super::{Web, refusal};
use app::error::AppError;
use app::session::RequestId;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::StatusCode;

/// Runs a request as a task of its own. It then ends by itself even when the browser goes away in the middle, so that
/// no change is left half-way, and a panic in it is its own.
pub(super) async fn guard(State(web): State<Web>, request: Request, next: Next) -> Response {
    let wants_page = refusal::wants_page(request.headers());
    let id = request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
    let task = tokio::spawn(tracing::Instrument::in_current_span(next.run(request)));
    let abort = task.abort_handle();
    let (status, cause) = match tokio::time::timeout(web.0.longest_request, task).await {
        Ok(Ok(response)) => return response,
        Ok(Err(_)) => (StatusCode::INTERNAL_SERVER_ERROR, "panicked"),
        Err(_) => {
            abort.abort();
            (StatusCode::SERVICE_UNAVAILABLE, "took too long and was given up")
        }
    };
    tracing::error!(request = id, "the request {cause}");
    refusal::refuse(status, &AppError::Internal { request: id }, wants_page)
}
