//! From a letter to what stands in the message, as text and as HTML.

use super::{Letter, credentials};
use app::listing::encode;
use askama::Template;
use serde::{Deserialize, Serialize};

/// What stands in a message. It carries a link, so it is sealed where it is kept.
#[derive(Serialize, Deserialize)]
pub(super) struct Body {
    pub(super) text: String,
    pub(super) html: String,
    /// Milliseconds since 1970 from which on its link leads nowhere; it is not sent then.
    #[serde(default)]
    pub(super) until: Option<i64>,
}

/// The two templates of each letter take the same values.
macro_rules! templates {
    ($text:ident $text_path:literal, $html:ident $html_path:literal { $($field:ident),* }) => {
        #[derive(Template)]
        #[template(path = $text_path)]
        struct $text<'a> { base: &'a str, name: &'a str, $($field: &'a str),* }

        #[derive(Template)]
        #[template(path = $html_path)]
        struct $html<'a> { base: &'a str, name: &'a str, subject: &'a str, $($field: &'a str),* }
    };
}

templates!(InvitationText "mail/invitation.txt", InvitationHtml "mail/invitation.html" { link, by, lifetime });
templates!(FirstText "mail/first_password.txt", FirstHtml "mail/first_password.html" { link, lifetime });
templates!(ForgottenText "mail/forgotten_password.txt", ForgottenHtml "mail/forgotten_password.html" { link, lifetime });

/// Writes a letter to somebody of this name. `base` is what browsers call the server.
pub(super) fn render(base: &str, name: &str, letter: &Letter) -> Result<Body, askama::Error> {
    let subject = letter.subject();
    let (text, html) = match letter {
        Letter::Invitation { link, by, days } => {
            let (link, by, lifetime) =
                (&*address(base, "choose-password", link), &*one_line(by), &*counted(*days, "day"));
            let html = InvitationHtml { base, name, subject, link, by, lifetime }.render()?;
            (InvitationText { base, name, link, by, lifetime }.render()?, html)
        }
        Letter::ForgottenPassword { link, minutes } => {
            let (link, lifetime) = (&*address(base, "choose-password", link), &*counted(*minutes, "minute"));
            let html = ForgottenHtml { base, name, subject, link, lifetime }.render()?;
            (ForgottenText { base, name, link, lifetime }.render()?, html)
        }
        Letter::FirstPassword { link, minutes } => {
            let (link, lifetime) = (&*address(base, "choose-password", link), &*counted(*minutes, "minute"));
            let html = FirstHtml { base, name, subject, link, lifetime }.render()?;
            (FirstText { base, name, link, lifetime }.render()?, html)
        }
        Letter::Credentials { link, connection, password, days, renewed } => {
            let (link, lifetime) = (&*address(base, "credentials", link), &*counted(*days, "day"));
            let password = password.as_deref();
            let letter = credentials::Credentials { base, name, subject, link, lifetime, password, renewed: *renewed };
            return letter.render(connection);
        }
    };
    Ok(Body { text, html, until: None })
}

fn address(base: &str, page: &str, secret: &str) -> String {
    format!("{base}/{page}?link={}", encode(secret))
}

fn counted(number: u64, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

/// Whatever ends a line becomes a space: a name is one line, in a header and in a text.
pub(super) fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "https://switchroom.example.org";

    fn invitation(by: &str, days: u64) -> Letter {
        Letter::Invitation { link: "a-b_c".into(), by: by.into(), days }
    }

    fn rendered(name: &str, letter: &Letter) -> Body {
        render(BASE, name, letter).expect("a letter")
    }

    #[test]
    fn an_invitation_says_who_invites_where_to_and_for_how_long() {
        let Body { text, html, .. } = rendered("Kate", &invitation("Ada Admin", 7));
        assert!(text.starts_with("Hello Kate,\n\nAda Admin has made an account"), "{text}");
        assert!(text.contains(&format!("\n\n{BASE}/choose-password?link=a-b_c\n\n")), "{text}");
        assert!(html.contains(&format!("href=\"{BASE}/choose-password?link=a-b_c\"")), "{html}");
        for said in [text, html] {
            assert!(said.contains("for 7 days.") && said.contains("Ada Admin"), "{said}");
        }
    }

    #[test]
    fn one_day_is_not_1_days() {
        assert!(rendered("Kate", &invitation("Ada", 1)).text.contains("for 1 day."));
        let letter = Letter::ForgottenPassword { link: "x".into(), minutes: 60 };
        assert!(rendered("Kate", &letter).text.contains("for 60 minutes."));
    }

    #[test]
    fn who_never_had_a_password_has_forgotten_none() {
        let Body { text, html, .. } = rendered("Kate", &Letter::FirstPassword { link: "a-b_c".into(), minutes: 60 });
        for said in [text, html] {
            assert!(said.contains("/choose-password?link=a-b_c") && said.contains("for 60 minutes."), "{said}");
            assert!(!said.contains("forgotten"), "{said}");
        }
    }

    #[test]
    fn a_name_is_text_and_never_markup() {
        let Body { text, html, .. } = rendered("<b>K</b> & \"Co\"", &invitation("<script>x</script>", 7));
        assert!(text.contains("Hello <b>K</b> & \"Co\",") && text.contains("<script>x</script> has made"), "{text}");
        assert!(!html.contains("<b>") && !html.contains("<script>"), "{html}");
        assert!(html.contains("Hello &#60;b&#62;K&#60;/b&#62; &#38; &#34;Co&#34;,"), "{html}");
    }

    #[test]
    fn the_secret_part_is_encoded_into_the_address() {
        let letter = Letter::ForgottenPassword { link: "a&b=\"c\" <".into(), minutes: 60 };
        let Body { text, html, .. } = rendered("Kate", &letter);
        for said in [text, html] {
            assert!(said.contains("?link=a%26b%3D%22c%22%20%3C"), "{said}");
        }
    }
}
