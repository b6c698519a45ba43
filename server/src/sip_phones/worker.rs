//! Works at **All agents** in the background.

use super::PhoneStore;
use super::all_agents::Stepped;
use crate::http::Stopping;
use std::time::Duration;

/// How often it looks by itself: another server, or one that was killed, may have left something.
const LOOK: Duration = Duration::from_secs(1);

/// Gives all agents SIP access when somebody has begun that. Several of them, in one program or in many, share the work.
pub struct AllAgents {
    phones: PhoneStore,
}

impl AllAgents {
    /// At the jobs of this database.
    #[must_use]
    pub const fn new(phones: PhoneStore) -> Self {
        Self { phones }
    }

    /// Works until told to stop; the step under way is finished first. A database that does not answer does not end it.
    pub async fn run(self, stopping: Stopping) {
        loop {
            let stepped = self.phones.step().await;
            tokio::select! {
                biased;
                () = stopping.wait() => return,
                () = self.rest_after(matches!(stepped, Ok(Stepped::Done))) => {}
            }
        }
    }

    async fn rest_after(&self, more: bool) {
        if more {
            // Others who write get their turn.
            tokio::task::yield_now().await;
        } else {
            // What went wrong was logged where it did; it is tried again.
            drop(tokio::time::timeout(LOOK, self.phones.news.notified()).await);
        }
    }
}
