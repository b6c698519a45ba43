//! What every server function does with its result.

use super::RequestId;
use crate::error::AppError;
use http::{HeaderValue, StatusCode, header};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

/// Gives the response the error's status, and an unforeseen error the number under which the log has it.
///
/// # Errors
/// The error that `result` holds.
pub fn answer<T>(result: Result<T, AppError>) -> Result<T, AppError> {
    result.map_err(|error| {
        if let (Some(response), Ok(status)) = (use_context::<ResponseOptions>(), StatusCode::from_u16(error.status())) {
            response.set_status(status);
        }
        match error {
            AppError::Internal { .. } => {
                AppError::Internal { request: use_context::<RequestId>().map(|id| id.0).unwrap_or_default() }
            }
            other => other,
        }
    })
}

/// Where a form that was posted without WebAssembly goes on. In the browser's own half the form decides by itself.
pub fn go_on_at(path: &str) {
    if let (Some(response), Ok(path)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(path)) {
        response.insert_header(header::LOCATION, path);
    }
}
