//! A stream that ends when the server does: pages notice, and reload once it is back. For people who work on Switchroom.

use super::Web;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};
use http::header;
use std::convert::Infallible;

/// Says at once how long to wait after the end, then nothing until the end.
pub(super) async fn stream(State(web): State<Web>) -> Response {
    let beginning = stream::iter([Bytes::from_static(b"retry: 300\n\n")]);
    let end = stream::once(async move {
        web.0.stopping.wait().await;
        Bytes::new()
    });
    let events = beginning.chain(end).map(Ok::<_, Infallible>);
    ([(header::CONTENT_TYPE, "text/event-stream")], Body::from_stream(events)).into_response()
}
