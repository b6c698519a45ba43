//! Set-up, sign-in, sessions and the own password, below HTTP.

mod throttling;

use crate::support::{Test, both};
use app::error::AppError;
use app::fields::{EmailAddress, NewPassword, PersonName, Problem};
use app::session::{NewSession, Role, SessionToken, Sessions};
use sea_orm::ConnectionTrait;
use server::session::{create_admin, new_link, seed_people};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

const EMAIL: &str = "ada@switchroom.test";
const PASSWORD: &str = "correct horse battery";
const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));
const ELSEWHERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(198, 51, 100, 7));
const DAY: Duration = Duration::from_hours(24);

async fn set_up(sessions: &Arc<dyn Sessions>, link: &str, email: &str) -> Result<NewSession, AppError> {
    let name = PersonName::parse("Ada Admin").expect("a name");
    let email = EmailAddress::parse(email).expect("an address");
    let password = NewPassword::parse(PASSWORD).expect("a password");
    sessions.set_up(link, name, email, password, HERE).await
}

async fn link(t: &Test) -> String {
    new_link(&t.database, &t.clock).await.expect("an answer").expect("a link")
}

both!(the_link_makes_the_first_administrator_and_signs_in, |t| async move {
    let sessions = t.services().sessions;
    assert_eq!(sessions.set_up_needed().await, Ok(true));
    let session = set_up(&sessions, &link(&t).await, EMAIL).await.expect("the first administrator");
    let person = sessions.person_of(&session.token).await.expect("an answer").expect("somebody");
    assert_eq!((person.name.as_str(), person.email.as_str(), person.role), ("Ada Admin", EMAIL, Role::Admin));
    assert_eq!(sessions.set_up_needed().await, Ok(false));
    assert!(sessions.sign_in(EMAIL, PASSWORD, HERE).await.is_ok());
});

both!(a_link_works_once_and_no_other_one_works_after_it, |t| async move {
    let sessions = t.services().sessions;
    let (first, second) = (link(&t).await, link(&t).await);
    set_up(&sessions, &second, EMAIL).await.expect("the first administrator");
    for used in [&first, &second] {
        assert_eq!(set_up(&sessions, used, "eve@switchroom.test").await.err(), Some(AppError::LinkNotValid));
    }
    assert_eq!(new_link(&t.database, &t.clock).await, Ok(None));
});

both!(a_made_up_link_is_refused, |t| async move {
    let sessions = t.services().sessions;
    let real = link(&t).await;
    for link in ["", "x", "\0", "%", &real[..42], &format!("{real}x"), &"x".repeat(1_000_000)] {
        assert_eq!(set_up(&sessions, link, EMAIL).await.err(), Some(AppError::LinkNotValid));
    }
});

both!(of_many_set_ups_at_once_one_makes_the_administrator, |t| async move {
    let links = [link(&t).await, link(&t).await];
    // Each from a server of its own, as on a shared PostgreSQL.
    let attempts: Vec<_> = (0..6)
        .map(|n| {
            let (sessions, link) = (t.services().sessions, links[n % 2].clone());
            tokio::spawn(async move { set_up(&sessions, &link, &format!("ada{n}@switchroom.test")).await })
        })
        .collect();
    let mut made = 0;
    for attempt in attempts {
        match attempt.await.expect("no panic") {
            Ok(_) => made += 1,
            Err(error) => assert_eq!(error, AppError::LinkNotValid),
        }
    }
    assert_eq!(made, 1);
    assert_eq!(count(&t, "person").await, 1);
});

both!(only_the_latest_links_hold, |t| async move {
    let sessions = t.services().sessions;
    let oldest = link(&t).await;
    for _ in 0..10 {
        t.clock.advance(Duration::from_secs(1));
        link(&t).await;
    }
    assert_eq!(set_up(&sessions, &oldest, EMAIL).await.err(), Some(AppError::LinkNotValid));
    assert_eq!(count(&t, "setting").await, 10);
});

both!(an_administrator_made_at_the_console_ends_the_set_up, |t| async move {
    let sessions = t.services().sessions;
    let link = link(&t).await;
    t.create_admin(EMAIL, PASSWORD).await;
    assert_eq!(sessions.set_up_needed().await, Ok(false));
    assert_eq!(set_up(&sessions, &link, "eve@switchroom.test").await.err(), Some(AppError::LinkNotValid));
});

