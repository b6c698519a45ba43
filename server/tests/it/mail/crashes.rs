//! Several workers, and workers that are cut off.

use super::invitation;
use crate::support::{Mail, Mailbox, Test, both};
use sea_orm::ConnectionTrait;
use server::mail::Outbox;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// Writes so many letters, to mailbox 0, 1, 2 and so on, in one transaction.
async fn letters(t: &Test, outbox: &Outbox, number: usize) {
    let mut to = t.recipient("Kate", "kate@agents.test").await;
    let transaction = t.database.write().await.expect("a transaction");
    for mailbox in 0..number {
        to.email = format!("{mailbox}@agents.test");
        outbox.add(&transaction, &to, &invitation()).await.expect("a letter");
    }
    transaction.commit().await.expect("committed");
    outbox.wake();
}

/// Message-IDs by mailbox, one for each time that a message came.
fn by_mailbox(mails: &[Mail]) -> BTreeMap<&str, Vec<&str>> {
    let mut all: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for mail in mails {
        all.entry(&mail.envelope.to[0]).or_default().push(&mail.message_id);
    }
    all
}

both!(two_workers_on_one_database_send_each_message_once, |t| async move {
    let (mailbox, outbox) = (Mailbox::start(&[]), t.outbox());
    letters(&t, &outbox, 500).await;
    let workers = [t.work(&outbox, &mailbox.settings()), t.work(&t.outbox(), &mailbox.settings())];
    t.wait_for_state("sent", 500).await;
    for worker in workers {
        worker.stop().await;
    }
    let mails = mailbox.mails();
    let all = by_mailbox(&mails);
    assert_eq!((mails.len(), all.len()), (500, 500));
    let ids: BTreeSet<&str> = all.values().flatten().copied().collect();
    assert_eq!(ids.len(), 500, "each message has a Message-ID of its own");
    let sessions: BTreeSet<&str> = mails.iter().map(|mail| &*mail.session).collect();
    assert!(sessions.len() <= 24, "connections are used again: {}", sessions.len());
});

both!(a_worker_that_is_cut_off_loses_nothing_and_doubles_at_most_the_message_under_way, |t| async move {
    const MAILS: usize = 60;
    let mailbox = Mailbox::start(&["--slow", "5"]);
    letters(&t, &t.outbox(), MAILS).await;
    let mut kills = 0;
    // Cut off at ever other points: while it claims, speaks, or notes what became of a message.
    while t.database.pool().query_one_raw(queued(&t)).await.expect("an answer").is_some() {
        let working = t.work(&t.outbox(), &mailbox.settings());
        // This mail server greets after a tenth of a second.
        tokio::time::sleep(Duration::from_micros(100_000 + (kills * 7_919) % 80_000)).await;
        working.kill().await;
        kills += 1;
        // The lease of the message under way runs out.
        t.clock.advance(Duration::from_secs(61));
        assert!(kills < 2_000, "nothing gets done");
    }
    let mails = mailbox.wait_for(MAILS).await;
    let all = by_mailbox(&mails);
    assert_eq!(all.len(), MAILS, "none is lost");
    assert!(all.values().all(|ids| ids.iter().all(|id| id == &ids[0])), "a double has the same Message-ID: {all:?}");
    let doubles = mails.len() - MAILS;
    assert!(doubles <= kills as usize, "{doubles} doubles of {kills} kills");
});

fn queued(t: &Test) -> sea_orm::Statement {
    t.database.statement("SELECT 1 FROM mail WHERE state = 'queued' LIMIT 1", [])
}

both!(a_worker_that_is_told_to_stop_finishes_the_message_under_way, |t| async move {
    let (mailbox, outbox) = (Mailbox::start(&["--slow", "300"]), t.outbox());
    letters(&t, &outbox, 20).await;
    let working = t.work(&outbox, &mailbox.settings());
    tokio::time::sleep(Duration::from_millis(400)).await;
    working.stop().await;
    let sent = mailbox.mails().len();
    assert!((1..20).contains(&sent), "{sent}");
    t.wait_for_state("sent", i64::try_from(sent).expect("a few")).await;
    t.wait_for_state("queued", i64::try_from(20 - sent).expect("a few")).await;
});

both!(a_database_that_does_not_answer_for_a_while_does_not_end_the_worker, |t| async move {
    let (mailbox, outbox) = (Mailbox::start(&[]), t.outbox());
    let working = t.work(&outbox, &mailbox.settings());
    let pool = t.database.pool();
    pool.execute_unprepared("ALTER TABLE mail RENAME TO away").await.expect("renamed");
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    pool.execute_unprepared("ALTER TABLE away RENAME TO mail").await.expect("renamed back");
    letters(&t, &outbox, 1).await;
    mailbox.wait_for(1).await;
    working.stop().await;
});
