//! `GET /events?topics=…`: a stream of server-sent events that says which lists have changed.

use super::{Web, refusal};
use crate::events::{Numbers, Subscription, Topic};
use app::error::AppError;
use app::session::{Known, SessionToken};
use axum::body::{Body, Bytes};
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use http::{HeaderMap, HeaderName, StatusCode, header};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::convert::Infallible;
use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::{Interval, MissedTickBehavior, interval_at};

/// Streams of one session at a time. Browsers have six connections to a server that speaks HTTP/1.1, and need some for
/// everything else.
const MOST: usize = 4;
/// A word now and then, so that nobody on the way takes the connection for dead.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// nginx holds answers back unless told otherwise.
const UNBUFFERED: HeaderName = HeaderName::from_static("x-accel-buffering");

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    topics: String,
}

/// The numbers at once, and again whenever one grows. Ends with the session, and when the server stops.
pub(super) async fn stream(State(web): State<Web>, headers: HeaderMap, Query(asked): Query<Asked>) -> Response {
    match connect(&web, &headers, &asked.topics).await {
        Ok(connection) => {
            let events = stream::unfold(connection, |mut connection| async move {
                connection.next().await.map(|bytes| (Ok::<_, Infallible>(bytes), connection))
            });
            let kind = (header::CONTENT_TYPE, "text/event-stream");
            let headers = [kind, (header::CACHE_CONTROL, "no-store"), (UNBUFFERED, "no")];
            (headers, Body::from_stream(events)).into_response()
        }
        Err((status, error)) => refusal::refuse(status, &error, false),
    }
}

async fn connect(web: &Web, headers: &HeaderMap, topics: &str) -> Result<Connection, (StatusCode, AppError)> {
    let with_status =
        |error: AppError| (StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), error);
    let me = Known::of(&web.0.services, headers).await.signed_in().map_err(with_status)?;
    let topics: Option<BTreeSet<Topic>> = topics.split(',').map(Topic::from_code).collect();
    let topics = topics.ok_or((StatusCode::BAD_REQUEST, AppError::Malformed))?;
    if topics.iter().any(|topic| !topic.is_for(me.person().role)) {
        return Err(with_status(AppError::Forbidden));
    }
    let place = web.0.places.take(me.token()).ok_or_else(|| {
        (StatusCode::TOO_MANY_REQUESTS, AppError::TooManyAttempts { retry_after: HEARTBEAT.as_secs() })
    })?;
    Ok(Connection {
        subscription: web.0.events.subscribe(),
        web: web.clone(),
        token: me.token().clone(),
        topics,
        told: BTreeMap::new(),
        heartbeat: every(HEARTBEAT),
        check: every(web.0.session_check),
        _place: place,
    })
}

fn every(period: Duration) -> Interval {
    let mut interval = interval_at(tokio::time::Instant::now() + period, period);
    interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
    interval
}

/// A browser that is told.
struct Connection {
    web: Web,
    token: SessionToken,
    topics: BTreeSet<Topic>,
    /// The numbers that it knows.
    told: BTreeMap<Topic, i64>,
    subscription: Subscription,
    heartbeat: Interval,
    check: Interval,
    _place: Place,
}

impl Connection {
    /// What to send next; `None` at the end.
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            let stopping = self.web.0.stopping.clone();
            tokio::select! {
                biased;
                () = stopping.wait() => return None,
                _ = self.check.tick() => {
                    if !self.may_go_on().await {
                        return None;
                    }
                }
                numbers = self.subscription.next() => {
                    if let Some(events) = self.news(&numbers) {
                        return Some(events.into());
                    }
                }
                _ = self.heartbeat.tick() => return Some(Bytes::from_static(b":\n\n")),
            }
        }
    }

    /// The events for what it does not know yet.
    fn news(&mut self, numbers: &Numbers) -> Option<String> {
        let mut events = String::new();
        for &topic in &self.topics {
            let number = numbers.get(&topic).copied().unwrap_or(0);
            if self.told.insert(topic, number) != Some(number) {
                // Writing to a string does not fail.
                let _ = write!(events, "id: {number}\ndata: {}\n\n", topic.code());
            }
        }
        (!events.is_empty()).then_some(events)
    }

    /// Whether the session still holds, and its person may still be told. A database that does not answer ends nothing.
    async fn may_go_on(&self) -> bool {
        match self.web.0.services.sessions.still(&self.token).await {
            Ok(Some(person)) => self.topics.iter().all(|topic| topic.is_for(person.role)),
            Ok(None) => false,
            Err(_) => true,
        }
    }
}

/// How many streams each session has.
#[derive(Clone, Default)]
pub(super) struct Places(Arc<Mutex<HashMap<String, usize>>>);

/// One of them, until dropped.
struct Place {
    places: Places,
    session: String,
}

impl Places {
    fn take(&self, token: &SessionToken) -> Option<Place> {
        let mut places = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = places.entry(token.0.clone()).or_default();
        if *count == MOST {
            return None;
        }
        *count += 1;
        Some(Place { places: self.clone(), session: token.0.clone() })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut places = self.places.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = places.get_mut(&self.session) {
            *count -= 1;
            if *count == 0 {
                places.remove(&self.session);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_has_so_many_streams_and_gives_each_back() {
        let places = Places::default();
        let token = |text: &str| SessionToken(text.to_owned());
        let mut taken: Vec<_> = (0..MOST).map(|_| places.take(&token("a")).expect("a place")).collect();
        assert!(places.take(&token("a")).is_none() && places.take(&token("b")).is_some());
        taken.pop();
        assert!(places.take(&token("a")).is_some());
        taken.clear();
        assert!(places.0.lock().expect("the places").is_empty(), "nothing is kept of sessions that are gone");
    }
}
