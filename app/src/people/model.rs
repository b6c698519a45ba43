//! People as the screens show them.

use crate::fields::{EmailAddress, PersonName};
use crate::listing::{Column, Filter};
use crate::session::Role;
use serde::{Deserialize, Serialize};

/// One row of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRow {
    /// Number in the database.
    pub id: i64,
    /// Name as typed.
    pub name: String,
    /// E-mail address as typed.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// Whether they can sign in.
    pub state: PersonState,
    /// Has ever chosen a password.
    pub has_password: bool,
    /// Counts the changes.
    pub version: i64,
}

/// Whether somebody can sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PersonState {
    /// Has a password.
    Active,
    /// Has not chosen a password yet.
    Invited,
    /// Cannot sign in, and has no SIP access.
    Deactivated,
}

impl PersonState {
    /// The word in the URL.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Invited => "invited",
            Self::Deactivated => "deactivated",
        }
    }

    /// The word that people see.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Invited => "Invited",
            Self::Deactivated => "Deactivated",
        }
    }

    /// What the columns of a person say.
    #[must_use]
    pub const fn of(active: bool, has_password: bool) -> Self {
        match (active, has_password) {
            (false, _) => Self::Deactivated,
            (true, true) => Self::Active,
            (true, false) => Self::Invited,
        }
    }
}

/// The columns that the list sorts by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum PersonColumn {
    /// Name, without regard to case.
    #[default]
    Name,
    /// E-mail address, without regard to case.
    Email,
    /// Role.
    Role,
}

impl Column for PersonColumn {
    const ALL: &'static [Self] = &[Self::Name, Self::Email, Self::Role];

    const FILTERS: &'static [Filter] = &[
        Filter {
            name: "role",
            any: "Any role",
            kinds: &[("admin", "Admin"), ("support", "Support"), ("agent", "Agent")],
        },
        Filter {
            name: "state",
            any: "Any state",
            kinds: &[("active", "Active"), ("invited", "Invited"), ("deactivated", "Deactivated")],
        },
    ];

    fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::Role => "role",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::Email => "E-mail",
            Self::Role => "Role",
        }
    }
}

/// Somebody to be invited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// What they are called.
    pub name: PersonName,
    /// Where the invitation goes.
    pub email: EmailAddress,
    /// What they may do.
    pub role: Role,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// So many were added and invited.
    pub invited: u64,
    /// The lines that were left out, as they were: known already, or wrong. With the headings above them, if there were any.
    pub left_out: String,
}

/// What becomes of one line of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportLine {
    /// Number of the line, from 1.
    pub line: u64,
    /// The name as read.
    pub name: String,
    /// The address as read.
    pub email: String,
    /// What happens to it.
    pub fate: Fate,
}

/// What happens to a line of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fate {
    /// The person is added with this role and invited.
    Invite(Role),
    /// Somebody has this address already: nothing happens.
    Known,
    /// The line with this number has this address already: nothing happens.
    Repeated(u64),
    /// The line breaks a rule, in words: nothing happens.
    Wrong(String),
}
