//! The letter with what a phone needs.

use super::body::{Body, one_line};
use super::phone_programs::{Program, programs};
use app::sip_phones::Connection;
use askama::Template;

/// What the letter says, but for the connection.
pub(super) struct Credentials<'a> {
    pub(super) base: &'a str,
    pub(super) name: &'a str,
    pub(super) subject: &'a str,
    /// Address of the page that shows the password once.
    pub(super) link: &'a str,
    pub(super) lifetime: &'a str,
    /// Stands in the letter in place of the link.
    pub(super) password: Option<&'a str>,
    pub(super) renewed: bool,
}

#[derive(Template)]
#[template(path = "mail/credentials.txt")]
struct Text<'a> {
    base: &'a str,
    name: &'a str,
    link: &'a str,
    lifetime: &'a str,
    password: Option<&'a str>,
    renewed: bool,
    values: &'a [(&'static str, String)],
    programs: &'a [Program],
}

#[derive(Template)]
#[template(path = "mail/credentials.html")]
struct Html<'a> {
    base: &'a str,
    name: &'a str,
    subject: &'a str,
    link: &'a str,
    lifetime: &'a str,
    password: Option<&'a str>,
    renewed: bool,
    values: &'a [(&'static str, String)],
    programs: &'a [Program],
}

impl Credentials<'_> {
    /// Both parts say the same: they are made from the same values.
    pub(super) fn render(&self, connection: &Connection) -> Result<Body, askama::Error> {
        let Self { base, name, subject, link, lifetime, password, renewed } = *self;
        let connection = in_lines(connection);
        let (values, programs) = (&*values(&connection), &programs(&connection)[..]);
        let text = Text { base, name, link, lifetime, password, renewed, values, programs }.render()?;
        let html = Html { base, name, subject, link, lifetime, password, renewed, values, programs }.render()?;
        Ok(Body { text, html, until: None })
    }
}

/// Each value is one line.
fn in_lines(connection: &Connection) -> Connection {
    let Connection { display_name, user_name, domain, server, port, transport } = connection;
    Connection {
        display_name: one_line(display_name),
        user_name: one_line(user_name),
        domain: one_line(domain),
        server: one_line(server),
        port: *port,
        transport: *transport,
    }
}

/// What any phone asks for.
fn values(connection: &Connection) -> Vec<(&'static str, String)> {
    let Connection { display_name, user_name, domain, server, port, transport } = connection;
    vec![
        ("Display name", display_name.clone()),
        ("User name", user_name.clone()),
        ("Authentication ID", user_name.clone()),
        ("Domain (registrar)", domain.clone()),
        ("Server", server.clone()),
        ("Port", port.to_string()),
        ("Transport", transport.label().to_owned()),
        ("Codecs", "alaw (PCMA), ulaw (PCMU)".to_owned()),
    ]
}

#[cfg(test)]
mod tests {
    use super::super::body::render;
    use super::super::{Letter, body::Body};
    use super::*;
    use app::fields::Transport;

    const PASSWORD: &str = "Xk7mPq2RtW9vBn4HjD5s";
    const BASE: &str = "https://switchroom.example.org";

    fn connection() -> Connection {
        Connection {
            display_name: "Kate Winslet".into(),
            user_name: "k.winslet".into(),
            domain: "phones.example.org".into(),
            server: "sip.example.net".into(),
            port: 5061,
            transport: Transport::Tls,
        }
    }

    fn letter(connection: Connection, password: Option<&str>, renewed: bool) -> Body {
        let password = password.map(ToOwned::to_owned);
        let letter = Letter::Credentials { link: "a-b&c".into(), connection, password, days: 7, renewed };
        render(BASE, "Kate Winslet", &letter).expect("a letter")
    }

    fn both(body: Body) -> [String; 2] {
        [body.text, body.html]
    }

    #[test]
    fn both_parts_say_everything_that_a_phone_needs() {
        for said in both(letter(connection(), None, false)) {
            for value in [
                "Kate Winslet",
                "k.winslet",
                "phones.example.org",
                "sip.example.net",
                "5061",
                "TLS",
                "alaw",
                "ulaw",
                "Display name",
                "User name",
                "Authentication ID",
                "Domain (registrar)",
                "Server",
                "Port",
                "Transport",
                "Codecs",
                "Linphone",
                "Zoiper",
                "Yealink",
                "Register Name",
                "Username / Login",
                "for 7 days",
                "/credentials?link=a-b%26c",
            ] {
                assert!(said.contains(value), "{value} in {said}");
            }
        }
    }

    /// What a mail program shows of HTML, without the white space.
    fn shown(html: &str) -> String {
        let (_, body) = html.split_once("<body").expect("a body");
        let texts = body.split('<').filter_map(|part| part.split_once('>').map(|(_, text)| text));
        let text = texts.collect::<String>();
        let text = text.replace("&#60;", "<").replace("&#62;", ">").replace("&#34;", "\"").replace("&#39;", "'");
        dense(&text.replace("&#38;", "&"))
    }

    fn dense(text: &str) -> String {
        text.split_whitespace().collect()
    }

