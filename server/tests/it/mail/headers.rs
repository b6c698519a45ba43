//! Headers, and names that would break them.

use super::{SECRET, invitation};
use crate::support::{Backend, Mail, Mailbox, Named, Test, run};
use server::mail::Letter;

/// What arrives when this is written to somebody of this name.
async fn arrived(t: &Test, name: &str, email: &str, letter: &Letter) -> Mail {
    let (mailbox, outbox) = (Mailbox::start(&[]), t.outbox());
    let to = t.recipient(name, email).await;
    t.letter(&outbox, &to, letter).await;
    let working = t.work(&outbox, &mailbox.settings());
    let mail = mailbox.wait_for(1).await.remove(0);
    working.stop().await;
    mail
}

fn names(mail: &Mail) -> Vec<String> {
    let names = mail.headers.iter().filter_map(|line| line.split_once(':')).map(|(name, _)| name.to_lowercase());
    names.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_headers_say_who_when_and_that_a_machine_wrote_it() {
    run(Backend::Sqlite, |t| async move {
        let mail = arrived(&t, "Kate Winslet", "kate@agents.test", &invitation()).await;
        let named = |people: &[Named]| {
            people.iter().map(|one| format!("{} <{}>", one.name, one.address)).collect::<Vec<_>>().join(", ")
        };
        assert_eq!(named(&mail.from), "Switchroom <switchroom@switchroom.test>");
        assert_eq!(named(&mail.reply_to), "Help desk <help@switchroom.test>");
        assert_eq!(named(&mail.to), "Kate Winslet <kate@agents.test>");
        assert_eq!(mail.envelope.from, "switchroom@switchroom.test");
        assert_eq!(mail.date, t.clock.now());
        assert!(mail.message_id.ends_with("@switchroom.test>"), "{}", mail.message_id);
        let has = |line: &str| mail.headers.iter().any(|header| header == line);
        assert!(has("Auto-Submitted: auto-generated"), "{:?}", mail.headers);
        let kind = mail.headers.iter().find(|line| line.starts_with("Content-Type:")).expect("a content type");
        assert!(kind.starts_with("Content-Type: multipart/alternative"), "{kind}");
        assert!(!mail.headers.iter().any(|line| line.contains(SECRET)), "{:?}", mail.headers);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_name_breaks_a_header_or_adds_one() {
    run(Backend::Sqlite, |t| async move {
        let plain = names(&arrived(&t, "Kate", "kate@agents.test", &invitation()).await);
        for (name, shown) in [
            ("Winslet, Kate", "Winslet, Kate"),
            ("Kate \"The Voice\" Winslet", "Kate \"The Voice\" Winslet"),
            ("back\\slash\\", "back\\slash\\"),
            ("Kate <evil@agents.test>", "Kate <evil@agents.test>"),
            ("Zoë Ångström", "Zoë Ångström"),
            ("山田 太郎", "山田 太郎"),
            ("=?utf-8?q?Kate?=", "=?utf-8?q?Kate?="),
            ("Kate\r\nBcc: evil@agents.test", "Kate  Bcc: evil@agents.test"),
            ("Kate\nX: y\r\n\r\nbody", "Kate X: y    body"),
            ("a;b:c(d)e", "a;b:c(d)e"),
            (&"é".repeat(100), &"é".repeat(100)),
        ] {
            let by = Letter::Invitation { link: SECRET.into(), by: name.into(), days: 7 };
            let mail = arrived(&t, name, "kate@agents.test", &by).await;
            assert_eq!(names(&mail), plain, "{name:?}");
            assert_eq!((mail.to.len(), &*mail.to[0].address), (1, "kate@agents.test"), "{name:?}");
            let same = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(same(&mail.to[0].name), same(shown), "{name:?}");
            assert_eq!(mail.envelope.to, ["kate@agents.test"]);
            assert!(mail.text.starts_with("Hello "), "{}", mail.text);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_beyond_ascii_are_reached() {
    run(Backend::Sqlite, |t| async move {
        // This mail server shows domains in Unicode; what it is told is in the header.
        for email in ["zoë@bücher.example", "o'zoe+x@bücher.example"] {
            let mail = arrived(&t, "Zoe", email, &invitation()).await;
            assert_eq!(mail.envelope.to, [email]);
            let ascii = format!("To: Zoe <{}>", email.replace("bücher", "xn--bcher-kva"));
            assert!(mail.headers.contains(&ascii), "{:?}", mail.headers);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_to_what_is_no_address() {
    run(Backend::Sqlite, |t| async move {
        let (mailbox, outbox) = (Mailbox::start(&[]), t.outbox());
        for email in ["kate@agents.test\r\nRCPT TO:<evil@agents.test>", "kate", "", "a@b.test, c@d.test"] {
            let to = t.recipient("Kate", email).await;
            t.letter(&outbox, &to, &invitation()).await;
        }
        let working = t.work(&outbox, &mailbox.settings());
        t.wait_for_state("failed", 4).await;
        working.stop().await;
        assert!(mailbox.mails().is_empty());
    })
    .await;
}
