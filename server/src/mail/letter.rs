//! What is written to people.

use app::sip_phones::Connection;

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
    /// What a phone needs, and the way to its password: `/phone-credentials?link=…`.
    Credentials {
        /// The secret part.
        link: String,
        /// All but the password.
        connection: Connection,
        /// The password itself, when it is to stand in the letter.
        password: Option<String>,
        /// Days until the link expires.
        days: u64,
        /// The password is a new one; the old one does not work any more.
        renewed: bool,
    },
}

impl Letter {
    /// The word in the database.
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Invitation { .. } => "invitation",
            Self::ForgottenPassword { .. } => "forgotten_password",
            Self::Credentials { .. } => "credentials",
        }
    }

    /// What it is about.
    pub(super) const fn subject(&self) -> &'static str {
        match self {
            Self::Invitation { .. } => "Your account in Switchroom",
            Self::ForgottenPassword { .. } => "Choose a new password for Switchroom",
            Self::Credentials { renewed: false, .. } => "Your SIP phone",
            Self::Credentials { renewed: true, .. } => "A new password for your SIP phone",
        }
    }
}
