//! Signs of life, for whoever watches over the server.

use super::Web;
use app::error::{AppError, Dependency};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::StatusCode;

/// The process runs.
pub(super) async fn healthz() -> &'static str {
    "ok\n"
}

/// Everything that it needs answers, too; else 503 and the name of what does not.
pub(super) async fn readyz(State(web): State<Web>) -> Response {
    match web.0.database.ping().await {
        Ok(()) => "ready\n".into_response(),
        Err(AppError::Unavailable(Dependency::Database)) => {
            (StatusCode::SERVICE_UNAVAILABLE, "database: does not answer\n").into_response()
        }
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "database: error\n").into_response(),
    }
}
