//! A browser's `EventSource`.

use super::Browser;
use http::{HeaderMap, Method, StatusCode, header};
use std::time::Duration;

/// Longest wait for anything here; nothing takes so long unless it is broken.
const PATIENCE: Duration = Duration::from_secs(30);

/// A stream of events under way; closed when dropped.
pub(crate) struct Stream {
    response: reqwest::Response,
    received: String,
}

/// A topic, and how often it has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) topic: String,
    pub(crate) number: i64,
}

impl Browser {
    /// Asks for a stream, and returns the status when there is none.
    pub(crate) async fn try_events(&self, topics: &str) -> Result<Stream, StatusCode> {
        let request = self.request(Method::GET, &format!("/events?topics={topics}"));
        let request = request.header(header::ACCEPT, "text/event-stream").header(header::ACCEPT_ENCODING, "gzip, br");
        let response = tokio::time::timeout(PATIENCE, request.send()).await.expect("in time").expect("an answer");
        match response.status() {
            StatusCode::OK => Ok(Stream { response, received: String::new() }),
            other => Err(other),
        }
    }

    /// Opens a stream.
    pub(crate) async fn events(&self, topics: &str) -> Stream {
        self.try_events(topics).await.expect("a stream")
    }
}

impl Stream {
    /// What came before the first event.
    pub(crate) fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// Waits for the next event; `None` at the end.
    pub(crate) async fn try_next(&mut self) -> Option<Event> {
        loop {
            if let Some((block, rest)) = self.received.split_once("\n\n") {
                let (block, rest) = (block.to_owned(), rest.to_owned());
                self.received = rest;
                // A lone colon is a sign of life.
                if block == ":" {
                    continue;
                }
                let field = |name: &str| {
                    let line = block.lines().find_map(|line| line.strip_prefix(name));
                    line.unwrap_or_else(|| panic!("no {name} in {block:?}")).to_owned()
                };
                let number = field("id: ").parse().unwrap_or_else(|_| panic!("no number in {block:?}"));
                return Some(Event { topic: field("data: "), number });
            }
            let chunk = tokio::time::timeout(PATIENCE, self.response.chunk()).await.expect("something in time");
            let chunk = chunk.expect("a stream that is not cut off")?;
            self.received.push_str(std::str::from_utf8(&chunk).expect("text"));
        }
    }

    /// Waits for the next event.
    pub(crate) async fn next(&mut self) -> Event {
        self.try_next().await.expect("another event")
    }

    /// Waits for the end; whatever still comes before does not matter.
    pub(crate) async fn end(&mut self) {
        while self.try_next().await.is_some() {}
    }

    /// True when nothing comes for a while, not even the end.
    pub(crate) async fn is_quiet_for(&mut self, time: Duration) -> bool {
        tokio::time::timeout(time, self.try_next()).await.is_err()
    }
}