    #[test]
    fn text_and_html_say_the_same_in_the_same_order() {
        let odd = Connection { display_name: "Zo\u{eb} \"<山田>\" O'Hara & Co".into(), ..connection() };
        let same = Connection { server: connection().domain, ..connection() };
        for connection in [connection(), odd, same] {
            for (password, renewed) in [(None, false), (None, true), (Some(PASSWORD), false), (Some(PASSWORD), true)] {
                let Body { text, html, .. } = letter(connection.clone(), password, renewed);
                let (mut rest, html) = (&*shown(&html), html);
                for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && *line != "--") {
                    // A table has no colons, its heading no capital letters, and a button says what the text says above
                    // the link.
                    let line = match line {
                        "WHAT A PHONE NEEDS" => "What a phone needs".to_owned(),
                        "See your password here:" => "See your password".to_owned(),
                        line if line.starts_with("Switchroom, ") => "Switchroom".to_owned(),
                        line => line.replacen(": ", "", usize::from(!line.ends_with('.'))),
                    };
                    let (_, after) = rest.split_once(&*dense(&line)).unwrap_or_else(|| panic!("{line:?} in {html}"));
                    rest = after;
                }
            }
        }
    }

    #[test]
    fn a_letter_in_which_the_password_stands_needs_no_link() {
        let letter = Letter::Credentials {
            link: String::new(),
            connection: connection(),
            password: Some(PASSWORD.into()),
            days: 7,
            renewed: false,
        };
        for said in both(render(BASE, "Kate Winslet", &letter).expect("a letter")) {
            assert!(!said.contains("link=") && !said.contains("the link"), "{said}");
        }
    }

    #[test]
    fn the_subject_says_whether_the_password_is_a_new_one() {
        let subject = |renewed| {
            let connection = connection();
            Letter::Credentials { link: String::new(), connection, password: None, days: 7, renewed }.subject()
        };
        assert_eq!((subject(false), subject(true)), ("Set up your SIP phone", "Your SIP phone has a new password"));
    }

    #[test]
    fn nothing_in_a_connection_begins_another_line() {
        for end in ["\r\n", "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}", "\u{b}", "\u{c}"] {
            let evil = |text: &str| format!("{text}{end}Password: evil");
            let Connection { display_name, user_name, domain, server, port, transport } = connection();
            let connection = Connection {
                display_name: evil(&display_name),
                user_name: evil(&user_name),
                domain: evil(&domain),
                server: evil(&server),
                port,
                transport,
            };
            let Body { text, html, .. } = letter(connection, None, false);
            for said in [text, html] {
                let lines = said.split(|c: char| c != '\n' && (c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')));
                assert_eq!(lines.count(), 1, "{end:?} in {said:?}");
                assert!(!said.lines().any(|line| line.trim_start().starts_with("Password: evil")), "{end:?}: {said}");
            }
        }
    }

    #[test]
    fn the_password_is_in_the_letter_once_and_only_when_asked_for() {
        for said in both(letter(connection(), None, false)) {
            assert!(said.contains("/credentials?link="), "{said}");
        }
        for said in both(letter(connection(), Some(PASSWORD), false)) {
            assert_eq!(said.matches(PASSWORD).count(), 1, "{said}");
            assert!(!said.contains("/credentials") && !said.contains("for 7 days"), "{said}");
        }
    }

    #[test]
    fn a_new_password_says_that_the_old_one_has_stopped_working() {
        for (renewed, password) in [(true, None), (true, Some(PASSWORD)), (false, None)] {
            for said in both(letter(connection(), password, renewed)) {
                assert_eq!(said.contains("The old one has stopped working"), renewed, "{said}");
            }
        }
    }

    #[test]
    fn names_and_passwords_are_text_and_never_markup() {
        let odd = Connection { display_name: "<b>K</b> & \"Co\"\r\n\r\nUser name: evil".into(), ..connection() };
        let Body { text, html, .. } = letter(odd, Some("a<b>&\"'c"), false);
        assert!(text.contains("Display name: <b>K</b> & \"Co\"    User name: evil\n"), "{text}");
        assert!(text.contains("Password: a<b>&\"'c\n"), "{text}");
        assert!(!html.contains("<b>") && html.contains("&#60;b&#62;K&#60;/b&#62; &#38; &#34;Co&#34;"), "{html}");
        assert!(html.contains("a&#60;b&#62;&#38;&#34;&#39;c"), "{html}");
    }

    #[test]
    fn a_proxy_is_only_named_where_the_server_is_not_the_domain() {
        for said in both(letter(connection(), None, false)) {
            assert!(said.contains("Outbound Proxy Server 1") && said.contains("sip.example.net:5061"), "{said}");
        }
        let same = Connection { server: "phones.example.org".into(), ..connection() };
        for said in both(letter(same, None, false)) {
            assert!(!said.contains("Outbound Proxy Server") && said.contains("phones.example.org:5061"), "{said}");
        }
    }

    #[test]
    fn the_html_needs_nothing_that_mail_programs_take_out() {
        let Body { html, .. } = letter(connection(), None, true);
        for stripped in ["<style", "<script", "<img", "<link", "class=", "flex", "grid", "url("] {
            assert!(!html.contains(stripped), "{stripped} in {html}");
        }
        // Where the ground has a colour the letters have one too, so that neither light nor dark hides them.
        for tag in html.split('<').filter(|tag| tag.contains("background")) {
            assert!(tag.contains("color:#"), "{tag}");
        }
    }
}
