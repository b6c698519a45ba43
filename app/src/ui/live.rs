//! Hears of what others change, over `GET /events` (server-sent events), so that a list is right without a reload.

use leptos::prelude::*;

/// Counts the news of this topic. The first comes when the connection stands, however often it was lost before: what
/// happened in between is caught up with. A page that nobody looks at does not listen: browsers have few connections to
/// one server, and all tabs share them.
#[must_use]
pub fn news(topic: &'static str) -> ReadSignal<u32> {
    let (news, tell) = signal(0_u32);
    #[cfg(feature = "hydrate")]
    browser::listen(topic, tell);
    #[cfg(not(feature = "hydrate"))]
    let _ = (topic, tell);
    news
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::*;
    use crate::ui::effect::effect;
    use std::time::Duration;
    use wasm_bindgen::JsCast;
    use wasm_bindgen::closure::Closure;
    use web_sys::EventSource;

    /// After a refusal: a connection that only broke comes back by itself.
    const PAUSE: Duration = Duration::from_secs(5);

    /// An open connection, closed when dropped. It owns what the browser calls.
    struct Connection {
        source: EventSource,
        _message: Closure<dyn FnMut()>,
        _error: Closure<dyn FnMut()>,
    }

    impl Drop for Connection {
        fn drop(&mut self) {
            self.source.close();
        }
    }

    #[derive(Clone, Copy)]
    struct Line {
        topic: &'static str,
        tell: WriteSignal<u32>,
        connection: StoredValue<Option<Connection>, LocalStorage>,
    }

    pub(super) fn listen(topic: &'static str, tell: WriteSignal<u32>) {
        let line = Line { topic, tell, connection: StoredValue::new_local(None) };
        effect(move || line.open());
        let seen = window_event_listener_untyped("visibilitychange", move |_| line.open());
        on_cleanup(move || seen.remove());
    }

    impl Line {
        /// Connects anew, or not while the page is hidden.
        fn open(self) {
            let connection = if document().hidden() { None } else { self.connect() };
            drop(self.connection.try_set_value(connection));
        }

        fn connect(self) -> Option<Connection> {
            let source = EventSource::new(&format!("/events?topics={}", self.topic)).ok()?;
            let message = Closure::<dyn FnMut()>::new(move || {
                self.tell.try_update(|count| *count += 1);
            });
            source.set_onmessage(Some(message.as_ref().unchecked_ref()));
            let same = source.clone();
            let error = Closure::<dyn FnMut()>::new(move || {
                if same.ready_state() == EventSource::CLOSED {
                    set_timeout(move || self.open_if_there(), PAUSE);
                }
            });
            source.set_onerror(Some(error.as_ref().unchecked_ref()));
            Some(Connection { source, _message: message, _error: error })
        }

        /// The page may have gone meanwhile.
        fn open_if_there(self) {
            if self.connection.try_with_value(|_| ()).is_some() {
                self.open();
            }
        }
    }
}
