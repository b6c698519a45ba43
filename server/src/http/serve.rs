//! Takes connections, and lets them end in peace when the server stops.

use super::Peer;
use axum::Router;
use axum::body::Body;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tower::ServiceExt;

/// Somebody who connects and does not ask, or asks a byte a minute, is not waited for.
const HEADER_PATIENCE: Duration = Duration::from_secs(15);
/// How long requests under way may take to end when the server stops.
const LAST_REQUESTS: Duration = Duration::from_secs(10);

/// Tells everybody that the server stops. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Stopping(watch::Sender<bool>);

impl Default for Stopping {
    fn default() -> Self {
        Self(watch::Sender::new(false))
    }
}

impl Stopping {
    /// From now on it does.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }

    /// Waits until it does.
    pub async fn wait(&self) {
        // An error would mean that the sender is gone, which is this very value.
        let _ = self.0.subscribe().wait_for(|stopping| *stopping).await;
    }
}

/// Answers connections until told to stop; then takes no more, lets requests under way end, and returns.
pub async fn serve(listener: TcpListener, router: Router, stopping: Stopping) {
    let graceful = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stopping.wait() => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                tokio::spawn(connection(stream, peer, router.clone(), graceful.watcher()));
            }
            Err(error) => {
                // Out of files, mostly: others must end before anybody can come in.
                tracing::warn!("a connection could not be taken: {error}");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
    drop(listener);
    tracing::info!("stopping: finishing {} connections", graceful.count());
    if tokio::time::timeout(LAST_REQUESTS, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not end in time and were cut off");
    }
}

/// Answers what comes over one connection.
async fn connection(stream: TcpStream, peer: SocketAddr, router: Router, watcher: Watcher) {
    // Answers are written whole; waiting for more to send with them would only delay them.
    let _ = stream.set_nodelay(true);
    let service = router.map_request(move |mut request: hyper::Request<Incoming>| {
        request.extensions_mut().insert(Peer(peer));
        request.map(Body::new)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_PATIENCE)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    // A browser that goes away is no event.
    let _ = watcher.watch(connection).await;
}