both!(an_address_that_differs_only_in_case_is_taken, |t| async move {
    t.create_admin(EMAIL, PASSWORD).await;
    let name = PersonName::parse("Ada").expect("a name");
    let email = EmailAddress::parse("ADA@Switchroom.test").expect("an address");
    let password = NewPassword::parse(PASSWORD).expect("a password");
    let again = create_admin(&t.database, &t.clock, &name, &email, &password).await;
    assert_eq!(again, Err(AppError::invalid("email", Problem::EmailTaken)));
});

both!(the_case_of_the_address_does_not_matter_at_sign_in, |t| async move {
    t.create_admin(EMAIL, PASSWORD).await;
    assert!(t.services().sessions.sign_in(" ADA@switchroom.TEST ", PASSWORD, HERE).await.is_ok());
});

both!(wrong_and_unknown_are_told_apart_by_nothing, |t| async move {
    t.create_admin(EMAIL, PASSWORD).await;
    let sessions = t.services().sessions;
    let huge = "x".repeat(1_000_000);
    for (email, password) in [
        (EMAIL, "wrong"),
        (EMAIL, ""),
        (EMAIL, huge.as_str()),
        (EMAIL, "\0"),
        ("nobody@switchroom.test", PASSWORD),
        ("nobody@switchroom.test\0", PASSWORD),
        ("", ""),
        (huge.as_str(), PASSWORD),
    ] {
        let error = sessions.sign_in(email, password, HERE).await.expect_err("nobody");
        assert_eq!(error, AppError::WrongCredentials);
    }
});

both!(a_session_outlives_the_server, |t| async move {
    t.create_admin(EMAIL, PASSWORD).await;
    let session = t.services().sessions.sign_in(EMAIL, PASSWORD, HERE).await.expect("a session");
    let after_restart = t.services().sessions;
    assert!(after_restart.person_of(&session.token).await.expect("an answer").is_some());
});

both!(a_session_ends_when_its_person_signs_out, |t| async move {
    let sessions = t.services().sessions;
    let (ended, other) = (t.session_of(Role::Admin).await, t.session_of(Role::Admin).await);
    sessions.sign_out(&ended).await.expect("signed out");
    sessions.sign_out(&ended).await.expect("no harm");
    assert_eq!(sessions.person_of(&ended).await, Ok(None));
    assert!(sessions.person_of(&other).await.expect("an answer").is_some());
});

both!(what_is_no_token_is_nobody_s, |t| async move {
    let sessions = t.services().sessions;
    for token in ["", "x", "\0", "' OR 1=1 --", &"x".repeat(100_000)] {
        assert_eq!(sessions.person_of(&SessionToken(token.to_owned())).await, Ok(None));
    }
});

both!(the_token_itself_is_not_in_the_database, |t| async move {
    t.create_admin(EMAIL, PASSWORD).await;
    let session = t.services().sessions.sign_in(EMAIL, PASSWORD, HERE).await.expect("a session");
    let row = t.database.pool().query_one_raw(t.database.statement("SELECT token_hash FROM session", [])).await;
    let kept: Vec<u8> = row.expect("an answer").expect("a session").try_get_by(0).expect("bytes");
    assert_eq!(kept.len(), 32);
    assert_ne!(kept, session.token.0.as_bytes());
});

both!(a_session_that_is_not_used_ends_after_two_weeks, |t| async move {
    let sessions = t.services().sessions;
    let token = t.session_of(Role::Support).await;
    t.clock.advance(14 * DAY);
    assert_eq!(sessions.person_of(&token).await, Ok(None));
});

both!(a_session_in_use_goes_on_but_not_for_ever, |t| async move {
    let sessions = t.services().sessions;
    let token = t.session_of(Role::Support).await;
    for day in (0..90).step_by(10) {
        assert!(sessions.person_of(&token).await.expect("an answer").is_some(), "day {day}");
        noted(&t).await;
        t.clock.advance(10 * DAY);
    }
    assert_eq!(sessions.person_of(&token).await, Ok(None));
});

both!(using_a_session_writes_at_most_once_a_minute, |t| async move {
    let sessions = t.services().sessions;
    let token = t.session_of(Role::Support).await;
    let start = t.clock.now();
    t.clock.advance(Duration::from_secs(59));
    sessions.person_of(&token).await.expect("an answer");
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(last_seen(&t).await, start);
    t.clock.advance(Duration::from_secs(1));
    sessions.person_of(&token).await.expect("an answer");
    noted(&t).await;
});

