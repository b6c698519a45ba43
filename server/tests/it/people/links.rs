//! One-time links: of invitations, and for forgotten passwords.

use super::{HERE, PASSWORD, active, choose, count, invite, latest_link};
use crate::support::{Posted, Test, both, letters};
use app::error::AppError;
use app::fields::Problem;
use app::people::{People, PersonState};
use app::session::Role;
use sea_orm::ConnectionTrait;
use sha2::{Digest, Sha256};
use std::net::IpAddr;
use std::time::Duration;

const NEW: &str = "another horse battery";
const MINUTE: Duration = Duration::from_mins(1);
const DAY: Duration = Duration::from_hours(24);

async fn forgot(t: &Test, email: &str) -> Result<(), AppError> {
    t.services().sessions.forgot_password(email, HERE).await
}

/// Waits for so many letters, which are written without anybody waiting.
async fn arrived(t: &Test, wanted: usize) -> Vec<Posted> {
    for _ in 0..500 {
        let posted = letters(t).await;
        if posted.len() >= wanted {
            return posted;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("there are no {wanted} letters");
}

/// Waits for a letter with another link than this one, and returns its link.
async fn replaced(t: &Test, older: &str) -> String {
    for _ in 0..500 {
        if let Some(latest) = letters(t).await.pop().filter(|latest| latest.link != older) {
            return latest.link;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("there is no newer letter");
}

/// State, reason, and whether there is a text of every message, oldest first.
async fn messages(t: &Test) -> Vec<(String, String, bool)> {
    let select =
        t.database.statement("SELECT state, last_error, body IS NOT NULL AS has_body FROM mail ORDER BY id", []);
    let rows = t.database.pool().query_all_raw(select).await.expect("messages");
    let text = |row: &sea_orm::QueryResult, column: &str| row.try_get::<String>("", column).expect("text");
    rows.iter()
        .map(|row| (text(row, "state"), text(row, "last_error"), row.try_get("", "has_body").expect("yes or no")))
        .collect()
}

fn taken_back(why: &str) -> (String, String, bool) {
    ("failed".to_owned(), format!("Not sent: {why}."), false)
}

fn queued() -> (String, String, bool) {
    ("queued".to_owned(), String::new(), true)
}

both!(letters_whose_link_holds_no_more_are_taken_back, |t| async move {
    let (admin, people) = (t.admin().await, t.people());
    let kate = invite(&t, &admin, "Kate Winslet", Role::Agent).await;
    invite(&t, &admin, "Curtis Stone", Role::Agent).await;
    // One that failed, and could be sent again, as well as one that waits.
    let fail = t.database.statement("UPDATE mail SET state = 'failed', last_error = '550 no' WHERE id = 1", []);
    t.database.pool().execute_raw(fail).await.expect("failed");
    people.invite_again(&admin, kate.id).await.expect("a new letter");
    let replaced = taken_back("a newer message took its place");
    assert_eq!(messages(&t).await, [replaced.clone(), queued(), queued()]);
    people.deactivate(&admin, kate.id).await.expect("deactivated");
    let gone = taken_back("the person was deactivated");
    assert_eq!(messages(&t).await, [replaced.clone(), queued(), gone.clone()]);
    for id in [1, 3] {
        let again = t.services().mail.send_again(&admin, id).await;
        assert_eq!(again.err(), Some(AppError::NotFound), "nobody can send it again");
    }
    // Who never had a password gets a new link, and using one takes the others back.
    assert_eq!(people.reactivate(&admin, kate.id).await.map(|back| back.state), Ok(PersonState::Invited));
    forgot(&t, &kate.email).await.expect("asked for");
    choose(&t, &arrived(&t, 3).await[1].link, PASSWORD).await.expect("a password");
    let chosen = taken_back("a password was chosen meanwhile");
    assert_eq!(messages(&t).await, [replaced, queued(), gone, chosen.clone(), chosen]);
    let failed = t.services().mail;
    let query = app::listing::ListQuery::from_query_string("?state=failed");
    assert_eq!(failed.list(admin.as_reader(), &query).await.expect("a page").rows.len(), 4, "found by their state");
});

both!(nobody_s_own_name_is_their_password, |t| async move {
    let admin = t.admin().await;
    let kate = invite(&t, &admin, "Kate Winslet", Role::Agent).await;
    let link = latest_link(&t).await;
    let own = Some(AppError::invalid("new_password", Problem::OwnName));
    for weak in ["kate.winslet", &*kate.email] {
        assert_eq!(choose(&t, &link, weak).await.err(), own, "{weak}");
    }
    let me = t.signed_in(&choose(&t, &link, PASSWORD).await.expect("a password").token).await;
    let changed = t.services().sessions.change_password(&me, PASSWORD, super::password("Kate Winslet 1"), HERE).await;
    assert_eq!(changed.err(), own);
});

both!(one_mailbox_in_two_spellings_is_one_account, |t| async move {
    let admin = t.admin().await;
    let spelt = |domain: &str| super::invitation("Zoe", &format!("zoe@{domain}"), Role::Agent);
    t.people().invite(&admin, spelt("b\u{fc}cher.test")).await.expect("invited");
    let twice = t.people().invite(&admin, spelt("xn--bcher-kva.test")).await;
    assert_eq!(twice.err(), Some(AppError::invalid("email", Problem::EmailTaken)));
});

/// Long enough for a letter that should not be written.
async fn a_while() {
    tokio::time::sleep(Duration::from_millis(300)).await;
}

both!(a_link_makes_a_password_and_signs_in_once, |t| async move {
    let admin = t.admin().await;
    let kate = invite(&t, &admin, "Kate Winslet", Role::Support).await;
    let link = latest_link(&t).await;
    let sessions = t.services().sessions;
    for _ in 0..2 {
        assert_eq!(sessions.person_of_link(&link).await.expect("looking uses nothing up").id, kate.id);
    }
    let session = choose(&t, &link, PASSWORD).await.expect("a password");
    assert_eq!(sessions.person_of(&session.token).await.expect("an answer").expect("signed in").id, kate.id);
    assert!(sessions.sign_in(&kate.email, PASSWORD, HERE).await.is_ok());
    assert_eq!(t.people().get(admin.as_reader(), kate.id).await.expect("Kate").state, PersonState::Active);
    assert_eq!(choose(&t, &link, NEW).await.err(), Some(AppError::LinkNotValid));
    assert_eq!(sessions.person_of_link(&link).await, Err(AppError::LinkNotValid));
    assert!(sessions.sign_in(&kate.email, PASSWORD, HERE).await.is_ok());
});

both!(of_several_uses_of_a_link_at_once_one_gets_through, |t| async move {
    let admin = t.admin().await;
    let kate = invite(&t, &admin, "Kate Winslet", Role::Agent).await;
    let link = latest_link(&t).await;
    let attempts: Vec<_> = (0..5)
        .map(|n| {
            let (sessions, link) = (t.services().sessions, link.clone());
            let password = super::password(&format!("{PASSWORD} {n}"));
            tokio::spawn(async move { (n, sessions.choose_password(&link, password, HERE).await) })
        })
        .collect();
    let mut through = Vec::new();
    for attempt in attempts {
        match attempt.await.expect("no panic") {
            (n, Ok(_)) => through.push(n),
            (_, Err(error)) => assert_eq!(error, AppError::LinkNotValid),
        }
    }
    assert_eq!(through.len(), 1);
    let chosen = format!("{PASSWORD} {}", through[0]);
    assert!(t.services().sessions.sign_in(&kate.email, &chosen, HERE).await.is_ok());
    assert_eq!(count(&t, "session WHERE person_id NOT IN (SELECT id FROM person WHERE role = 'admin')").await, 2);
});

both!(an_invitation_holds_for_a_week, |t| async move {
    let admin = t.admin().await;
    invite(&t, &admin, "Kate Winslet", Role::Agent).await;
    let link = latest_link(&t).await;
    t.clock.advance(7 * DAY - Duration::from_millis(1));
    assert!(t.services().sessions.person_of_link(&link).await.is_ok());
    t.clock.advance(Duration::from_millis(1));
    assert_eq!(t.services().sessions.person_of_link(&link).await, Err(AppError::LinkNotValid));
    assert_eq!(choose(&t, &link, PASSWORD).await.err(), Some(AppError::LinkNotValid));
});

both!(a_link_for_a_forgotten_password_holds_for_an_hour, |t| async move {
    let admin = t.admin().await;
    let (kate, _) = active(&t, &admin, "Kate Winslet", Role::Agent).await;
    forgot(&t, &kate.email).await.expect("asked for");
    let link = arrived(&t, 1).await[0].link.clone();
    t.clock.advance(60 * MINUTE - Duration::from_millis(1));
    assert!(t.services().sessions.person_of_link(&link).await.is_ok());
    t.clock.advance(Duration::from_millis(1));
    assert_eq!(choose(&t, &link, NEW).await.err(), Some(AppError::LinkNotValid));
});

both!(a_forgotten_password_is_replaced_and_every_old_session_ends, |t| async move {
    let admin = t.admin().await;
    let (kate, old) = active(&t, &admin, "Kate Winslet", Role::Agent).await;
    forgot(&t, &format!(" {} ", kate.email.to_uppercase())).await.expect("asked for");
    let posted = arrived(&t, 1).await;
    assert_eq!(posted[0].to, kate.email);
    let sessions = t.services().sessions;
    assert!(sessions.person_of(&old.token).await.expect("an answer").is_some(), "asking ends nothing");
    let new = choose(&t, &posted[0].link, NEW).await.expect("a new password");
    assert_eq!(sessions.person_of(&old.token).await, Ok(None));
    assert!(sessions.person_of(&new.token).await.expect("an answer").is_some());
    assert_eq!(sessions.sign_in(&kate.email, PASSWORD, HERE).await.err(), Some(AppError::WrongCredentials));
    assert!(sessions.sign_in(&kate.email, NEW, HERE).await.is_ok());
});

both!(a_newer_link_ends_the_older_one_and_using_one_ends_all, |t| async move {
    let admin = t.admin().await;
    let kate = invite(&t, &admin, "Kate Winslet", Role::Agent).await;
    let invitation = latest_link(&t).await;
    // Somebody who never used the invitation gets in this way, too.
    forgot(&t, &kate.email).await.expect("asked for");
    let older = arrived(&t, 2).await[1].link.clone();
    forgot(&t, &kate.email).await.expect("asked for");
    let newer = replaced(&t, &older).await;
    let (invitation, older, newer) = (&invitation, &older, &newer);
    assert_eq!(choose(&t, older, PASSWORD).await.err(), Some(AppError::LinkNotValid));
    assert!(t.services().sessions.person_of_link(invitation).await.is_ok());
    choose(&t, newer, PASSWORD).await.expect("a password");
    assert_eq!(choose(&t, invitation, NEW).await.err(), Some(AppError::LinkNotValid));
    assert_eq!(count(&t, "one_time_link").await, 0);
});

both!(a_deactivated_person_s_links_end_and_stay_ended, |t| async move {
    let admin = t.admin().await;
    let kate = invite(&t, &admin, "Kate Winslet", Role::Agent).await;
    let link = latest_link(&t).await;
    t.people().deactivate(&admin, kate.id).await.expect("deactivated");
    assert_eq!(choose(&t, &link, PASSWORD).await.err(), Some(AppError::LinkNotValid));
    t.people().reactivate(&admin, kate.id).await.expect("reactivated");
    assert_eq!(choose(&t, &link, PASSWORD).await.err(), Some(AppError::LinkNotValid));
    t.people().invite_again(&admin, kate.id).await.expect("a new letter");
    assert!(choose(&t, &latest_link(&t).await, PASSWORD).await.is_ok());
});

both!(an_own_change_of_the_password_ends_links, |t| async move {
    let admin = t.admin().await;
    let (kate, session) = active(&t, &admin, "Kate Winslet", Role::Agent).await;
    forgot(&t, &kate.email).await.expect("asked for");
    let link = arrived(&t, 1).await[0].link.clone();
    let me = t.signed_in(&session.token).await;
    let changed = t.services().sessions.change_password(&me, PASSWORD, super::password(NEW), HERE).await;
    assert_eq!(changed, Ok(()));
    assert_eq!(choose(&t, &link, PASSWORD).await.err(), Some(AppError::LinkNotValid));
});

both!(an_unknown_address_looks_as_a_known_one_does, |t| async move {
    let admin = t.admin().await;
    let (kate, _) = active(&t, &admin, "Kate Winslet", Role::Agent).await;
    let (gone, _) = active(&t, &admin, "Curtis Stone", Role::Agent).await;
    t.people().deactivate(&admin, gone.id).await.expect("deactivated");
    let huge = "x".repeat(100_000);
    for email in [&*gone.email, "nobody@switchroom.test", "", "a\0b", "%", &huge, &*kate.email] {
        assert_eq!(forgot(&t, email).await, Ok(()), "{email:.30}");
    }
    arrived(&t, 1).await;
    a_while().await;
    let to: Vec<String> = letters(&t).await.into_iter().map(|letter| letter.to).collect();
    assert_eq!(to, [kate.email]);
});

both!(letters_for_a_forgotten_password_are_slowed_down_alike_for_every_account, |t| async move {
    let admin = t.admin().await;
    let (kate, _) = active(&t, &admin, "Kate Winslet", Role::Agent).await;
    for email in [&*kate.email, "nobody@switchroom.test"] {
        for _ in 0..5 {
            assert_eq!(forgot(&t, email).await, Ok(()));
        }
        assert_eq!(forgot(&t, email).await, Err(AppError::TooManyAttempts { retry_after: 5 }));
    }
    // Signing in is another matter.
    assert!(t.services().sessions.sign_in(&kate.email, PASSWORD, HERE).await.is_ok());
    t.clock.advance(Duration::from_secs(5));
    assert_eq!(forgot(&t, &kate.email).await, Ok(()));
});

both!(an_address_that_asks_for_many_accounts_has_to_wait, |t| async move {
    let sessions = t.services().sessions;
    for n in 0..20 {
        assert_eq!(sessions.forgot_password(&format!("a{n}@switchroom.test"), HERE).await, Ok(()));
    }
    let one_more = sessions.forgot_password("b@switchroom.test", HERE).await;
    assert_eq!(one_more, Err(AppError::TooManyAttempts { retry_after: 5 }));
    let elsewhere = IpAddr::from([198, 51, 100, 7]);
    assert_eq!(sessions.forgot_password("b@switchroom.test", elsewhere).await, Ok(()));
});

both!(a_made_up_link_is_nobody_s, |t| async move {
    let admin = t.admin().await;
    invite(&t, &admin, "Kate Winslet", Role::Agent).await;
    let real = latest_link(&t).await;
    for link in ["", "x", "\0", "%", &real[..42], &format!("{real}x"), &"x".repeat(1_000_000)] {
        assert_eq!(t.services().sessions.person_of_link(link).await, Err(AppError::LinkNotValid));
        assert_eq!(choose(&t, link, PASSWORD).await.err(), Some(AppError::LinkNotValid));
    }
});

both!(a_flood_of_made_up_links_costs_no_hashing, |t| async move {
    let sessions = t.services().sessions;
    // More than may wait for a hash: those beyond would be told to try later.
    let flood: Vec<_> = (0..200)
        .map(|n| {
            let sessions = sessions.clone();
            let password = super::password(PASSWORD);
            tokio::spawn(async move { sessions.choose_password(&format!("link {n}"), password, HERE).await })
        })
        .collect();
    for attempt in flood {
        assert_eq!(attempt.await.expect("no panic").err(), Some(AppError::LinkNotValid));
    }
});

both!(of_a_link_the_database_has_the_hash, |t| async move {
    let admin = t.admin().await;
    invite(&t, &admin, "Kate Winslet", Role::Agent).await;
    let link = latest_link(&t).await;
    let select = t.database.statement("SELECT * FROM one_time_link", []);
    let row = t.database.pool().query_one_raw(select).await.expect("an answer").expect("a link");
    let kept: Vec<u8> = row.try_get("", "link_hash").expect("bytes");
    assert_eq!(kept, Sha256::digest(link.as_bytes()).to_vec());
    assert_eq!(row.column_names().len(), 5);
    let purpose: String = row.try_get("", "purpose").expect("text");
    assert_eq!(purpose, "invitation");
});

both!(expired_links_are_deleted_when_the_next_one_is_made, |t| async move {
    let admin = t.admin().await;
    invite(&t, &admin, "Kate Winslet", Role::Agent).await;
    t.clock.advance(8 * DAY);
    invite(&t, &admin, "Curtis Stone", Role::Agent).await;
    assert_eq!(count(&t, "one_time_link").await, 1);
});
