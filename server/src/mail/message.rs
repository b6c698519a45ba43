//! From a claimed message to the bytes that are handed over.

use super::body::Body;
use super::entity::Model;
use app::fields::EmailAddress;
use lettre::address::Envelope;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{Address, Message};
use std::time::{Duration, UNIX_EPOCH};
use url::Host;

/// Whom messages come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// `From`
    pub from: Mailbox,
    /// `Reply-To`
    pub reply_to: Option<Mailbox>,
}

/// Good enough for messages that are only written as files.
impl Default for Sender {
    fn default() -> Self {
        let address = Address::new_dangerous("switchroom", "localhost");
        Self { from: Mailbox::new(Some("Switchroom".into()), address), reply_to: None }
    }
}

/// A message as it is handed over: for whom, and its headers and parts.
pub(super) struct Written {
    pub(super) id: i64,
    pub(super) envelope: Envelope,
    pub(super) content: Vec<u8>,
}

/// Writes the message; `None` when nothing can be sent to such an address.
pub(super) fn write(sender: &Sender, mail: &Model, body: Body) -> Option<Written> {
    let to = Mailbox::new(Some(mail.to_name.clone()).filter(|name| !name.trim().is_empty()), address(&mail.to_email)?);
    let written_at = UNIX_EPOCH + Duration::from_millis(u64::try_from(mail.created_at).unwrap_or(0));
    let envelope = Envelope::new(Some(sender.from.email.clone()), vec![to.email.clone()]).ok()?;
    let message = Message::builder()
        .from(sender.from.clone())
        .reply_to(sender.reply_to.as_ref().unwrap_or(&sender.from).clone())
        .to(to)
        .subject(&mail.subject)
        .date(written_at)
        .message_id(Some(mail.message_id.clone()))
        // Machines that answer for people on holiday do not answer this (RFC 3834 section 5).
        .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".into()));
    let message = message.multipart(MultiPart::alternative_plain_html(body.text, body.html)).ok()?;
    Some(Written { id: mail.id, envelope, content: message.formatted() })
}

/// Reads a mailbox such as `Switchroom <switchroom@example.org>`.
#[must_use]
pub fn mailbox(value: &str) -> Option<Mailbox> {
    let read: Mailbox = Some(value).filter(|value| !value.contains(char::is_control))?.parse().ok()?;
    Some(Mailbox::new(read.name, in_ascii(read.email.user(), read.email.domain())?))
}

fn address(email: &str) -> Option<Address> {
    let valid = EmailAddress::parse(email).ok()?;
    let (user, domain) = valid.as_str().rsplit_once('@')?;
    in_ascii(user, domain)
}

/// Not every mail server knows domains in Unicode, and all know them in punycode.
fn in_ascii(user: &str, domain: &str) -> Option<Address> {
    match Host::parse(domain) {
        Ok(Host::Domain(domain)) => Address::new(user, domain).ok(),
        _ => Address::new(user, domain).ok(),
    }
}
