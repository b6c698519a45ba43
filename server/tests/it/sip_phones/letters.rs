//! The letters: to whom, with what, and what becomes of them.

use super::{latest_link, unchanged};
use crate::support::{Mailbox, both, texts};
use app::error::AppError;
use app::mail::OutgoingMail;
use app::sip_phones::{CredentialsState, PhoneChange, SipPhones};
use serde_json::json;
use server::mail::{MailPassword, MailStore};
use std::collections::BTreeMap;

both!(every_letter_goes_to_its_own_address_with_its_own_data, |t| async move {
    let (mailbox, outbox, admin) = (Mailbox::start(&[]), t.outbox(), t.admin().await);
    let phones = t.phones_with(&outbox);
    let mut people = Vec::new();
    for number in 0..30 {
        people.push(t.agent(&format!("Agent Number{number}")).await);
    }
    let working = t.work(&outbox, &mailbox.settings());
    assert_eq!(phones.add(&admin, &people, true).await, Ok(30));
    let mails = mailbox.wait_for(30).await;
    let mut links = BTreeMap::new();
    for mail in &mails {
        let to = mail.envelope.to[0].clone();
        let user_name = to.split('@').next().expect("a local part");
        assert!(mail.text.contains(&format!("User name: {user_name}\n")), "{}", mail.text);
        assert_eq!(mail.subject, "Set up your SIP phone");
        let link = mail.text.split_once("/credentials?link=").expect("a link").1.split_whitespace().next();
        links.insert(to, link.expect("a link").to_owned());
    }
    assert_eq!(links.len(), 30);
    let mut passwords = BTreeMap::new();
    for (to, link) in links {
        let shown = phones.open(&link).await.expect("the password");
        assert_eq!(format!("{}@agents.test", shown.connection.user_name), to);
        passwords.insert(shown.password, to);
    }
    assert_eq!(passwords.len(), 30, "each has an own password");
    working.stop().await;
});

both!(the_list_says_what_became_of_a_letter, |t| async move {
    let (mut mailbox, outbox, admin) = (Mailbox::start(&[]), t.outbox(), t.admin().await);
    let phones = t.phones_with(&outbox);
    mailbox.rules(json!({"refuse": ["kate@agents.test"], "say": "5.1.1 No such mailbox"})).await;
    let (curtis, kate) = (t.agent("Curtis").await, t.agent("Kate").await);
    phones.add(&admin, &[curtis, kate], true).await.expect("phones");
    assert_eq!(t.listed(&admin, "?mail=queued").await.len(), 2);
    let working = t.work(&outbox, &mailbox.settings());
    t.wait_for_state("sent", 1).await;
    t.wait_for_state("failed", 1).await;
    assert_eq!(t.phone_of(&admin, curtis).await.credentials, CredentialsState::Sent);
    let failed = t.phone_of(&admin, kate).await;
    assert_eq!((failed.credentials, &*failed.mail_error), (CredentialsState::Failed, "550 5.1.1 No such mailbox"));
    assert_eq!(t.listed(&admin, "?mail=failed").await, std::slice::from_ref(&failed));
    assert_eq!(failed.version, 1, "not a change of a form");

    mailbox.rules(json!({})).await;
    let mail = t.number("SELECT id FROM mail WHERE state = 'failed'").await;
    MailStore::new(outbox.clone()).send_again(&admin, mail).await.expect("queued");
    t.wait_for_state("sent", 2).await;
    let sent = t.phone_of(&admin, kate).await;
    assert_eq!((sent.credentials, &*sent.mail_error), (CredentialsState::Sent, ""));
    assert!(t.listed(&admin, "?mail=failed").await.is_empty());
    working.stop().await;
});

