//! SIP user names: made, and apart from each other.

use super::{unchanged, user_name};
use crate::support::both;
use app::fields::PhoneUserName;
use app::session::Role;
use app::sip_phones::{PhoneChange, SipPhones};
use std::collections::BTreeSet;

both!(people_who_are_called_the_same_are_numbered, |t| async move {
    let (admin, phones) = (t.admin().await, t.phones());
    for number in 0..3 {
        let person = t.add_person("Zoë Łęcka", &format!("z{number}@a.test"), Role::Agent).await;
        phones.add(&admin, &[person], true).await.expect("a phone");
    }
    let names: Vec<_> = t.listed(&admin, "?sort=user_name").await.into_iter().map(|row| row.user_name).collect();
    assert_eq!(names, ["zoe.lecka", "zoe.lecka.2", "zoe.lecka.3"]);
});

both!(thousands_who_are_called_the_same_all_get_a_name_at_once, |t| async move {
    const PEOPLE: usize = 600;
    let (admin, phones) = (t.admin().await, t.phones());
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        people.push(t.add_person("Ada Abel", &format!("a{number}@a.test"), Role::Agent).await);
    }
    // Somebody has chosen every third of the names to come, in capital letters.
    let (first, rest) = people.split_at(100);
    phones.add(&admin, first, true).await.expect("phones");
    let rows = t.listed(&admin, "?size=100").await;
    assert_eq!(rows.len(), 100);
    for (at, row) in rows.iter().enumerate() {
        let change = PhoneChange { user_name: user_name(&format!("ADA.Abel.{}", 200 + 3 * at)), ..unchanged(row) };
        phones.update(&admin, row.id, 1, change).await.expect("renamed");
    }
    assert_eq!(phones.add(&admin, rest, true).await, Ok(500));
    let mut keys = BTreeSet::new();
    for query in ["?size=100", "?size=100&sort=-user_name"] {
        keys.extend(t.listed(&admin, query).await.into_iter().map(|row| row.user_name.to_lowercase()));
    }
    assert!(keys.iter().all(|key| key.starts_with("ada.abel")));
    assert_eq!(t.number("SELECT count(DISTINCT lower(user_name)) FROM sip_phone").await, 600);
    assert_eq!(t.number("SELECT count(*) FROM sip_phone WHERE user_name_key = lower(user_name)").await, 600);
});

both!(people_who_are_called_the_same_and_added_at_once_are_all_named, |t| async move {
    let admin = t.admin().await;
    let mut adding = Vec::new();
    for group in 0..6 {
        let mut people = Vec::new();
        for number in 0..20 {
            let name = if number % 2 == 0 { "Ada Abel" } else { "Bea Brandt" };
            people.push(t.add_person(name, &format!("a{group}-{number}@a.test"), Role::Agent).await);
        }
        let (phones, admin) = (t.phones(), admin.clone());
        adding.push(tokio::spawn(async move { phones.add(&admin, &people, true).await }));
    }
    for adding in adding {
        assert_eq!(adding.await.expect("no panic"), Ok(20));
    }
    assert_eq!(t.number("SELECT count(DISTINCT user_name_key) FROM sip_phone").await, 120);
});

both!(two_who_want_the_same_name_at_once_are_told_apart, |t| async move {
    let admin = t.admin().await;
    let curtis = t.agent_with_phone(&admin, "Curtis Stone").await;
    let jamie = t.agent_with_phone(&admin, "Jamie Oliver").await;
    for round in 0..8 {
        let wanted = format!("wanted-{round}");
        let (one, other) = (t.phones(), t.phones());
        let now = [t.phone_of(&admin, curtis.person).await, t.phone_of(&admin, jamie.person).await];
        let change = |row| PhoneChange { user_name: user_name(&wanted), ..unchanged(row) };
        let (one, other) = tokio::join!(
            one.update(&admin, curtis.id, now[0].version, change(&now[0])),
            other.update(&admin, jamie.id, now[1].version, change(&now[1])),
        );
        assert_eq!([&one, &other].iter().filter(|outcome| outcome.is_ok()).count(), 1);
        let error = [one, other].into_iter().find_map(Result::err).expect("one lost");
        assert!(error.field("user_name").is_some(), "{error:?}");
    }
});

both!(whatever_somebody_is_called_there_is_a_name, |t| async move {
    let (admin, phones) = (t.admin().await, t.phones());
    let long = "x".repeat(100);
    let names =
        ["山田 太郎", "***", "...", "O'Brien, \"Kate\"", &long, &long, "Ελένη", "\u{e000}\u{e001}", "a:b@c", "-"];
    let mut people = Vec::new();
    for (at, name) in names.iter().enumerate() {
        people.push(t.add_person(name, &format!("*{at}@a.test"), Role::Agent).await);
    }
    assert_eq!(phones.add(&admin, &people, true).await, Ok(10));
    for row in t.listed(&admin, "").await {
        assert!(PhoneUserName::parse(&row.user_name).is_ok(), "{row:?}");
    }
    let kate = &t.listed(&admin, "?q=obrien.kate").await[0];
    let edge = PhoneChange { user_name: user_name(&"9".repeat(64)), ..unchanged(kate) };
    let edge = phones.update(&admin, kate.id, 1, edge).await.expect("64 characters");
    assert_eq!(edge.user_name.len(), 64);
});
