//! The settings, from the environment. What is wrong with them is said in one sentence each, all at once.

mod sip;

pub use sip::Sip;

use crate::database::DatabaseUrl;
use crate::error::StartError;
use crate::http::TrustedProxies;
use crate::mail::{MailPassword, MailSettings, Sender, SmtpUrl, mailbox};
use crate::secrets::KeySource;
use app::fields::{HostName, Port, Transport};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use tracing_subscriber::EnvFilter;
use url::Url;

/// All settings.
#[derive(Debug)]
pub struct Config {
    /// `SWITCHROOM_ADDR`: where browsers connect to.
    pub addr: SocketAddr,
    /// `SWITCHROOM_DATA`: the folder for everything that is kept in files.
    pub data: PathBuf,
    /// `SWITCHROOM_DATABASE_URL`: SQLite in the data folder unless set.
    pub database: DatabaseUrl,
    /// `SWITCHROOM_PUBLIC_URL`: what browsers call this server, when it is not the address itself.
    pub public_url: Option<Url>,
    /// `SWITCHROOM_TRUSTED_PROXIES`: whose `X-Forwarded-For` is believed.
    pub trusted_proxies: TrustedProxies,
    /// `SWITCHROOM_SECRET_KEY_FILE`, or the credential of the service manager.
    pub key: KeySource,
    /// `SWITCHROOM_SITE`: the folder with the browser's files, when they are not in the program.
    pub site: PathBuf,
    /// `SWITCHROOM_LIVE_RELOAD`: pages reload themselves when the server restarts.
    pub live_reload: bool,
    /// `SWITCHROOM_SMTP_…`, `SWITCHROOM_MAIL_…`: where messages go, and whom they come from.
    pub mail: MailSettings,
    /// `SWITCHROOM_MAIL_PASSWORD`: where the password of a SIP phone stands.
    pub mail_password: MailPassword,
    /// What phones and endpoints are told about this side.
    pub sip: Sip,
}

/// `SWITCHROOM_LOG` and `SWITCHROOM_LOG_FORMAT`: read apart, since every command writes a log.
#[derive(Debug)]
pub struct LogConfig {
    /// What is logged.
    pub filter: EnvFilter,
    /// One JSON object a line instead of text.
    pub json: bool,
}

impl Config {
    /// Reads the environment of this process.
    ///
    /// # Errors
    /// One sentence for each variable that is wrong. Values that may hold a password are not quoted.
    pub fn from_env() -> Result<Self, StartError> {
        Self::read(&variable)
    }

    /// Reads the settings that `lookup` knows.
    ///
    /// # Errors
    /// As [`Self::from_env`].
    pub fn read(lookup: &dyn Fn(&str) -> Option<String>) -> Result<Self, StartError> {
        let mut r = Reader { lookup, errors: Vec::new() };
        let data = r.take("SWITCHROOM_DATA", "a folder", path).unwrap_or_else(|| PathBuf::from("data"));
        let database = r.take(
            "SWITCHROOM_DATABASE_URL",
            "postgres://USER:PASSWORD@HOST:PORT/NAME or sqlite:FILE",
            DatabaseUrl::parse,
        );
        let key_file = r.take("SWITCHROOM_SECRET_KEY_FILE", "a file", path);
        let credentials = (r.lookup)("CREDENTIALS_DIRECTORY").map(PathBuf::from);
        let transport = r.take("SWITCHROOM_SIP_TRANSPORT", "udp, tcp or tls", |v| Transport::parse(v).ok());
        let transport = transport.unwrap_or_default();
        let host = |value: &str| HostName::parse(value).ok();
        let config = Self {
            addr: r
                .take("SWITCHROOM_ADDR", "an address and a port, such as 127.0.0.1:3000", parse)
                .unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 3000))),
            public_url: r.take(
                "SWITCHROOM_PUBLIC_URL",
                "http:// or https:// and a host, without a path, such as https://switchroom.example.org",
                public_url,
            ),
            trusted_proxies: r
                .take(
                    "SWITCHROOM_TRUSTED_PROXIES",
                    "IP addresses or networks with commas between, such as 127.0.0.1,10.0.0.0/8",
                    TrustedProxies::parse,
                )
                .unwrap_or_default(),
            site: r.take("SWITCHROOM_SITE", "a folder", path).unwrap_or_else(|| PathBuf::from("target/site")),
            live_reload: r.take("SWITCHROOM_LIVE_RELOAD", "1 or 0", flag).unwrap_or(false),
            mail: r.mail(),
            mail_password: r
                .take("SWITCHROOM_MAIL_PASSWORD", "link or inline", MailPassword::parse)
                .unwrap_or_default(),
            sip: Sip {
                domain: r.take("SWITCHROOM_SIP_DOMAIN", "a domain name or an IP address", host),
                server: r.take("SWITCHROOM_SIP_SERVER", "a domain name or an IP address", host),
                port: r
                    .take("SWITCHROOM_SIP_PORT", "a number from 1 to 65535", |v| Port::parse(v).ok())
                    .unwrap_or_else(|| Port::default_for(transport)),
                transport,
            },
            database: database.unwrap_or_else(|| DatabaseUrl::Sqlite(data.join("switchroom.sqlite"))),
            key: KeySource::choose(credentials.as_deref(), key_file.unwrap_or_else(|| data.join("secret.key"))),
            data,
        };
        r.finish(config)
    }
}