both!(what_became_of_an_older_letter_does_not_count, |t| async move {
    let (mut mailbox, outbox, admin) = (Mailbox::start(&[]), t.outbox(), t.admin().await);
    let phones = t.phones_with(&outbox);
    let curtis = t.agent_with_phone(&admin, "Curtis").await;
    let link = latest_link(&t, "curtis@agents.test").await;
    phones.open(&link).await.expect("the password, before the letter is known to be sent");
    let working = t.work(&outbox, &mailbox.settings());
    t.wait_for_state("sent", 1).await;
    assert_eq!(t.phone_of(&admin, curtis.person).await.credentials, CredentialsState::Opened);
    mailbox.rules(json!({"refuse": ["curtis@agents.test"]})).await;
    phones.resend(&admin, &[curtis.id]).await.expect("a letter");
    t.wait_for_state("failed", 1).await;
    assert_eq!(t.phone_of(&admin, curtis.person).await.credentials, CredentialsState::Failed);
    working.stop().await;
    phones.resend(&admin, &[curtis.id]).await.expect("another letter");
    let old = t.number("SELECT id FROM mail WHERE state = 'failed'").await;
    let (row, cut_off) = (t.phone_of(&admin, curtis.person).await, t.outbox());
    assert_eq!((row.credentials, &*row.mail_error), (CredentialsState::Queued, ""));
    // Its link holds no more.
    assert_eq!(MailStore::new(cut_off).send_again(&admin, old).await.err(), Some(AppError::NotFound));
    assert_eq!(t.phone_of(&admin, curtis.person).await.credentials, CredentialsState::Queued);
    // Nor is a letter sent about a phone that is gone.
    phones.delete(&admin, &[curtis.id]).await.expect("deleted");
    assert_eq!(t.number("SELECT count(*) FROM mail WHERE state = 'queued' OR body IS NOT NULL").await, 0);
});

both!(a_new_password_is_told_in_the_letter, |t| async move {
    let (admin, phones) = (t.admin().await, t.phones());
    let curtis = t.agent_with_phone(&admin, "Curtis").await;
    let change = PhoneChange { new_password: true, receiving: false, ..unchanged(&curtis) };
    let renewed = phones.update(&admin, curtis.id, 1, change).await.expect("a new password");
    assert_eq!((renewed.version, renewed.receiving, renewed.credentials), (2, false, CredentialsState::Queued));
    let texts = texts(&t).await;
    assert_eq!(texts.len(), 1, "the one with the old password is taken back");
    assert!(texts[0].1.contains("The old one has stopped working"));
});

both!(inline_the_password_stands_in_the_letter, |t| async move {
    let (admin, outbox) = (t.admin().await, t.outbox());
    let phones = t.phones_as(&outbox, MailPassword::Inline);
    let people = [t.agent("Curtis").await, t.agent("Kate").await];
    assert_eq!(phones.add(&admin, &people, true).await, Ok(2));
    let password = |text: &str| {
        let (_, rest) = text.split_once("Password: ").expect("a password");
        rest.split_whitespace().next().expect("a password").to_owned()
    };
    let first = texts(&t).await;
    for ((to, text), name) in first.iter().zip(["curtis", "kate"]) {
        assert!(*to == format!("{name}@agents.test") && text.contains(&format!("User name: {name}\n")), "{text}");
        assert!(!text.contains("?link="), "{text}");
    }
    assert_ne!(password(&first[0].1), password(&first[1].1));
    assert_eq!(t.number("SELECT count(*) FROM credentials_link").await, 0);
    let curtis = t.phone_of(&admin, people[0]).await;
    phones.resend(&admin, &[curtis.id]).await.expect("a letter");
    let again = texts(&t).await;
    assert_eq!(password(&again[1].1), password(&first[0].1), "sent again, it is the same one");
    let change = PhoneChange { new_password: true, ..unchanged(&curtis) };
    phones.update(&admin, curtis.id, 1, change).await.expect("a new password");
    let renewed = texts(&t).await;
    assert_eq!(renewed.len(), 2, "Kate's and the newest");
    assert_ne!(password(&renewed[1].1), password(&first[0].1));
});
