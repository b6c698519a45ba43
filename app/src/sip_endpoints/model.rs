//! SIP endpoints as the screens show them.

use super::SipEndpointForm;
use crate::fields::{Codec, Transport};
use crate::listing::Column;
use serde::{Deserialize, Serialize};

/// One row of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SipEndpointRow {
    /// Number in the database.
    pub id: i64,
    /// Name or address, canonical.
    pub host: String,
    /// 1 to 65535.
    pub port: u16,
    /// Name that people use.
    pub reference: String,
    /// Codecs offered.
    pub codec: Codec,
    /// What carries SIP.
    pub transport: Transport,
    /// Empty when there is none.
    pub user_name: String,
}

/// The columns that the list sorts by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum SipEndpointColumn {
    /// Name or address.
    Host,
    /// Port number.
    Port,
    /// Reference, without regard to case.
    #[default]
    Reference,
    /// Codecs.
    Codec,
    /// User name, without regard to case.
    UserName,
}

impl Column for SipEndpointColumn {
    const ALL: &'static [Self] = &[Self::Host, Self::Port, Self::Reference, Self::Codec, Self::UserName];

    fn code(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::Port => "port",
            Self::Reference => "reference",
            Self::Codec => "codec",
            Self::UserName => "user_name",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Host => "SIP endpoint",
            Self::Port => "Port",
            Self::Reference => "Reference",
            Self::Codec => "Codec",
            Self::UserName => "User name",
        }
    }
}

/// An endpoint as the form needs it. The password itself never leaves the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SipEndpointEdit {
    /// Number in the database.
    pub id: i64,
    /// Counts the changes; goes back with the form, so that nobody overwrites what they have not seen.
    pub version: i64,
    /// The fields, the password empty.
    pub form: SipEndpointForm,
    /// Whether a password is kept.
    pub has_password: bool,
}

/// What was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// Number in the database.
    pub id: i64,
    /// The reference that it has now.
    pub reference: String,
    /// Another endpoint with the same host, port and user name: allowed, but worth a warning.
    pub twin: Option<Twin>,
    /// Its host is a name without a dot: likewise.
    pub single_label: bool,
}

/// An endpoint with the same host, port and user name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Twin {
    /// Its reference.
    pub reference: String,
}
