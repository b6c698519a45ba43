//! Linphone's remote provisioning: a phone fetches its settings from a single-use address.

use super::uri_host;
use app::error::AppError;
use app::sip_phones::Connection;
use askama::Template;
use async_trait::async_trait;

/// Hands out what the single-use addresses stand for.
#[async_trait]
pub trait Provisioning: Send + Sync {
    /// Uses a token up: its connection and password, to one of however many ask; `None` for everybody else, and for a
    /// token that is wrong, used, expired or of somebody without SIP access.
    async fn take(&self, token: &str) -> Result<Option<(Connection, String)>, AppError>;
}

/// Where the tokens' addresses begin; what comes after it is a secret.
pub(crate) const PREFIX: &str = "/provision/";

/// The single-use address of this token, as it stands in the QR code. `base` is what browsers call the server. Linphone's
/// scanner takes plain web addresses.
#[must_use]
pub fn provisioning_address(base: &str, token: &str) -> String {
    format!("{base}{PREFIX}{token}")
}

#[derive(Template)]
#[template(path = "sip_phones/lpconfig.xml")]
struct LpConfig<'a> {
    user_name: &'a str,
    password: &'a str,
    domain: &'a str,
    reg_proxy: &'a str,
    reg_route: &'a str,
    reg_identity: &'a str,
}

/// The settings as Linphone's remote provisioning reads them (lpconfig XML). They also tell it to forget the address,
/// which it would ask again at each start otherwise, in vain. The caller keeps them from caches and logs:
/// the password is inside.
///
/// # Errors
/// [`AppError::Internal`] when the template fails.
pub fn lpconfig(connection: &Connection, password: &str) -> Result<String, AppError> {
    let Connection { display_name, user_name, domain, server, port, transport } = connection;
    let (domain_host, server_host, transport) = (uri_host(domain), uri_host(server), transport.code());
    // Linphone takes the domain of its requests from the identity; this is where it sends them: registrations to the one,
    // calls to the other.
    let reg_proxy = format!("<sip:{server_host}:{port};transport={transport}>");
    let reg_route = format!("<sip:{server_host}:{port};transport={transport};lr>");
    let identity = format!("{} <sip:{user_name}@{domain_host}>", quoted(display_name));
    let text = LpConfig {
        user_name: &clean(user_name),
        password: &clean(password),
        domain: &clean(domain),
        reg_proxy: &clean(&reg_proxy),
        reg_route: &clean(&reg_route),
        reg_identity: &clean(&identity),
    };
    text.render().map_err(|_| crate::error::internal("the template of a phone's settings"))
}

/// A quoted string of RFC 3261 section 25.1.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// XML has no way to write these characters (XML 1.0 section 2.2), and no name needs them.
fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::fields::Transport;

    fn connection() -> Connection {
        Connection {
            display_name: "Kate Winslet".into(),
            user_name: "kate.winslet".into(),
            domain: "phones.example.org".into(),
            server: "phones.example.org".into(),
            port: 5061,
            transport: Transport::Tls,
        }
    }

    /// The value of an entry, as an XML reader gives it.
    fn entry(xml: &str, section: &str, name: &str) -> String {
        let (_, rest) = xml.split_once(&format!("<section name=\"{section}\">")).expect(section);
        let (_, rest) = rest.split_once(&format!("<entry name=\"{name}\" overwrite=\"true\">")).expect(name);
        let (value, _) = rest.split_once("</entry>").expect("its end");
        assert!(!value.contains(['<', '>', '"']), "{value}");
        let value = value.replace("&#60;", "<").replace("&#62;", ">").replace("&#34;", "\"").replace("&#39;", "'");
        value.replace("&#38;", "&")
    }

    #[test]
    fn a_phone_is_told_whom_to_register_as_where_and_with_what() {
        let xml = lpconfig(&connection(), "Xk7mPq2RtW9vBn4HjD5s").expect("settings");
        for (section, name, value) in [
            ("auth_info_0", "username", "kate.winslet"),
            ("auth_info_0", "userid", "kate.winslet"),
            ("auth_info_0", "passwd", "Xk7mPq2RtW9vBn4HjD5s"),
            ("auth_info_0", "realm", "phones.example.org"),
            ("auth_info_0", "domain", "phones.example.org"),
            ("proxy_0", "reg_proxy", "<sip:phones.example.org:5061;transport=tls>"),
            ("proxy_0", "reg_route", "<sip:phones.example.org:5061;transport=tls;lr>"),
            ("proxy_0", "reg_identity", "\"Kate Winslet\" <sip:kate.winslet@phones.example.org>"),
            ("proxy_0", "reg_expires", "3600"),
            ("proxy_0", "reg_sendregister", "1"),
            ("misc", "transient_provisioning", "1"),
            ("audio_codec_0", "mime", "PCMA"),
            ("audio_codec_0", "enabled", "1"),
            ("audio_codec_1", "mime", "PCMU"),
            ("audio_codec_1", "enabled", "1"),
        ] {
            assert_eq!(entry(&xml, section, name), value, "{section}/{name}");
        }
    }

    #[test]
    fn where_another_host_answers_for_the_domain_the_way_leads_there() {
        let proxied = Connection { server: "2001:db8::5".into(), port: 5062, ..connection() };
        let xml = lpconfig(&proxied, "x").expect("settings");
        assert_eq!(entry(&xml, "proxy_0", "reg_proxy"), "<sip:[2001:db8::5]:5062;transport=tls>");
        let identity = "\"Kate Winslet\" <sip:kate.winslet@phones.example.org>";
        assert_eq!(entry(&xml, "proxy_0", "reg_identity"), identity);
        assert_eq!(entry(&xml, "proxy_0", "reg_route"), "<sip:[2001:db8::5]:5062;transport=tls;lr>");
        let bare = Connection { domain: "2001:db8::5".into(), server: "2001:db8::5".into(), ..connection() };
        let xml = lpconfig(&bare, "x").expect("settings");
        assert_eq!(entry(&xml, "proxy_0", "reg_proxy"), "<sip:[2001:db8::5]:5061;transport=tls>");
        assert_eq!(entry(&xml, "auth_info_0", "realm"), "2001:db8::5");
    }

    #[test]
    fn a_name_or_a_password_cannot_break_the_xml_or_the_address() {
        let odd = Connection { display_name: "</entry>\"K\\\" & <Co>\u{1}\u{ffff}'".into(), ..connection() };
        let xml = lpconfig(&odd, "<&\"]]>'").expect("settings");
        assert_eq!(entry(&xml, "auth_info_0", "passwd"), "<&\"]]>'");
        assert_eq!(
            entry(&xml, "proxy_0", "reg_identity"),
            "\"</entry>\\\"K\\\\\\\" & <Co>  '\" <sip:kate.winslet@phones.example.org>"
        );
        assert!(!xml.chars().any(|c| c.is_control() && c != '\n'), "{xml}");
    }
}
