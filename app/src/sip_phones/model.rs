//! SIP phones as the screens show them: each is one agent's SIP credentials.

use crate::fields::{PhoneUserName, Transport};
use crate::listing::{Column, Filter, Total};
use serde::{Deserialize, Serialize};

/// One row of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhoneRow {
    /// Number in the database.
    pub id: i64,
    /// Number of the person.
    pub person: i64,
    /// Name of the person.
    pub name: String,
    /// E-mail address of the person.
    pub email: String,
    /// The user part of the SIP address.
    pub user_name: String,
    /// **Receiving on SIP phone**
    pub receiving: bool,
    /// Whether a phone is registered with these credentials.
    pub registration: Registration,
    /// What became of the mail with the credentials.
    pub credentials: CredentialsState,
    /// Why the mail failed, in the mail server's words; empty when it did not.
    pub mail_error: String,
    /// Counts the changes.
    pub version: i64,
    /// The person is not deactivated.
    pub active: bool,
}

/// Whether a phone is registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Registration {
    /// Right now.
    Now,
    /// Not now, but it was: milliseconds since 1970.
    Seen(i64),
    /// Never so far.
    Never,
}

impl Registration {
    /// The word in the URL.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::Seen(_) => "seen",
            Self::Never => "never",
        }
    }
}

/// What became of the mail with the credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CredentialsState {
    /// The mail waits to be sent.
    Queued,
    /// The mail server has taken it.
    Sent,
    /// The agent has looked at the password.
    Opened,
    /// It could not be sent.
    Failed,
}

impl CredentialsState {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Queued, Self::Sent, Self::Opened, Self::Failed];

    /// The word in the database and in the URL.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Opened => "opened",
            Self::Failed => "failed",
        }
    }

    /// The state with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The word that people see.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Queued => "Queued",
            Self::Sent => "Sent",
            Self::Opened => "Opened",
            Self::Failed => "Failed",
        }
    }
}

/// The columns that the list sorts by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum PhoneColumn {
    /// Name of the person, without regard to case.
    #[default]
    Name,
    /// E-mail address, without regard to case.
    Email,
    /// SIP user name, without regard to case.
    UserName,
}

impl Column for PhoneColumn {
    const ALL: &'static [Self] = &[Self::Name, Self::Email, Self::UserName];

    const FILTERS: &'static [Filter] = &[
        Filter { name: "receiving", any: "Receiving or not", kinds: &[("yes", "Receiving"), ("no", "Not receiving")] },
        Filter {
            name: "mail",
            any: "Any mail",
            kinds: &[("queued", "Queued"), ("sent", "Sent"), ("opened", "Opened"), ("failed", "Failed")],
        },
        Filter {
            name: "phone",
            any: "Any phone",
            kinds: &[("now", "Registered now"), ("seen", "Seen before"), ("never", "Never registered")],
        },
    ];

    fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::UserName => "user_name",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Name => "Agent",
            Self::Email => "E-mail",
            Self::UserName => "SIP user name",
        }
    }
}

/// An agent without SIP access, as **New SIP credentials** offers them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// Number of the person.
    pub person: i64,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
}

/// Some of the agents without SIP access, and how many there are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidates {
    /// The first that match what was typed, by name.
    pub people: Vec<Candidate>,
    /// How many agents have no SIP access, whatever was typed.
    pub without: Total,
}

/// Who waits for SIP access.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// So many agents have none.
    pub without: Total,
    /// How far **All agents** has come, if it was begun.
    pub all: Option<Progress>,
}

/// How far **All agents** has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// So many have their credentials.
    pub done: u64,
    /// Of so many.
    pub total: u64,
    /// It has come to its end.
    pub finished: bool,
}

/// What **Edit** changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhoneChange {
    /// The user name from now on.
    pub user_name: PhoneUserName,
    /// **Receiving on SIP phone**
    pub receiving: bool,
    /// Makes a new password, which is mailed; the old one stops working.
    pub new_password: bool,
}

/// What a phone needs to connect, but for the password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connection {
    /// Name of the person, for the display.
    pub display_name: String,
    /// User name, also the authentication id.
    pub user_name: String,
    /// `SWITCHROOM_SIP_DOMAIN`: the part after `@`, and the realm.
    pub domain: String,
    /// `SWITCHROOM_SIP_SERVER`: where phones register.
    pub server: String,
    /// `SWITCHROOM_SIP_PORT`
    pub port: u16,
    /// `SWITCHROOM_SIP_TRANSPORT`
    pub transport: Transport,
}

/// **My phone**
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyPhone {
    /// What to type into a phone.
    pub connection: Connection,
    /// **Receiving on SIP phone**
    pub receiving: bool,
    /// Whether a phone is registered.
    pub registration: Registration,
}

/// What the page behind a credentials link shows after the click. It is sent once, and never kept by a browser.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credentials {
    /// What to type into a phone.
    pub connection: Connection,
    /// The password.
    pub password: String,
    /// A QR code as SVG, which leads Linphone to a single-use address with all of this.
    pub qr: String,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials").field("connection", &self.connection).finish_non_exhaustive()
    }
}
