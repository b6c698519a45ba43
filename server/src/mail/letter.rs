//! What is written to people.

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
}

impl Letter {
    /// The word in the database.
    pub(super) const fn kind(&self) -> &'static str {
        match self {
            Self::Invitation { .. } => "invitation",
            Self::ForgottenPassword { .. } => "forgotten_password",
        }
    }

    /// What it is about.
    pub(super) const fn subject(&self) -> &'static str {
        match self {
            Self::Invitation { .. } => "Your account in Switchroom",
            Self::ForgottenPassword { .. } => "Choose a new password for Switchroom",
        }
    }
}
