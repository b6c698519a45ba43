//! Hands messages to a mail server.

use super::failure::{Failure, FailureKind};
use super::message::Written;
use super::{SmtpUrl, Tls};
use crate::error::StartError;
use lettre::address::Envelope;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailBodyParameter, MailParameter};
use secrecy::ExposeSecret;
use std::error::Error as _;
use std::path::Path;
use std::time::Duration;
use tokio::time::timeout;

/// A mail server that is not connected by then is not there.
const CONNECT: Duration = Duration::from_secs(10);
/// Longest try; shorter than the lease, so that nobody else begins meanwhile.
const LONGEST: Duration = Duration::from_secs(45);
/// Messages of one connection: mail servers end it after a hundred or so.
const MESSAGES: u32 = 50;
/// How a certificate begins in a file.
const BEGIN: &[u8] = b"-----BEGIN CERTIFICATE-----";
/// Longest farewell.
const FAREWELL: Duration = Duration::from_secs(1);

/// A mail server, and the connection to it while there is something to send.
///
/// Not the pool of lettre: one connection is enough for one message at a time, and a connection whose message was given
/// up half-way must never be used again.
pub(super) struct Smtp {
    server: SmtpUrl,
    tls: Option<TlsParameters>,
    hello: ClientId,
    open: Option<Open>,
}

struct Open {
    connection: AsyncSmtpConnection,
    messages: u32,
}

/// What went wrong, and whether the mail server may have the message all the same.
struct Broken {
    error: Error,
    handed_over: bool,
}

impl Smtp {
    /// For this mail server. `hello` is what it is told about this side: a domain.
    pub(super) fn new(server: &SmtpUrl, ca: Option<&Path>, hello: &str) -> Result<Self, StartError> {
        let tls = if server.tls == Tls::None { None } else { Some(tls(server, ca)?) };
        Ok(Self { server: server.clone(), tls, hello: ClientId::Domain(hello.to_owned()), open: None })
    }

    /// Hands a message over. When this returns without a failure the mail server has it.
    pub(super) async fn deliver(&mut self, message: &Written) -> Result<(), Failure> {
        let late = || Failure::new(FailureKind::NobodyThere, "The mail server did not answer in time.");
        timeout(LONGEST, self.try_twice(message)).await.unwrap_or_else(|_| Err(late()))
    }

    /// Nothing to send for now: the mail server need not wait for more.
    pub(super) async fn rest(&mut self) {
        if let Some(Open { mut connection, .. }) = self.open.take() {
            let _ = timeout(FAREWELL, connection.quit()).await;
        }
    }

    /// A connection that was there already may have ended meanwhile: that says nothing about the message.
    async fn try_twice(&mut self, message: &Written) -> Result<(), Failure> {
        if let Some(open) = self.open.take() {
            match self.send(open, message).await {
                Err(broken) if broken.connection_has_ended() => {}
                other => return other.map_err(|broken| broken.failure()),
            }
        }
        let open = self.connect().await.map_err(|error| unreachable(&error))?;
        self.send(open, message).await.map_err(|broken| broken.failure())
    }

    async fn connect(&self) -> Result<Open, Error> {
        let SmtpUrl { host, port, tls, login } = &self.server;
        let implicit = self.tls.clone().filter(|_| *tls == Tls::Implicit);
        let address = (host.as_str(), *port);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(address, Some(CONNECT), &self.hello, implicit, None).await?;
        if let Some(parameters) = self.tls.clone().filter(|_| *tls == Tls::Required) {
            connection.starttls(parameters, &self.hello).await?;
        }
        if let Some((user, password)) = login {
            let credentials = Credentials::new(user.clone(), password.expose_secret().to_owned());
            connection.auth(DEFAULT_MECHANISMS, &credentials).await?;
        }
        Ok(Open { connection, messages: 0 })
    }

    /// Sends over this connection, and keeps it for the next message if all went well.
    async fn send(&mut self, mut open: Open, message: &Written) -> Result<(), Broken> {
        let sent = send(&mut open.connection, message).await;
        open.messages += 1;
        if sent.is_ok() && open.messages < MESSAGES {
            self.open = Some(open);
        } else {
            let _ = timeout(FAREWELL, open.connection.abort()).await;
        }
        sent
    }
}

