//! The list of outgoing mail.

use super::{forgotten, invitation};
use crate::support::{Mailbox, Test, both};
use app::listing::{ListQuery, Total};
use app::mail::{MailColumn, MailRow, MailState, OutgoingMail};
use sea_orm::ConnectionTrait;
use serde_json::json;
use server::mail::{MailStore, Outbox};

async fn rows(t: &Test, outbox: &Outbox, query: &str) -> Vec<MailRow> {
    let query = ListQuery::<MailColumn>::from_query_string(query);
    let page = MailStore::new(outbox.clone()).list(&t.reader().await, &query).await.expect("a page");
    assert_eq!(page.total, Total::Exactly(page.rows.len() as u64));
    page.rows
}

fn to(rows: &[MailRow]) -> Vec<&str> {
    rows.iter().map(|row| &*row.to_name).collect()
}

/// One that failed, one that was sent, one that waits, in this order.
async fn three(t: &Test, outbox: &Outbox) {
    let mut mailbox = Mailbox::start(&[]);
    mailbox.rules(json!({"refuse": ["zoe@agents.test"]})).await;
    let zoe = t.recipient("Zoë", "zoe@agents.test").await;
    t.letter(outbox, &zoe, &invitation()).await;
    let kate = t.recipient("Kate", "Kate@agents.test").await;
    t.letter(outbox, &kate, &forgotten()).await;
    let working = t.work(outbox, &mailbox.settings());
    t.wait_for_state("sent", 1).await;
    t.wait_for_state("failed", 1).await;
    working.stop().await;
    let jamie = t.recipient("Jamie", "jamie@agents.test").await;
    t.letter(outbox, &jamie, &invitation()).await;
}

both!(the_newest_comes_first_and_each_says_where_it_stands, |t| async move {
    let outbox = t.outbox();
    three(&t, &outbox).await;
    let rows = rows(&t, &outbox, "").await;
    assert_eq!(to(&rows), ["Jamie", "Kate", "Zoë"]);
    let [jamie, kate, zoe] = &rows[..] else { panic!("three") };
    assert_eq!((jamie.state, jamie.tries, jamie.next_at), (MailState::Queued, 0, Some(t.clock.now())));
    assert_eq!((kate.state, kate.tries, kate.next_at, kate.can_be_sent), (MailState::Sent, 1, None, false));
    assert_eq!((zoe.state, zoe.tries, zoe.next_at, zoe.can_be_sent), (MailState::Failed, 1, None, true));
    assert_eq!(zoe.last_error, "550 No such mailbox");
    assert_eq!((&*kate.subject, &*kate.to_email), ("Choose a new password for Switchroom", "Kate@agents.test"));
    assert_eq!(kate.created_at, t.clock.now());
});

both!(the_list_is_searched_sorted_and_narrowed_down_by_state, |t| async move {
    let outbox = t.outbox();
    three(&t, &outbox).await;
    for (query, found) in [
        ("?sort=to", vec!["Jamie", "Kate", "Zoë"]),
        ("?sort=-to", vec!["Zoë", "Kate", "Jamie"]),
        ("?sort=-newest", vec!["Zoë", "Kate", "Jamie"]),
        ("?q=new%20password", vec!["Kate"]),
        ("?q=KATE@", vec!["Kate"]),
        ("?q=zo%C3%AB", vec!["Zoë"]),
        ("?q=agents.test", vec!["Jamie", "Kate", "Zoë"]),
        ("?state=queued", vec!["Jamie"]),
        ("?state=sent", vec!["Kate"]),
        ("?state=failed", vec!["Zoë"]),
        ("?state=failed&q=kate", vec![]),
        ("?state=nonsense", vec!["Jamie", "Kate", "Zoë"]),
    ] {
        assert_eq!(to(&rows(&t, &outbox, query).await), found, "{query}");
    }
});

both!(a_message_that_is_sent_again_is_among_the_queued_ones, |t| async move {
    let (outbox, admin) = (t.outbox(), t.admin().await);
    three(&t, &outbox).await;
    let failed = rows(&t, &outbox, "?state=failed").await;
    MailStore::new(outbox.clone()).send_again(&admin, failed[0].id).await.expect("queued");
    assert_eq!(to(&rows(&t, &outbox, "?state=queued").await), ["Jamie", "Zoë"]);
    assert!(rows(&t, &outbox, "?state=failed").await.is_empty());
});

both!(a_message_stays_on_the_list_when_the_person_is_gone, |t| async move {
    let outbox = t.outbox();
    three(&t, &outbox).await;
    t.database.pool().execute_unprepared("DELETE FROM person WHERE name = 'Kate'").await.expect("gone");
    assert_eq!(to(&rows(&t, &outbox, "?q=kate").await), ["Kate"]);
});