impl LogConfig {
    /// Reads the environment of this process.
    ///
    /// # Errors
    /// As [`Config::from_env`].
    pub fn from_env() -> Result<Self, StartError> {
        let mut r = Reader { lookup: &variable, errors: Vec::new() };
        let filter = r.take("SWITCHROOM_LOG", "a level or filters, such as info or server=debug", |value| {
            EnvFilter::from_str(value).ok()
        });
        let json = r.take("SWITCHROOM_LOG_FORMAT", "text or json", |value| match value {
            "text" => Some(false),
            "json" => Some(true),
            _ => None,
        });
        r.finish(Self { filter: filter.unwrap_or_else(|| EnvFilter::new("info")), json: json.unwrap_or(false) })
    }
}

/// Reads variables and collects what is wrong.
struct Reader<'a> {
    lookup: &'a dyn Fn(&str) -> Option<String>,
    errors: Vec<String>,
}

impl Reader<'_> {
    /// The value of a variable; unset or empty is `None`, and so is a wrong one, which is noted.
    fn take<T>(&mut self, name: &str, should_be: &str, parse: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let value = (self.lookup)(name).filter(|value| !value.is_empty())?;
        let parsed = parse(&value);
        if parsed.is_none() {
            self.errors.push(format!("{name} should be {should_be}."));
        }
        parsed
    }

    /// Where messages go, and whom they come from.
    fn mail(&mut self) -> MailSettings {
        let should_be = "an address with or without a name, such as Switchroom <switchroom@example.org>";
        let server = self.take("SWITCHROOM_SMTP_URL", SmtpUrl::SHOULD_BE, SmtpUrl::parse);
        let ca = self.take("SWITCHROOM_SMTP_CA", "a file", path);
        let is_set = (self.lookup)("SWITCHROOM_MAIL_FROM").is_some_and(|value| !value.is_empty());
        let from = self.take("SWITCHROOM_MAIL_FROM", should_be, mailbox);
        if server.is_some() && !is_set {
            // Mail servers refuse made-up addresses, each message anew.
            self.errors.push(format!("SWITCHROOM_MAIL_FROM should be {should_be}, since SWITCHROOM_SMTP_URL is set."));
        }
        let reply_to = self.take("SWITCHROOM_MAIL_REPLY_TO", should_be, mailbox);
        MailSettings { server, ca, sender: Sender { from: from.unwrap_or_else(|| Sender::default().from), reply_to } }
    }

    fn finish<T>(self, config: T) -> Result<T, StartError> {
        if self.errors.is_empty() { Ok(config) } else { Err(StartError(self.errors.join("\n"))) }
    }
}

/// A variable of this process. Bytes that are no text become a value that nothing accepts.
fn variable(name: &str) -> Option<String> {
    std::env::var_os(name).map(|value| value.into_string().unwrap_or_else(|_| "\0".into()))
}

fn parse<T: FromStr>(value: &str) -> Option<T> {
    value.parse().ok()
}

fn path(value: &str) -> Option<PathBuf> {
    (!value.contains('\0')).then(|| Path::new(value).to_owned())
}

fn flag(value: &str) -> Option<bool> {
    match value {
        "1" | "true" => Some(true),
        "0" | "false" => Some(false),
        _ => None,
    }
}