both!(a_deactivated_person_is_signed_out_and_cannot_sign_in, |t| async move {
    t.create_admin(EMAIL, PASSWORD).await;
    let sessions = t.services().sessions;
    let session = sessions.sign_in(EMAIL, PASSWORD, HERE).await.expect("a session");
    let statement = t.database.statement("UPDATE person SET active = $1", [false.into()]);
    t.database.pool().execute_raw(statement).await.expect("deactivated");
    assert_eq!(sessions.person_of(&session.token).await, Ok(None));
    let again = sessions.sign_in(EMAIL, PASSWORD, HERE).await;
    assert_eq!(again.err(), Some(AppError::WrongCredentials));
});

both!(a_person_without_a_password_cannot_sign_in, |t| async move {
    seed_people(&t.database, &t.clock, 3, false).await.expect("agents");
    let sessions = t.services().sessions;
    assert_eq!(count(&t, "person").await, 3);
    let error = sessions.sign_in("ada.abel.0@callcentre.test", "", HERE).await.expect_err("no password");
    assert_eq!(error, AppError::WrongCredentials);
});

both!(a_changed_password_ends_the_other_sessions, |t| async move {
    t.create_admin(EMAIL, PASSWORD).await;
    let sessions = t.services().sessions;
    let mine = sessions.sign_in(EMAIL, PASSWORD, HERE).await.expect("a session").token;
    let other = sessions.sign_in(EMAIL, PASSWORD, HERE).await.expect("a session").token;
    let me = t.signed_in(&mine).await;
    let new = NewPassword::parse("another horse battery").expect("a password");
    sessions.change_password(&me, PASSWORD, new, HERE).await.expect("changed");
    assert!(sessions.person_of(&mine).await.expect("an answer").is_some());
    assert_eq!(sessions.person_of(&other).await, Ok(None));
    assert_eq!(sessions.sign_in(EMAIL, PASSWORD, HERE).await.err(), Some(AppError::WrongCredentials));
    assert!(sessions.sign_in(EMAIL, "another horse battery", HERE).await.is_ok());
});

both!(the_old_password_is_asked_for_and_cannot_be_guessed, |t| async move {
    t.create_admin(EMAIL, PASSWORD).await;
    let sessions = t.services().sessions;
    let token = sessions.sign_in(EMAIL, PASSWORD, HERE).await.expect("a session").token;
    let me = t.signed_in(&token).await;
    let new = || NewPassword::parse("another horse battery").expect("a password");
    for _ in 0..5 {
        let wrong = sessions.change_password(&me, "wrong", new(), HERE).await;
        assert_eq!(wrong, Err(AppError::invalid("current_password", Problem::WrongPassword)));
    }
    let slowed = sessions.change_password(&me, PASSWORD, new(), HERE).await;
    assert_eq!(slowed, Err(AppError::TooManyAttempts { retry_after: 5 }));
    // Whoever has the session cannot keep its owner from signing in.
    assert!(sessions.sign_in(EMAIL, PASSWORD, ELSEWHERE).await.is_ok());
});

both!(the_demo_can_be_seeded_twice, |t| async move {
    for _ in 0..2 {
        seed_people(&t.database, &t.clock, 2_500, true).await.expect("people");
    }
    assert_eq!(count(&t, "person").await, 2_505);
    let session = t.services().sessions.sign_in("sam.support@switchroom.test", "switchroom-demo", HERE).await;
    let token = session.expect("a session").token;
    let sam = t.services().sessions.person_of(&token).await.expect("an answer").expect("Sam");
    assert_eq!((sam.name.as_str(), sam.role), ("Sam Support", Role::Support));
});

async fn count(t: &Test, table: &str) -> i64 {
    let select = t.database.statement(&format!("SELECT count(*) FROM {table}"), []);
    let row = t.database.pool().query_one_raw(select).await.expect("an answer").expect("a row");
    row.try_get_by(0).expect("a number")
}

async fn last_seen(t: &Test) -> i64 {
    let select = t.database.statement("SELECT last_seen_at FROM session", []);
    let row = t.database.pool().query_one_raw(select).await.expect("an answer").expect("a session");
    row.try_get_by(0).expect("a time")
}

/// Waits until the use of the session is noted, which nobody else waits for.
async fn noted(t: &Test) {
    for _ in 0..200 {
        if last_seen(t).await == t.clock.now() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the use of the session was not noted");
}
