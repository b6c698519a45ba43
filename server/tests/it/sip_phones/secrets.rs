//! What must not be found, byte by byte.

use super::latest_link;
use crate::support::{Backend, Test, both, letters, settings};
use app::sip_phones::SipPhones;
use sea_orm::ConnectionTrait;

/// Everything that is in the database, as bytes: its files, or on PostgreSQL its rows as text.
async fn bytes(t: &Test) -> Vec<u8> {
    if t.backend == Backend::Sqlite {
        let files = ["switchroom.sqlite", "switchroom.sqlite-wal"].map(|name| t.folder.path().join(name));
        return files.iter().filter_map(|file| std::fs::read(file).ok()).flatten().collect();
    }
    let tables = "SELECT table_name::text AS name FROM information_schema.tables WHERE table_schema = 'public'";
    let tables = t.database.pool().query_all_raw(t.database.statement(tables, [])).await.expect("the tables");
    let mut all = Vec::new();
    for table in tables {
        let name: String = table.try_get("", "name").expect("a name");
        let rows = format!("SELECT row_to_json(r)::text AS line FROM {name} r");
        for row in t.database.pool().query_all_raw(t.database.statement(&rows, [])).await.expect("rows") {
            all.extend(row.try_get::<String>("", "line").expect("text").into_bytes());
        }
    }
    all
}

both!(neither_passwords_nor_links_are_in_the_database, |t| async move {
    let (admin, outbox) = (t.admin().await, t.outbox());
    let phones = t.phones_with(&outbox);
    let mut people = Vec::new();
    for number in 0..5 {
        people.push(t.agent(&format!("Agent {number}")).await);
    }
    phones.add(&admin, &people, true).await.expect("phones");
    let posted = letters(&t).await;
    assert_eq!(posted.len(), 5);
    let mut secrets: Vec<String> = posted.iter().map(|letter| letter.link.clone()).collect();
    let working = t.work(&outbox, &settings(""));
    t.wait_for_state("sent", 5).await;
    for letter in &posted[..3] {
        let shown = phones.open(&letter.link).await.expect("the password");
        secrets.push(shown.password);
    }
    let row = &t.listed(&admin, "").await[4];
    phones.resend(&admin, &[row.id]).await.expect("a letter");
    secrets.push(latest_link(&t, &row.email).await);
    t.wait_for_state("sent", 6).await;
    working.stop().await;
    let all = bytes(&t).await;
    assert!(all.windows(8).any(|window| window == b"agent.4@"), "the rows are there");
    for secret in &secrets {
        assert!(!all.windows(secret.len()).any(|window| window == secret.as_bytes()), "a secret is in the database");
    }
    assert_eq!(t.number("SELECT count(*) FROM mail WHERE body IS NOT NULL").await, 0);
});
