//! Mail servers that want to be sure who is there.

use super::{invitation, sent};
use crate::support::{Backend, Mailbox, Test, run, settings};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use server::mail::{MailSettings, Worker};
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn name_and_password_are_used() {
    run(Backend::Sqlite, |t| async move {
        let (mailbox, outbox) = (Mailbox::start(&["--login", "me@a.test:p:/+%"]), t.outbox());
        let kate = t.recipient("Kate", "kate@agents.test").await;
        t.letter(&outbox, &kate, &invitation()).await;
        let working = t.work(&outbox, &settings(&format!("smtp://me%40a.test:p%3A%2F+%25@127.0.0.1:{}", mailbox.port)));
        let mails = mailbox.wait_for(1).await;
        assert_eq!(mails[0].user.as_deref(), Some("me@a.test"));
        working.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_is_said_and_fails_no_message_for_good() {
    run(Backend::Sqlite, |t| async move {
        let (mailbox, outbox) = (Mailbox::start(&["--login", "me:right"]), t.outbox());
        let kate = t.recipient("Kate", "kate@agents.test").await;
        let id = t.letter(&outbox, &kate, &invitation()).await;
        for (login, words) in [("me:hunter22@", "535 Wrong name or password"), ("", "530 ")] {
            let tries = t.kept(id).await.tries;
            let working = t.work(&outbox, &settings(&format!("smtp://{login}127.0.0.1:{}", mailbox.port)));
            let kept = t.wait_for_try(id, tries + 1).await;
            assert!(kept.state == "queued" && kept.last_error.contains(words), "{kept:?}");
            assert!(!kept.last_error.contains("hunter22"));
            working.stop().await;
            t.clock.advance(Duration::from_secs(10));
        }
        let working = t.work(&outbox, &settings(&format!("smtp://me:right@127.0.0.1:{}", mailbox.port)));
        t.clock.advance(Duration::from_secs(60));
        mailbox.wait_for(1).await;
        working.stop().await;
    })
    .await;
}

/// A mail server that offers STARTTLS with a certificate that nobody vouches for, and the settings for it.
fn encrypted(t: &Test) -> (Mailbox, MailSettings) {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(vec!["localhost".into()]).expect("a certificate");
    let folder = t.folder.path();
    std::fs::write(folder.join("cert.pem"), cert.pem()).expect("a file");
    std::fs::write(folder.join("key.pem"), signing_key.serialize_pem()).expect("a file");
    let mailbox = Mailbox::start(&["--tls", folder.to_str().expect("a path")]);
    let settings = settings(&format!("smtp://localhost:{}?tls=required", mailbox.port));
    (mailbox, settings)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_server_whose_certificate_is_vouched_for_gets_messages_encrypted() {
    run(Backend::Sqlite, |t| async move {
        let outbox = t.outbox();
        let (mailbox, settings) = encrypted(&t);
        let kate = t.recipient("Kate", "kate@agents.test").await;
        let id = t.letter(&outbox, &kate, &invitation()).await;
        let working = t.work(&outbox, &settings);
        let kept = t.wait_for_try(id, 1).await;
        assert!(kept.state == "queued" && kept.last_error.contains("certificate"), "{kept:?}");
        working.stop().await;

        let settings = MailSettings { ca: Some(t.folder.path().join("cert.pem")), ..settings };
        let working = t.work(&outbox, &settings);
        t.clock.advance(Duration::from_secs(10));
        assert!(mailbox.wait_for(1).await[0].secure);
        t.wait_for_state("sent", 1).await;
        assert_eq!(t.kept(id).await, sent(2));
        working.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_server_without_encryption_is_told_nothing_when_it_is_required() {
    run(Backend::Sqlite, |t| async move {
        let (mailbox, outbox) = (Mailbox::start(&[]), t.outbox());
        let kate = t.recipient("Kate", "kate@agents.test").await;
        let id = t.letter(&outbox, &kate, &invitation()).await;
        let working = t.work(&outbox, &settings(&format!("smtp://127.0.0.1:{}?tls=required", mailbox.port)));
        let kept = t.wait_for_try(id, 1).await;
        assert!(kept.last_error.contains("STARTTLS is not supported"), "{kept:?}");
        working.stop().await;
        assert!(mailbox.mails().is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_without_certificates_ends_the_start() {
    run(Backend::Sqlite, |t| async move {
        let file = t.folder.path().join("nothing.pem");
        for content in [None, Some("no certificate")] {
            if let Some(content) = content {
                std::fs::write(&file, content).expect("a file");
            }
            let settings = MailSettings { ca: Some(file.clone()), ..settings("smtps://mail.example.org") };
            let error = Worker::new(t.outbox(), &settings, t.folder.path()).err().expect("no worker").to_string();
            assert!(error.contains("(SWITCHROOM_SMTP_CA) cannot be read"), "{error}");
        }
    })
    .await;
}
