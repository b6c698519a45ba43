//! The program itself, killed in the middle of **All agents**.

use crate::support::{Process, Test, both, browser, finish};
use app::sip_phones::{Progress, Waiting};
use http::StatusCode;
use sea_orm::ConnectionTrait;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

const PEOPLE: i64 = 2_000;
const EMAIL: &str = "ada@a.test";
const PASSWORD: &str = "correct horse battery";

/// Messages by their address, each with its Message-IDs.
fn mails(t: &Test) -> BTreeMap<String, Vec<String>> {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in std::fs::read_dir(t.outbox_folder()).expect("the folder") {
        let path = file.expect("a file").path();
        if path.extension().is_some_and(|kind| kind == "eml") {
            let content = std::fs::read_to_string(path).expect("a message");
            let header = |name: &str| {
                let line = content.lines().find_map(|line| line.strip_prefix(name)).expect(name);
                line.trim().to_owned()
            };
            all.entry(header("To:")).or_default().push(header("Message-ID:"));
        }
    }
    all
}

async fn sign_in(process: &Process) -> String {
    let fields = [("email", EMAIL), ("password", PASSWORD)];
    browser(&process.base).call("session/sign-in", &fields).await.cookie()
}

both!(killed_at_any_moment_everybody_gets_credentials_once_and_a_letter, |t| async move {
    let said = finish(t.command(&["seed", "--people", &PEOPLE.to_string()]), "");
    assert!(said.status.success(), "{said:?}");
    t.create_admin(EMAIL, PASSWORD).await;
    let mut process = t.start();
    let cookie = sign_in(&process).await;
    let begun = browser(&process.base).with_cookie(&cookie);
    let fields = [("all", "yes"), ("receiving", "yes")];
    assert_eq!(begun.call("sip-phones/add", &fields).await.status, StatusCode::OK);
    let phones = "SELECT count(*) FROM sip_phone";
    let mut kills = 0;
    let mut steps = Vec::new();
    while t.number("SELECT count(*) FROM job WHERE state = 'running'").await > 0 {
        // Ever other moments of a step.
        tokio::time::sleep(Duration::from_millis(500 + (kills * 613) % 2_300)).await;
        process.signal("KILL");
        drop(process);
        steps.push(t.number(phones).await);
        process = t.start();
        kills += 1;
        assert!(kills < 100, "nothing gets done: {steps:?}");
    }
    assert!(kills >= 3, "killed {kills} times: {steps:?}");
    let end = Instant::now() + Duration::from_secs(240);
    while t.number("SELECT count(*) FROM mail WHERE state <> 'sent'").await > 0 {
        assert!(Instant::now() < end, "letters are left");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let waiting = browser(&process.base).with_cookie(&cookie).call("sip-phones/waiting", &[]).await;
    if let Some(progress) = waiting.json::<Waiting>().all {
        assert_eq!(progress, Progress { done: 2_000, total: 2_000, finished: true });
    }
    for (what, number) in [
        (phones, PEOPLE),
        ("SELECT count(DISTINCT person_id) FROM sip_phone", PEOPLE),
        ("SELECT count(DISTINCT user_name_key) FROM sip_phone", PEOPLE),
        ("SELECT count(DISTINCT password) FROM sip_phone", PEOPLE),
        ("SELECT count(*) FROM credentials_link", PEOPLE),
        ("SELECT count(*) FROM mail", PEOPLE),
        ("SELECT count(*) FROM sip_phone WHERE credentials = 'sent'", PEOPLE),
    ] {
        assert_eq!(t.number(what).await, number, "{what}");
    }
    let mails = mails(&t);
    let addresses = t.database.statement("SELECT email FROM sip_phone", []);
    for row in t.database.pool().query_all_raw(addresses).await.expect("addresses") {
        let email: String = row.try_get("", "email").expect("an address");
        let sent = mails.iter().find(|(to, _)| to.contains(&email)).map(|(_, ids)| ids);
        let sent = sent.unwrap_or_else(|| panic!("no letter to {email}"));
        assert!(sent.iter().all(|id| *id == sent[0]), "a double has the same Message-ID");
    }
    process.signal("TERM");
    assert!(process.wait().0.success());
});

both!(phones_are_made_up_at_the_console, |t| async move {
    for (people, phones) in [("0", "30"), ("40", "20")] {
        let said = finish(t.command(&["seed", "--people", people, "--phones", phones]), "");
        assert!(said.status.success() && said.stdout.contains(&format!("{phones} SIP phones in ")), "{said:?}");
        assert_eq!(t.number("SELECT count(*) FROM sip_phone").await, 30, "the same ones each time");
    }
    assert_eq!(t.number("SELECT count(*) FROM person WHERE NOT has_phone").await, 10);
    assert_eq!(t.number("SELECT count(*) FROM mail").await, 0);
});
