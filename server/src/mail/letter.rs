//! What is written to people.

use app::sip_phones::Connection;
use std::time::Duration;

/// Whom a letter goes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// The person's number.
    pub person: i64,
    /// What they are called.
    pub name: String,
    /// Their address.
    pub email: String,
}

/// A letter, and what it says. A link is the secret part of a one-time link; the letter makes an address of it.
#[derive(Clone, PartialEq, Eq)]
pub enum Letter {
    /// Somebody has an account now, and chooses a password: `/choose-password?link=…`.
    Invitation {
        /// The secret part.
        link: String,
        /// Name of the administrator who invited them.
        by: String,
        /// Days until the link expires.
        days: u64,
    },
    /// Somebody forgot the password: `/choose-password?link=…`.
    ForgottenPassword {
        /// The secret part.
        link: String,
        /// Minutes until the link expires.
        minutes: u64,
    },
    /// Somebody who never chose a password asked for a link to do so: `/choose-password?link=…`.
    FirstPassword {
        /// The secret part.
        link: String,
        /// Minutes until the link expires.
        minutes: u64,
    },
    /// What somebody's phone needs; the password is behind `/credentials?link=…`, or in the letter itself.
    Credentials {
        /// The secret part.
        link: String,
        /// What to type into a phone.
        connection: Connection,
        /// The password, where it stands in the letter (`SWITCHROOM_MAIL_PASSWORD=inline`); the link is left out then.
        password: Option<String>,
        /// Days until the link expires.
        days: u64,
        /// The password is a new one, and the old one has stopped working.
        renewed: bool,
    },
}

/// What a letter is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LetterKind {
    Invitation,
    ForgottenPassword,
    Credentials,
}

impl LetterKind {
    /// The word in the database.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::ForgottenPassword => "forgotten_password",
            Self::Credentials => "credentials",
        }
    }
}

impl Letter {
    /// What it is about.
    pub(super) const fn kind(&self) -> LetterKind {
        match self {
            Self::Invitation { .. } => LetterKind::Invitation,
            Self::ForgottenPassword { .. } | Self::FirstPassword { .. } => LetterKind::ForgottenPassword,
            Self::Credentials { .. } => LetterKind::Credentials,
        }
    }

    /// For how long it is of use: as long as its link.
    pub(super) const fn lifetime(&self) -> Option<Duration> {
        match self {
            Self::Invitation { days, .. } | Self::Credentials { days, password: None, .. } => {
                Some(Duration::from_hours(24 * *days))
            }
            Self::ForgottenPassword { minutes, .. } | Self::FirstPassword { minutes, .. } => {
                Some(Duration::from_mins(*minutes))
            }
            Self::Credentials { password: Some(_), .. } => None,
        }
    }

    /// What it is about.
    pub(super) const fn subject(&self) -> &'static str {
        match self {
            Self::Invitation { .. } => "Your account in Switchroom",
            Self::ForgottenPassword { .. } => "Choose a new password for Switchroom",
            Self::FirstPassword { .. } => "Choose a password for Switchroom",
            Self::Credentials { renewed: false, .. } => "Set up your SIP phone",
            Self::Credentials { renewed: true, .. } => "Your SIP phone has a new password",
        }
    }
}
