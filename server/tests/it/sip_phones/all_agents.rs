//! **All agents**: everybody who is without, once.

use crate::support::{Test, both};
use app::listing::Total;
use app::session::Role;
use app::sip_phones::{Progress, SipPhones};
use server::clock::Clock;
use server::session::seed_people;
use std::time::Duration;

async fn agents(t: &Test, number: u64) {
    seed_people(&t.database, &Clock::fixed(0), number, false).await.expect("people");
}

/// Each person has one phone, one letter and one link, and the numbers of people say so.
async fn everybody_has_one(t: &Test, number: i64) {
    for table in ["sip_phone", "credentials_link", "mail"] {
        assert_eq!(t.number(&format!("SELECT count(*) FROM {table}")).await, number, "{table}");
    }
    assert_eq!(t.number("SELECT count(DISTINCT person_id) FROM mail").await, number);
    assert_eq!(t.number("SELECT count(DISTINCT mail_id) FROM sip_phone").await, number);
    assert_eq!(t.number("SELECT count(*) FROM person WHERE has_phone").await, number);
}

both!(all_agents_takes_exactly_the_rest, |t| async move {
    let (admin, phones) = (t.admin().await, t.phones());
    assert_eq!(phones.waiting(admin.as_reader()).await.map(|waiting| waiting.all), Ok(None));
    let nobody = phones.add_all(&admin, true).await;
    assert_eq!(nobody, Ok(Progress { done: 0, total: 0, finished: true }));
    t.agent_with_phone(&admin, "Curtis Stone").await;
    t.add_person("Sam Support", "sam@a.test", Role::Support).await;
    agents(&t, 250).await;
    let begun = Progress { done: 0, total: 250, finished: false };
    assert_eq!(phones.add_all(&admin, false).await, Ok(begun));
    // Whoever asks once more, and for something else, is told of the one under way.
    assert_eq!(phones.add_all(&admin, true).await, Ok(begun));
    assert_eq!(t.phones().waiting(admin.as_reader()).await.map(|waiting| waiting.all), Ok(Some(begun)));
    // Added later: somebody has to give it to them.
    let late = t.agent("Late Comer").await;
    let giving = t.give(t.phones());
    t.wait_for_job().await;
    giving.stop().await;
    let ended = Progress { done: 250, total: 250, finished: true };
    assert_eq!(phones.waiting(admin.as_reader()).await.map(|waiting| waiting.all), Ok(Some(ended)));
    everybody_has_one(&t, 251).await;
    assert_eq!(t.number("SELECT count(*) FROM sip_phone WHERE receiving").await, 1);
    let left = phones.candidates(&admin, "").await.expect("candidates");
    assert_eq!((left.without, left.people[0].person), (Total::Exactly(1), late));
    t.clock.advance(Duration::from_secs(61));
    assert_eq!(phones.waiting(admin.as_reader()).await.map(|waiting| waiting.all), Ok(None));
});

both!(begun_by_many_at_once_it_is_one_job, |t| async move {
    let admin = t.admin().await;
    agents(&t, 120).await;
    let beginning: Vec<_> = (0..8)
        .map(|_| {
            let (phones, admin) = (t.phones(), admin.clone());
            tokio::spawn(async move { phones.add_all(&admin, true).await })
        })
        .collect();
    for beginning in beginning {
        assert_eq!(beginning.await.expect("no panic").map(|progress| progress.total), Ok(120));
    }
    assert_eq!(t.number("SELECT count(*) FROM job").await, 1);
    let workers = [t.give(t.phones()), t.give(t.phones()), t.give(t.phones())];
    t.wait_for_job().await;
    for worker in workers {
        worker.stop().await;
    }
    everybody_has_one(&t, 120).await;
});

both!(who_gets_a_phone_meanwhile_is_not_done_twice, |t| async move {
    let (admin, phones) = (t.admin().await, t.phones());
    agents(&t, 600).await;
    phones.add_all(&admin, true).await.expect("begun");
    let workers = [t.give(t.phones()), t.give(t.phones())];
    let mut added = 0;
    for person in (10..600).step_by(37) {
        match phones.add(&admin, &[person], true).await {
            Ok(one) => added += one,
            Err(error) => assert!(
                error.words().ends_with("already has SIP access.") || error.words().contains("agent"),
                "{error:?}"
            ),
        }
    }
    t.wait_for_job().await;
    for worker in workers {
        worker.stop().await;
    }
    everybody_has_one(&t, 600).await;
    let progress =
        phones.waiting(admin.as_reader()).await.map(|waiting| waiting.all).expect("an answer").expect("a job");
    assert_eq!((progress.done, progress.done + added, progress.finished), (progress.total, 600, true));
});

both!(workers_that_are_cut_off_lose_nobody_and_double_nobody, |t| async move {
    const PEOPLE: u64 = 400;
    let admin = t.admin().await;
    agents(&t, PEOPLE).await;
    t.phones().add_all(&admin, true).await.expect("begun");
    let mut kills = 0_u64;
    while t.number("SELECT count(*) FROM job WHERE state = 'running'").await > 0 {
        let giving = t.give(t.phones());
        // Cut off at ever other points of a step, or of the one after it.
        tokio::time::sleep(Duration::from_millis(20 + (kills * 379) % 1_900)).await;
        giving.kill().await;
        kills += 1;
        assert!(kills < 300, "nothing gets done");
    }
    everybody_has_one(&t, 400).await;
    let progress =
        t.phones().waiting(admin.as_reader()).await.map(|waiting| waiting.all).expect("an answer").expect("a job");
    assert_eq!(progress, Progress { done: PEOPLE, total: PEOPLE, finished: true });
});
