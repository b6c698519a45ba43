//! Outgoing mail as the screen shows it.

use crate::listing::{Column, Filter};
use serde::{Deserialize, Serialize};

/// One message of the list. Its text is never shown: most of them carry a link that opens something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailRow {
    /// Number in the database.
    pub id: i64,
    /// Name of whom it goes to.
    pub to_name: String,
    /// Where it goes.
    pub to_email: String,
    /// What it is about.
    pub subject: String,
    /// Where it stands.
    pub state: MailState,
    /// How often it was handed over, or tried to be.
    pub tries: u32,
    /// Why the last try failed, in the mail server's own words; empty when it did not.
    pub last_error: String,
    /// Milliseconds since 1970 at which it was written.
    pub created_at: i64,
    /// Milliseconds since 1970 of the next try; `None` when there is none.
    pub next_at: Option<i64>,
    /// It can be sent again: its text is still kept.
    pub can_be_sent: bool,
}

/// Where a message stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailState {
    /// Waits for its first or next try.
    Queued,
    /// The mail server has taken it (or it was written to its file).
    Sent,
    /// Given up.
    Failed,
}

impl MailState {
    /// The word in the database and in the URL.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Failed => "failed",
        }
    }

    /// The state with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Queued, Self::Sent, Self::Failed].into_iter().find(|state| state.code() == code)
    }

    /// The word that people see.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Queued => "Queued",
            Self::Sent => "Sent",
            Self::Failed => "Failed",
        }
    }
}

/// The columns that the list sorts by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum MailColumn {
    /// Newest first: sorted by a number that falls with time.
    #[default]
    Newest,
    /// Address, without regard to case.
    To,
}

impl Column for MailColumn {
    const ALL: &'static [Self] = &[Self::Newest, Self::To];

    const FILTERS: &'static [Filter] = &[Filter {
        name: "state",
        any: "Any state",
        kinds: &[("queued", "Queued"), ("sent", "Sent"), ("failed", "Failed")],
    }];

    fn code(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::To => "to",
        }
    }

    fn falls(self) -> bool {
        self == Self::Newest
    }

    fn label(self) -> &'static str {
        match self {
            Self::Newest => "Written",
            Self::To => "To",
        }
    }
}
