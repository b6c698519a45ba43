//! Outgoing mail, as a real mail server receives it.

mod crashes;
mod files;
mod headers;
mod list;
mod server;
mod tries;

use crate::support::{Kept, Mailbox, both};
use ::server::mail::Letter;
use std::time::Duration;

/// The secret part of the links of these tests.
const SECRET: &str = "tour-eiffel-1889";

fn invitation() -> Letter {
    Letter::Invitation { link: SECRET.into(), by: "Ada Admin".into(), days: 7 }
}

fn forgotten() -> Letter {
    Letter::ForgottenPassword { link: SECRET.into(), minutes: 60 }
}

fn sent(tries: i64) -> Kept {
    Kept { state: "sent".into(), tries, last_error: String::new(), body: None }
}

both!(every_letter_arrives_with_text_and_html, |t| async move {
    let (mailbox, outbox) = (Mailbox::start(&[]), t.outbox());
    let kate = t.recipient("Kate Winslet", "kate@agents.test").await;
    t.letter(&outbox, &kate, &invitation()).await;
    t.letter(&outbox, &kate, &forgotten()).await;
    let working = t.work(&outbox, &mailbox.settings());
    let mails = mailbox.wait_for(2).await;
    for (mail, subject) in mails.iter().zip(["Your account in Switchroom", "Choose a new password for Switchroom"]) {
        assert_eq!(mail.subject, subject);
        let link = format!("http://switchroom.test/choose-password?link={SECRET}");
        assert!(mail.text.starts_with("Hello Kate Winslet,\n\n") && mail.text.contains(&link), "{mail:?}");
        assert!(
            mail.html.contains("Hello Kate Winslet,") && mail.html.contains(&format!("href=\"{link}\"")),
            "{mail:?}"
        );
        assert_eq!(mail.envelope.to, ["kate@agents.test"]);
    }
    assert!(mails[0].text.contains("Ada Admin has made an account"));
    working.stop().await;
});

both!(a_letter_of_a_transaction_that_is_rolled_back_is_never_sent, |t| async move {
    let (mailbox, outbox) = (Mailbox::start(&[]), t.outbox());
    let kate = t.recipient("Kate", "kate@agents.test").await;
    let working = t.work(&outbox, &mailbox.settings());
    let transaction = t.database.write().await.expect("a transaction");
    outbox.add(&transaction, &kate, &invitation()).await.expect("a letter");
    outbox.wake();
    tokio::time::sleep(Duration::from_millis(100)).await;
    drop(transaction);
    let jamie = t.recipient("Jamie", "jamie@agents.test").await;
    t.letter(&outbox, &jamie, &invitation()).await;
    t.wait_for_state("sent", 1).await;
    working.stop().await;
    let to: Vec<_> = mailbox.mails().into_iter().flat_map(|mail| mail.envelope.to).collect();
    assert_eq!(to, ["jamie@agents.test"]);
});

both!(a_letter_is_sent_when_it_is_written_and_not_a_second_later, |t| async move {
    let (mailbox, outbox) = (Mailbox::start(&[]), t.outbox());
    let kate = t.recipient("Kate", "kate@agents.test").await;
    let working = t.work(&outbox, &mailbox.settings());
    let start = std::time::Instant::now();
    for mails in 1..=10 {
        t.letter(&outbox, &kate, &invitation()).await;
        mailbox.wait_for(mails).await;
    }
    // Ten seconds without being woken.
    assert!(start.elapsed() < Duration::from_secs(8), "{:?}", start.elapsed());
    working.stop().await;
});

both!(what_another_server_wrote_is_found_without_being_woken, |t| async move {
    let (mailbox, outbox) = (Mailbox::start(&[]), t.outbox());
    let working = t.work(&outbox, &mailbox.settings());
    let kate = t.recipient("Kate", "kate@agents.test").await;
    t.letter(&t.outbox(), &kate, &invitation()).await;
    mailbox.wait_for(1).await;
    working.stop().await;
});

both!(what_was_sent_leaves_no_link_behind, |t| async move {
    let (mailbox, outbox) = (Mailbox::start(&[]), t.outbox());
    let kate = t.recipient("Kate", "kate@agents.test").await;
    let id = t.letter(&outbox, &kate, &invitation()).await;
    let queued = t.kept(id).await.body.expect("a body");
    assert!(queued.starts_with("v1|") && !queued.contains(SECRET), "{queued}");
    let working = t.work(&outbox, &mailbox.settings());
    t.wait_for_state("sent", 1).await;
    working.stop().await;
    assert_eq!(t.kept(id).await, sent(1));
    t.database.close().await;
    for file in std::fs::read_dir(t.folder.path()).expect("the data folder") {
        let path = file.expect("a file").path();
        if path.is_file() {
            let bytes = std::fs::read(&path).expect("its content");
            let found = bytes.windows(SECRET.len()).any(|window| window == SECRET.as_bytes());
            assert!(!found, "the link is in {}", path.display());
        }
    }
});