/// The commands of one message. The content goes out in one piece, unlike lettre's: the last line in a packet of its own
/// would wait for the mail server's delayed acknowledgement, 40 ms each time.
async fn send(connection: &mut AsyncSmtpConnection, message: &Written) -> Result<(), Broken> {
    let Written { envelope, content, .. } = message;
    let before = |error| Broken { error, handed_over: false };
    let mail = Mail::new(envelope.from().cloned(), parameters(connection, envelope, content));
    connection.command(mail).await.map_err(before)?;
    for to in envelope.to() {
        connection.command(Rcpt::new(to.clone(), Vec::new())).await.map_err(before)?;
    }
    connection.command(Data).await.map_err(before)?;
    let content = with_dots(&String::from_utf8_lossy(content));
    connection.command(content).await.map(drop).map_err(|error| Broken { error, handed_over: true })
}

/// What the mail server must be told when something is not ASCII; one that cannot take it says so.
fn parameters(connection: &AsyncSmtpConnection, envelope: &Envelope, content: &[u8]) -> Vec<MailParameter> {
    let mut parameters = Vec::new();
    let addresses = envelope.to().iter().chain(envelope.from());
    if addresses.into_iter().any(|address| !AsRef::<str>::as_ref(address).is_ascii()) {
        parameters.push(MailParameter::SmtpUtfEight);
    }
    if !content.is_ascii() && connection.server_info().supports_feature(Extension::EightBitMime) {
        parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
    }
    parameters
}

/// The content as it is sent (RFC 5321 section 4.5.2): a line that begins with a dot gets a second one, and a dot alone
/// ends it.
fn with_dots(content: &str) -> String {
    let content = content.strip_suffix("\r\n").unwrap_or(content);
    let first = if content.starts_with('.') { "." } else { "" };
    format!("{first}{}\r\n.\r\n", content.replace("\r\n.", "\r\n.."))
}

impl Broken {
    /// Before the message was handed over, by the mail server's farewell or without one.
    fn connection_has_ended(&self) -> bool {
        !self.handed_over && self.error.status().is_none_or(|code| u16::from(code) == 421)
    }

    fn failure(&self) -> Failure {
        let Some(code) = self.error.status().map(u16::from) else {
            let words = format!("The connection to the mail server broke: {}.", causes(&self.error));
            return Failure::new(FailureKind::ForNow, &words);
        };
        let said = self.error.source().map(ToString::to_string).unwrap_or_default();
        let kind = match code {
            // Signing in is wanted, or went wrong: that is about the settings and not about the message.
            530 | 534 | 535 | 538 | 421 => FailureKind::NobodyThere,
            500.. => FailureKind::ForGood,
            _ => FailureKind::ForNow,
        };
        Failure { code: Some(code), ..Failure::new(kind, &format!("{code} {said}")) }
    }
}

/// Whatever a mail server says before it was offered a message is not about the message.
fn unreachable(error: &Error) -> Failure {
    let words = match error.status() {
        Some(code) => {
            let said = error.source().map(ToString::to_string).unwrap_or_default();
            format!("The mail server does not let Switchroom in: {} {said}", u16::from(code))
        }
        None => format!("The mail server cannot be reached: {}.", causes(error)),
    };
    Failure { code: error.status().map(u16::from), ..Failure::new(FailureKind::NobodyThere, &words) }
}

/// The last cause says most.
fn causes(error: &Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause.to_string()
}

fn tls(server: &SmtpUrl, ca: Option<&Path>) -> Result<TlsParameters, StartError> {
    let mut builder = TlsParameters::builder(server.host.clone());
    if let Some(ca) = ca {
        let wrong = |what: &dyn std::fmt::Display| {
            StartError(format!("The certificates in {} (SWITCHROOM_SMTP_CA) cannot be read: {what}.", ca.display()))
        };
        let pem = std::fs::read(ca).map_err(|error| wrong(&error))?;
        if !pem.windows(BEGIN.len()).any(|window| window == BEGIN) {
            return Err(wrong(&"none is inside"));
        }
        builder = builder.add_root_certificate(Certificate::from_pem(&pem).map_err(|error| wrong(&error))?);
    }
    builder.build_rustls().map_err(|error| {
        StartError(format!("The mail server {} (SWITCHROOM_SMTP_URL) cannot be used: {error}.", server.place()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_begins_with_a_dot_does_not_end_the_message() {
        assert_eq!(with_dots("a\r\n.\r\n..b\r\nc"), "a\r\n..\r\n...b\r\nc\r\n.\r\n");
        assert_eq!(with_dots(".a\r\n"), "..a\r\n.\r\n");
    }
}
