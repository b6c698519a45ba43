//! What can be wrong with a field, and the words for it.

use serde::{Deserialize, Serialize};

/// One field that breaks a rule. Carries no value: what was typed may be a secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// Name of the form field.
    pub field: String,
    /// The rule that it breaks.
    pub problem: Problem,
}

impl FieldError {
    /// `field` breaks the rule behind `problem`.
    #[must_use]
    pub fn new(field: &str, problem: Problem) -> Self {
        Self { field: field.to_owned(), problem }
    }
}

/// A broken rule. The words say what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Problem {
    /// Nothing was typed.
    Required,
    /// More characters than this.
    TooLong(u16),
    /// Fewer characters than this.
    TooShort(u16),
    /// Control or invisible characters.
    HiddenCharacters,
    /// A character that stands for one that could not be read.
    LostCharacters,
    /// Not a domain name.
    HostName,
    /// A label (the part between dots) of a domain name is longer than 63 characters.
    HostLabelTooLong,
    /// A label begins or ends with a hyphen, or is empty.
    HostLabelShape,
    /// Looks like an IPv4 address and is none.
    Ipv4,
    /// Looks like an IPv6 address and is none.
    Ipv6,
    /// An IPv6 address with a zone, which only means something on one machine.
    Ipv6Zone,
    /// A SIP URI that cannot be taken apart.
    SipUri,
    /// Not a number from 1 to 65535.
    Port,
    /// A character that a reference does not take.
    Reference,
    /// Another endpoint has this reference.
    ReferenceTaken,
    /// Not one of the choices.
    Choice,
    /// A character that a SIP user name does not take.
    SipUserName,
    /// A password without a user name.
    PasswordWithoutUserName,
    /// A new password, and the wish to have none.
    PasswordAndRemoval,
    /// A secret that was typed is not sent back with a refused form.
    TypeAgain,
    /// More than 10,000 lines.
    TooManyLines,
    /// No agent was chosen.
    NobodyChosen,
    /// A character that a phone's user name does not take.
    PhoneUserName,
    /// Another phone has this user name.
    UserNameTaken,
    /// Not an e-mail address.
    EmailAddress,
    /// Somebody has this e-mail address already.
    EmailTaken,
    /// A password of one character over and over.
    OneCharacter,
    /// A password that is the person's own name or address.
    OwnName,
    /// The current password is wrong.
    WrongPassword,
}

impl Problem {
    /// The sentence under the field.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Required => "Fill in this field.".into(),
            Self::TooLong(most) => format!("Use at most {most} characters."),
            Self::TooShort(least) => format!("Use at least {least} characters."),
            Self::HiddenCharacters => "Remove the invisible characters.".into(),
            Self::LostCharacters => "Some letters were lost on the way (�). Type them again.".into(),
            Self::HostName => {
                "Enter a domain name such as sip.example.org, or an IP address. Names have letters, digits, hyphens and dots.".into()
            }
            Self::HostLabelTooLong => "Each part between two dots can have at most 63 characters.".into(),
            Self::HostLabelShape => {
                "Each part between two dots begins and ends with a letter or a digit.".into()
            }
            Self::Ipv4 => {
                "This is not an IPv4 address: four numbers from 0 to 255 without leading zeros.".into()
            }
            Self::Ipv6 => "This is not an IPv6 address, such as 2001:db8::5.".into(),
            Self::Ipv6Zone => "Remove the zone (the part from %): it only means something on one machine.".into(),
            Self::SipUri => "This address cannot be taken apart. Enter the server's name or IP address alone.".into(),
            Self::Port => "Enter a number from 1 to 65535.".into(),
            Self::Reference => "Use letters, digits and _ . @ -".into(),
            Self::ReferenceTaken => {
                "Another SIP endpoint has this reference (capital and small letters count as the same).".into()
            }
            Self::Choice => "Choose one of the options.".into(),
            Self::SipUserName => "Leave out spaces, quotes and colons.".into(),
            Self::PasswordWithoutUserName => {
                "A password needs a user name. Enter a user name or clear the password.".into()
            }
            Self::PasswordAndRemoval => "Either type a new password, or remove the kept one.".into(),
            Self::NobodyChosen => "Choose at least one agent.".into(),
            Self::TypeAgain => "Type the password again: it was not sent back.".into(),
            Self::TooManyLines => "At most 10,000 lines at once.".into(),
            Self::PhoneUserName => "Use letters, digits and . _ - +, with a letter or a digit at both ends.".into(),
            Self::UserNameTaken => {
                "Another phone has this user name (capital and small letters count as the same).".into()
            }
            Self::EmailAddress => "Enter an e-mail address such as ada@example.org.".into(),
            Self::EmailTaken => "Somebody has this e-mail address already.".into(),
            Self::OneCharacter => "Use more than one character over and over.".into(),
            Self::OwnName => "Choose something else than your own name or e-mail address.".into(),
            Self::WrongPassword => "This is not your current password.".into(),
        }
    }
}
