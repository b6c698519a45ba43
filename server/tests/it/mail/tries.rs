//! Messages that a mail server does not take.

use super::{forgotten, invitation, sent};
use crate::support::{Mailbox, both, settings};
use app::error::AppError;
use app::mail::{MailState, OutgoingMail};
use serde_json::json;
use server::mail::MailStore;
use std::net::TcpListener;
use std::time::Duration;

both!(a_refused_mailbox_fails_with_the_reason_and_send_again_sends_it, |t| async move {
    let (mut mailbox, outbox, admin) = (Mailbox::start(&[]), t.outbox(), t.admin().await);
    let store = MailStore::new(outbox.clone());
    mailbox.rules(json!({"refuse": ["kate@agents.test"], "say": "5.1.1 No such mailbox"})).await;
    let kate = t.recipient("Kate", "kate@agents.test").await;
    let id = t.letter(&outbox, &kate, &invitation()).await;
    let working = t.work(&outbox, &mailbox.settings());
    t.wait_for_state("failed", 1).await;
    let kept = t.kept(id).await;
    assert_eq!((kept.tries, &*kept.last_error, kept.body.is_some()), (1, "550 5.1.1 No such mailbox", true));

    mailbox.rules(json!({})).await;
    let row = store.send_again(&admin, id).await.expect("queued");
    assert_eq!((row.state, row.tries, &*row.last_error, row.can_be_sent), (MailState::Queued, 0, "", false));
    mailbox.wait_for(1).await;
    t.wait_for_state("sent", 1).await;
    assert_eq!(t.kept(id).await, sent(1));
    assert_eq!(store.send_again(&admin, id).await.err(), Some(AppError::NotFound));
    working.stop().await;
});

both!(only_a_failed_message_is_sent_again, |t| async move {
    let (outbox, admin) = (t.outbox(), t.admin().await);
    let kate = t.recipient("Kate", "kate@agents.test").await;
    let id = t.letter(&outbox, &kate, &invitation()).await;
    for id in [id, id + 1, -1] {
        assert_eq!(MailStore::new(outbox.clone()).send_again(&admin, id).await.err(), Some(AppError::NotFound));
    }
});

both!(one_refused_mailbox_does_not_hold_up_the_others, |t| async move {
    let (mut mailbox, outbox) = (Mailbox::start(&[]), t.outbox());
    mailbox.rules(json!({"refuse": ["kate@agents.test"]})).await;
    for name in ["jamie", "kate", "curtis", "kate", "zoe"] {
        let to = t.recipient(name, &format!("{name}@agents.test")).await;
        t.letter(&outbox, &to, &invitation()).await;
    }
    let working = t.work(&outbox, &mailbox.settings());
    t.wait_for_state("sent", 3).await;
    t.wait_for_state("failed", 2).await;
    working.stop().await;
});

both!(a_temporary_refusal_is_tried_again_after_growing_pauses, |t| async move {
    let (mut mailbox, outbox) = (Mailbox::start(&[]), t.outbox());
    mailbox.rules(json!({"defer": ["*"], "say": "4.2.1 Come back later"})).await;
    let kate = t.recipient("Kate", "kate@agents.test").await;
    let id = t.letter(&outbox, &kate, &invitation()).await;
    let working = t.work(&outbox, &mailbox.settings());
    for (tries, pause) in [(1, 10), (2, 60), (3, 300)] {
        let kept = t.wait_for_try(id, tries).await;
        assert_eq!((&*kept.state, &*kept.last_error), ("queued", "451 4.2.1 Come back later"));
        t.clock.advance(Duration::from_secs(pause - 1));
        tokio::time::sleep(Duration::from_millis(1_300)).await;
        assert_eq!(t.kept(id).await.tries, tries, "too early");
        t.clock.advance(Duration::from_secs(1));
    }
    mailbox.rules(json!({})).await;
    let tries = t.wait_for_try(id, 4).await.tries;
    t.clock.advance(Duration::from_hours(1));
    mailbox.wait_for(1).await;
    t.wait_for_state("sent", 1).await;
    assert!((4..=5).contains(&tries));
    working.stop().await;
});

both!(after_the_last_try_a_message_is_given_up_and_its_text_kept, |t| async move {
    let (mut mailbox, outbox) = (Mailbox::start(&[]), t.outbox());
    mailbox.rules(json!({"defer": ["*"]})).await;
    let kate = t.recipient("Kate", "kate@agents.test").await;
    let id = t.letter(&outbox, &kate, &invitation()).await;
    let working = t.work(&outbox, &mailbox.settings());
    for tries in 1..=9 {
        t.wait_for_try(id, tries).await;
        t.clock.advance(Duration::from_hours(13));
    }
    let kept = t.kept(id).await;
    assert_eq!((&*kept.state, kept.tries, kept.body.is_some()), ("failed", 9, true));
    working.stop().await;
});

both!(a_mail_server_that_is_not_there_yet_gets_its_mail_later, |t| async move {
    let outbox = t.outbox();
    let nobody = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port");
    let kate = t.recipient("Kate", "kate@agents.test").await;
    let id = t.letter(&outbox, &kate, &invitation()).await;
    let working = t.work(&outbox, &settings(&format!("smtp://{nobody}")));
    let kept = t.wait_for_try(id, 1).await;
    assert_eq!(kept.state, "queued");
    assert!(kept.last_error.starts_with("The mail server cannot be reached: Connection refused"), "{kept:?}");
    working.stop().await;

    let mailbox = Mailbox::start(&[]);
    let working = t.work(&outbox, &mailbox.settings());
    t.clock.advance(Duration::from_secs(10));
    mailbox.wait_for(1).await;
    working.stop().await;
});

both!(a_message_that_hangs_in_one_server_is_taken_up_by_another, |t| async move {
    let outbox = t.outbox();
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = silent.local_addr().expect("an address");
    let kate = t.recipient("Kate", "kate@agents.test").await;
    let id = t.letter(&outbox, &kate, &invitation()).await;
    let working = t.work(&outbox, &settings(&format!("smtp://{address}")));
    tokio::time::sleep(Duration::from_millis(300)).await;
    // Another server leaves it alone as long as the lease lasts, and takes it up then.
    let mailbox = Mailbox::start(&[]);
    let other = t.work(&t.outbox(), &mailbox.settings());
    tokio::time::sleep(Duration::from_millis(1_300)).await;
    assert!(mailbox.mails().is_empty());
    t.clock.advance(Duration::from_secs(61));
    mailbox.wait_for(1).await;
    t.wait_for_state("sent", 1).await;
    assert_eq!(t.kept(id).await, sent(1));
    working.kill().await;
    other.stop().await;
});

both!(what_has_waited_until_its_link_expired_is_not_sent_any_more, |t| async move {
    let (mut mailbox, outbox, admin) = (Mailbox::start(&[]), t.outbox(), t.admin().await);
    mailbox.rules(json!({"refuse": ["kate@agents.test"]})).await;
    let kate = t.recipient("Kate", "kate@agents.test").await;
    let id = t.letter(&outbox, &kate, &forgotten()).await;
    let working = t.work(&outbox, &mailbox.settings());
    t.wait_for_state("failed", 1).await;
    mailbox.rules(json!({})).await;
    t.clock.advance(Duration::from_mins(60));
    MailStore::new(outbox.clone()).send_again(&admin, id).await.expect("its text is there");
    t.wait_for_state("failed", 1).await;
    let kept = t.kept(id).await;
    assert_eq!((&*kept.last_error, kept.body), ("Not sent: its link had expired.", None));
    assert!(mailbox.mails().is_empty());
    working.stop().await;
});