/// The app's links begin at `/`, so the address cannot have a path.
fn public_url(value: &str) -> Option<Url> {
    let url = Url::parse(value).ok()?;
    let plain = matches!(url.scheme(), "http" | "https")
        && url.host().is_some()
        && url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    plain.then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Config, StartError> {
        Config::read(&|name| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn without_any_variable_everything_has_its_default() {
        let config = read(&[]).expect("the defaults");
        assert_eq!(config.addr.to_string(), "127.0.0.1:3000");
        assert_eq!(config.database.place(), "SQLite at data/switchroom.sqlite");
        assert_eq!(config.key, KeySource::File("data/secret.key".into()));
        assert_eq!((config.sip.port.get(), config.sip.transport), (5060, Transport::default()));
        assert!(config.public_url.is_none() && !config.live_reload);
        assert_eq!(config.mail_password, MailPassword::Link);
    }

    #[test]
    fn an_empty_variable_counts_as_unset() {
        assert!(read(&[("SWITCHROOM_ADDR", ""), ("SWITCHROOM_DATABASE_URL", "")]).is_ok());
    }

    #[test]
    fn the_data_folder_is_where_database_and_key_go() {
        let config = read(&[("SWITCHROOM_DATA", "/var/lib/switchroom")]).expect("a folder");
        assert_eq!(config.database.place(), "SQLite at /var/lib/switchroom/switchroom.sqlite");
        assert_eq!(config.key, KeySource::File("/var/lib/switchroom/secret.key".into()));
    }

    #[test]
    fn every_wrong_variable_is_named_in_a_sentence() {
        for (name, value) in [
            ("SWITCHROOM_ADDR", "3000"),
            ("SWITCHROOM_ADDR", "localhost"),
            ("SWITCHROOM_ADDR", "127.0.0.1:65536"),
            ("SWITCHROOM_DATABASE_URL", "mysql://a@b/c"),
            ("SWITCHROOM_DATABASE_URL", "sqlite::memory:"),
            ("SWITCHROOM_DATABASE_URL", "postgres://a:b@host:port/c"),
            ("SWITCHROOM_PUBLIC_URL", "switchroom.example.org"),
            ("SWITCHROOM_PUBLIC_URL", "ftp://example.org"),
            ("SWITCHROOM_PUBLIC_URL", "https://example.org/phones"),
            ("SWITCHROOM_PUBLIC_URL", "https://me:pw@example.org"),
            ("SWITCHROOM_TRUSTED_PROXIES", "10.0.0.0/33"),
            ("SWITCHROOM_LIVE_RELOAD", "maybe"),
            ("SWITCHROOM_SIP_DOMAIN", "a b"),
            ("SWITCHROOM_SIP_SERVER", "-x-"),
            ("SWITCHROOM_SIP_PORT", "0"),
            ("SWITCHROOM_SIP_TRANSPORT", "sctp"),
            ("SWITCHROOM_DATA", "\0"),
            ("SWITCHROOM_SMTP_URL", "mail.example.org"),
            ("SWITCHROOM_SMTP_URL", "smtp://me:pw@mail.example.org?tls=none"),
            ("SWITCHROOM_SMTP_CA", "\0"),
            ("SWITCHROOM_MAIL_FROM", "Switchroom"),
            ("SWITCHROOM_MAIL_FROM", "a@b.test, c@d.test"),
            ("SWITCHROOM_MAIL_FROM", "A\r\nBcc: x@y.test <a@b.test>"),
            ("SWITCHROOM_MAIL_REPLY_TO", "nobody"),
            ("SWITCHROOM_MAIL_PASSWORD", "Inline"),
            ("SWITCHROOM_MAIL_PASSWORD", "yes"),
        ] {
            let error = read(&[(name, value)]).expect_err(value).to_string();
            assert!(error.starts_with(&format!("{name} should be ")) && error.ends_with('.'), "{value}: {error}");
        }
    }

    #[test]
    fn all_wrong_variables_are_named_at_once() {
        let error = read(&[("SWITCHROOM_ADDR", "x"), ("SWITCHROOM_SIP_PORT", "x")]).expect_err("two").to_string();
        assert_eq!(error.lines().count(), 2, "{error}");
    }

    #[test]
    fn a_mail_server_needs_an_address_that_messages_come_from() {
        let server = ("SWITCHROOM_SMTP_URL", "smtps://me:pw@mail.example.org");
        let error = read(&[server]).expect_err("nobody").to_string();
        assert!(error.starts_with("SWITCHROOM_MAIL_FROM should be ") && error.lines().count() == 1, "{error}");
        let config = read(&[server, ("SWITCHROOM_MAIL_FROM", "\"Zoë's, office\" <a@bücher.example>")]);
        let MailSettings { server, sender, .. } = config.expect("both").mail;
        assert_eq!(server.map(|server| server.place()).as_deref(), Some("mail.example.org:465"));
        assert_eq!(sender.from.email.to_string(), "a@xn--bcher-kva.example");
        assert_eq!((sender.from.name.as_deref(), sender.reply_to), (Some("Zoë's, office"), None));
    }

    #[test]
    fn without_a_mail_server_messages_come_from_this_machine() {
        let mail = read(&[]).expect("the defaults").mail;
        assert!(mail.server.is_none());
        assert_eq!(mail.sender.from.to_string(), "Switchroom <switchroom@localhost>");
    }

    #[test]
    fn a_mail_server_s_password_is_never_quoted() {
        let wrong = read(&[("SWITCHROOM_SMTP_URL", "smtp://u:hunter22@h:x")]).expect_err("no port");
        assert!(!wrong.to_string().contains("hunter22"));
        let right = [("SWITCHROOM_SMTP_URL", "smtp://u:hunter22@h"), ("SWITCHROOM_MAIL_FROM", "a@b.test")];
        assert!(!format!("{:?}", read(&right).expect("a mail server")).contains("hunter22"));
    }

    #[test]
    fn a_phone_s_password_is_mailed_only_when_it_is_said_so() {
        for (word, meant) in [("link", MailPassword::Link), ("inline", MailPassword::Inline), ("", MailPassword::Link)]
        {
            let config = read(&[("SWITCHROOM_MAIL_PASSWORD", word)]).expect(word);
            assert_eq!(config.mail_password, meant, "{word:?}");
        }
    }

    #[test]
    fn what_phones_connect_to_is_set_or_follows() {
        let domain = ("SWITCHROOM_SIP_DOMAIN", "Phones.Example.org.");
        let server = ("SWITCHROOM_SIP_SERVER", "[2001:DB8::5]");
        let (tls, port) = (("SWITCHROOM_SIP_TRANSPORT", "TLS"), ("SWITCHROOM_SIP_PORT", "15061"));
        let url = ("SWITCHROOM_PUBLIC_URL", "https://www.example.org:8443");
        for (variables, expected) in [
            (&[][..], ("127.0.0.1", "127.0.0.1", 5060, Transport::Udp)),
            (&[url], ("www.example.org", "www.example.org", 5060, Transport::Udp)),
            (&[url, tls], ("www.example.org", "www.example.org", 5061, Transport::Tls)),
            (&[url, tls, port], ("www.example.org", "www.example.org", 15061, Transport::Tls)),
            (&[url, domain], ("phones.example.org", "phones.example.org", 5060, Transport::Udp)),
            (&[url, server, port], ("www.example.org", "2001:db8::5", 15061, Transport::Udp)),
            (&[url, domain, server, tls], ("phones.example.org", "2001:db8::5", 5061, Transport::Tls)),
        ] {
            let config = read(variables).expect("settings of phones");
            let fallback = Sip::fallback(config.public_url.as_ref(), config.addr);
            let told = config.sip.connection("Kate", "kate", &fallback);
            assert_eq!((&*told.domain, &*told.server, told.port, told.transport), expected, "{variables:?}");
        }
    }

    #[test]
    fn a_database_s_password_is_never_quoted() {
        let wrong = read(&[("SWITCHROOM_DATABASE_URL", "postgres://u:hunter22@h:x/d")]).expect_err("no port");
        assert!(!wrong.to_string().contains("hunter22"));
        let right = read(&[("SWITCHROOM_DATABASE_URL", "postgres://u:hunter22@h:5432/d")]).expect("a database");
        assert!(!format!("{right:?}").contains("hunter22"));
        assert_eq!(right.database.place(), "PostgreSQL at h:5432/d");
    }
}
