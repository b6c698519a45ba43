//! Where messages go: `SWITCHROOM_SMTP_URL` and its siblings, read.

use super::Sender;
use app::listing::decode;
use secrecy::SecretString;
use std::net::IpAddr;
use std::path::PathBuf;
use url::Url;

/// `SWITCHROOM_SMTP_…` and `SWITCHROOM_MAIL_…`
#[derive(Debug, Clone)]
pub struct MailSettings {
    /// `SWITCHROOM_SMTP_URL`: the mail server; without it messages are written as files.
    pub server: Option<SmtpUrl>,
    /// `SWITCHROOM_SMTP_CA`: a file with certificates that may vouch for the mail server, besides the public ones.
    pub ca: Option<PathBuf>,
    /// `SWITCHROOM_MAIL_FROM` and `SWITCHROOM_MAIL_REPLY_TO`
    pub sender: Sender,
}

/// `SWITCHROOM_MAIL_PASSWORD`: how the password of a SIP phone reaches its agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MailPassword {
    /// The letter has a link that shows it once.
    #[default]
    Link,
    /// It stands in the letter.
    Inline,
}

impl MailPassword {
    /// Reads `link` or `inline`.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "link" => Some(Self::Link),
            "inline" => Some(Self::Inline),
            _ => None,
        }
    }
}

/// A mail server. Its `Debug` does not show the password.
#[derive(Debug, Clone)]
pub struct SmtpUrl {
    /// Name or address, an IPv6 address without brackets.
    pub host: String,
    /// From 1 on.
    pub port: u16,
    /// How the connection is encrypted.
    pub tls: Tls,
    /// Name and password for signing in, if it wants them.
    pub login: Option<(String, SecretString)>,
}

/// How a connection to a mail server is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tls {
    /// Not at all.
    None,
    /// From the command STARTTLS on; a server that does not know it is sent nothing.
    Required,
    /// From the first byte on.
    Implicit,
}

impl SmtpUrl {
    /// What the variable should be.
    pub const SHOULD_BE: &'static str = "smtp:// or smtps://, USER:PASSWORD@ if the mail server wants them, its name and \
        a port, such as smtp://me:secret@mail.example.org:587; ?tls=none at the end allows an unencrypted connection, \
        for which there must be no password unless the mail server runs on this machine";

    /// Reads an address. `None` when it is none; the reason is not told, since it could quote the password.
    #[must_use]
    pub fn parse(url: &str) -> Option<Self> {
        let url = Url::parse(url).ok()?;
        let plain = matches!(url.path(), "" | "/") && url.fragment().is_none();
        let host = url.host_str().filter(|host| plain && !host.is_empty())?;
        let host = text(host.trim_start_matches('[').trim_end_matches(']'))?;
        let local = is_local(&host);
        let tls = match (url.scheme(), url.query()) {
            ("smtps", None) => Tls::Implicit,
            ("smtp", Some("tls=required")) => Tls::Required,
            ("smtp", Some("tls=none")) => Tls::None,
            // Nobody listens between this machine and itself, and hardly any mail server there has a certificate.
            ("smtp", None) => {
                if local {
                    Tls::None
                } else {
                    Tls::Required
                }
            }
            _ => return None,
        };
        let login = match (url.username(), url.password()) {
            ("", None) => None,
            ("", Some(_)) | (_, None) => return None,
            (user, Some(password)) => Some((text(user)?, text(password)?.into())),
        };
        if login.is_some() && tls == Tls::None && !local {
            return None;
        }
        let usual = match tls {
            Tls::None => 25,
            Tls::Required => 587,
            Tls::Implicit => 465,
        };
        let port = Some(url.port().unwrap_or(usual)).filter(|port| *port > 0)?;
        Some(Self { host, port, tls, login })
    }

    /// The place in words, without name and password.
    #[must_use]
    pub fn place(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }
}

fn is_local(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// A part of the address as it was meant. A plus is a plus here.
fn text(part: &str) -> Option<String> {
    let text = decode(&part.replace('+', "%2B"));
    (!text.is_empty() && !text.contains(char::is_control)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;

    fn read(url: &str) -> SmtpUrl {
        SmtpUrl::parse(url).unwrap_or_else(|| panic!("{url} is an address"))
    }

    #[test]
    fn the_scheme_says_how_it_is_encrypted_and_where() {
        for (url, host, port, tls) in [
            ("smtp://mail.example.org", "mail.example.org", 587, Tls::Required),
            ("smtp://mail.example.org:2525", "mail.example.org", 2525, Tls::Required),
            ("smtps://mail.example.org/", "mail.example.org", 465, Tls::Implicit),
            ("smtp://mail.example.org?tls=none", "mail.example.org", 25, Tls::None),
            ("smtp://127.0.0.1:1025", "127.0.0.1", 1025, Tls::None),
            ("smtp://localhost", "localhost", 25, Tls::None),
            ("smtp://[::1]:26", "::1", 26, Tls::None),
            ("smtp://localhost?tls=required", "localhost", 587, Tls::Required),
        ] {
            let read = read(url);
            assert_eq!((&*read.host, read.port, read.tls), (host, port, tls), "{url}");
        }
    }

    #[test]
    fn name_and_password_are_decoded() {
        let (user, password) = read("smtp://me%40a.test:p%3A%2F+%25@mail.a.test").login.expect("a login");
        assert_eq!((&*user, password.expose_secret()), ("me@a.test", "p:/+%"));
    }

    #[test]
    fn a_password_is_not_sent_over_a_network_in_the_clear() {
        assert!(SmtpUrl::parse("smtp://u:p@mail.example.org?tls=none").is_none());
        assert!(SmtpUrl::parse("smtp://u:p@127.0.0.1").is_some());
    }

    #[test]
    fn what_is_no_mail_server_is_refused() {
        for url in [
            "mail.example.org",
            "mail.example.org:25",
            "http://mail.example.org",
            "smtp://",
            "smtp:///x",
            "smtp://mail.example.org/x",
            "smtp://mail.example.org?tls=maybe",
            "smtps://mail.example.org?tls=none",
            "smtp://mail.example.org#x",
            "smtp://mail.example.org:0",
            "smtp://mail.example.org:65536",
            "smtp://me@mail.example.org",
            "smtp://:secret@mail.example.org",
            "smtp://a%0Ab:secret@mail.example.org",
        ] {
            assert!(SmtpUrl::parse(url).is_none(), "{url}");
        }
    }

    #[test]
    fn the_password_does_not_show() {
        let read = read("smtp://me:hunter22@mail.example.org");
        assert!(!format!("{read:?}{}", read.place()).contains("hunter22"));
    }
}
