//! Server-sent events: who is told what, and when a stream ends.

use crate::support::{Event, Options, Test, both, send};
use app::error::AppError;
use app::people::People;
use app::session::{Role, SessionToken};
use http::{Method, StatusCode};
use sea_orm::ConnectionTrait;
use server::database::Database;
use server::events::{Events, Topic};
use sha2::{Digest, Sha256};
use std::time::{Duration, Instant};

const ALL: &str = "sip-phones,people,mail";
/// Long enough for several looks at the table and several checks of a session.
const A_WHILE: Duration = Duration::from_millis(1_500);
/// Longest wait for what happens soon.
const PATIENCE: Duration = Duration::from_secs(30);

fn checking_often() -> Options {
    Options { session_check: Some(Duration::from_millis(50)), ..Options::default() }
}

fn event(topic: &str, number: i64) -> Event {
    Event { topic: topic.into(), number }
}

async fn change(database: &Database, topics: &[Topic]) {
    let transaction = database.write().await.expect("a transaction");
    for topic in topics {
        Events::changed(&transaction, *topic);
    }
    transaction.commit().await.expect("a commit");
}

async fn number(t: &Test, topic: Topic) -> i64 {
    let select = "SELECT number FROM change_counter WHERE topic = $1";
    let select = t.database.statement(select, [topic.code().into()]);
    let row = t.database.pool().query_one_raw(select).await.expect("an answer");
    row.map_or(0, |row| row.try_get_by(0).expect("a number"))
}

both!(whoever_is_not_signed_in_is_told_nothing, |t| async move {
    let server = t.serve().await;
    assert_eq!(server.browser().try_events(ALL).await.err(), Some(StatusCode::UNAUTHORIZED));
    let stranger = server.browser().with_session(&SessionToken("x".repeat(43)));
    assert_eq!(stranger.try_events(ALL).await.err(), Some(StatusCode::UNAUTHORIZED));
});

both!(an_agent_is_told_nothing_and_readers_everything, |t| async move {
    let server = t.serve().await;
    let agent = t.browser_of(&server, Role::Agent).await;
    for topic in Topic::ALL {
        assert_eq!(agent.try_events(topic.code()).await.err(), Some(StatusCode::FORBIDDEN), "{topic:?}");
    }
    for role in [Role::Admin, Role::Support] {
        let mut stream = t.browser_of(&server, role).await.events(ALL).await;
        for topic in Topic::ALL {
            assert_eq!(stream.next().await, event(topic.code(), 0), "{role:?}");
        }
    }
});

both!(an_unknown_topic_is_refused, |t| async move {
    let server = t.serve().await;
    let browser = t.browser_of(&server, Role::Admin).await;
    for topics in ["", "secrets", "people,secrets", "people,", "People", "people%00", "%FF", "people&topics=mail"] {
        assert_eq!(browser.try_events(topics).await.err(), Some(StatusCode::BAD_REQUEST), "{topics:?}");
    }
    let without = send(browser.request(Method::GET, "/events")).await;
    assert_eq!((without.status, without.json()), (StatusCode::BAD_REQUEST, AppError::Malformed));
});

both!(a_change_that_another_server_makes_is_told, |t| async move {
    let server = t.serve().await;
    let mut stream = t.browser_of(&server, Role::Admin).await.events("sip-phones").await;
    assert_eq!(stream.next().await, event("sip-phones", 0));
    let other = Database::connect(&t.url).await.expect("another server's database");
    for number in 1..=3 {
        change(&other, &[Topic::SipPhones]).await;
        assert_eq!(stream.next().await, event("sip-phones", number));
    }
    other.close().await;
});

both!(everybody_is_told_and_only_of_what_was_asked, |t| async move {
    let (here, there) = (t.serve().await, t.serve().await);
    let mut people = t.browser_of(&here, Role::Admin).await.events("people").await;
    let mut again = t.browser_of(&here, Role::Support).await.events("people,people").await;
    let mut both = t.browser_of(&there, Role::Support).await.events("people,mail").await;
    assert_eq!((people.next().await, again.next().await), (event("people", 0), event("people", 0)));
    assert_eq!([both.next().await, both.next().await], [event("people", 0), event("mail", 0)]);
    change(&t.database, &[Topic::Mail]).await;
    assert_eq!(both.next().await, event("mail", 1));
    change(&t.database, &[Topic::People]).await;
    assert_eq!((people.next().await, again.next().await), (event("people", 1), event("people", 1)));
    assert_eq!(both.next().await, event("people", 1));
    assert!(people.is_quiet_for(A_WHILE).await, "nothing is told twice");
});

both!(a_change_of_people_and_their_letter_are_told, |t| async move {
    let server = t.serve().await;
    let admin = t.admin().await;
    let mut stream = t.browser_of(&server, Role::Admin).await.events("people,mail").await;
    assert_eq!([stream.next().await, stream.next().await], [event("people", 0), event("mail", 0)]);
    let kate = crate::people::invite(&t, &admin, "Kate Winslet", Role::Agent).await;
    assert_eq!([stream.next().await, stream.next().await], [event("people", 1), event("mail", 1)]);
    t.people().deactivate(&admin, kate.id).await.expect("deactivated");
    assert_eq!(stream.next().await, event("people", 2));
});

both!(whoever_comes_back_catches_up_at_once, |t| async move {
    let server = t.serve().await;
    let browser = t.browser_of(&server, Role::Admin).await;
    let mut stream = browser.events(ALL).await;
    for topic in Topic::ALL {
        assert_eq!(stream.next().await, event(topic.code(), 0));
    }
    drop(stream);
    for _ in 0..3 {
        change(&t.database, &[Topic::People]).await;
    }
    let mut stream = browser.events("people,mail").await;
    // What was seen last may come first where somebody else is connected; nobody is here.
    assert_eq!([stream.next().await, stream.next().await], [event("people", 3), event("mail", 0)]);
});

both!(what_one_transaction_changes_counts_once_and_only_with_its_commit, |t| async move {
    let server = t.serve().await;
    let mut stream = t.browser_of(&server, Role::Admin).await.events("mail").await;
    assert_eq!(stream.next().await, event("mail", 0));
    let transaction = t.database.write().await.expect("a transaction");
    Events::changed(&transaction, Topic::Mail);
    assert!(stream.is_quiet_for(A_WHILE).await, "before the commit");
    drop(transaction);
    assert!(stream.is_quiet_for(A_WHILE).await, "rolled back");
    change(&t.database, &[Topic::Mail, Topic::Mail, Topic::Mail]).await;
    assert_eq!(stream.next().await, event("mail", 1));
});

both!(servers_that_change_the_same_topics_in_other_orders_do_not_wait_for_each_other, |t| async move {
    const ROUNDS: i64 = 25;
    let other = Database::connect(&t.url).await.expect("another server's database");
    let orders =
        [Topic::ALL, [Topic::Mail, Topic::People, Topic::SipPhones], [Topic::People, Topic::Mail, Topic::SipPhones]];
    let mut changers = Vec::new();
    for database in [&t.database, &other] {
        for order in orders {
            let database = database.clone();
            changers.push(tokio::spawn(async move {
                for _ in 0..ROUNDS {
                    let transaction = database.write().await.expect("a transaction");
                    for topic in order {
                        Events::changed(&transaction, topic);
                        // Others come between.
                        tokio::task::yield_now().await;
                    }
                    transaction.commit().await.expect("no deadlock");
                }
            }));
        }
    }
    for changer in changers {
        changer.await.expect("no panic");
    }
    for topic in Topic::ALL {
        assert_eq!(number(&t, topic).await, 6 * ROUNDS, "{topic:?}");
    }
    other.close().await;
});

both!(a_stream_ends_when_its_person_signs_out, |t| async move {
    let server = t.serve_with(checking_often()).await;
    let browser = t.browser_of(&server, Role::Admin).await;
    let mut stream = browser.events("people").await;
    assert_eq!(stream.next().await, event("people", 0));
    assert!(stream.is_quiet_for(A_WHILE).await, "goes on while the session does");
    assert_eq!(browser.call("session/sign-out", &[]).await.status, StatusCode::OK);
    stream.end().await;
    assert_eq!(browser.try_events("people").await.err(), Some(StatusCode::UNAUTHORIZED));
});

both!(a_stream_ends_when_its_person_is_deactivated_or_becomes_an_agent, |t| async move {
    let server = t.serve_with(checking_often()).await;
    let admin = t.admin().await;
    for (name, becomes_agent) in [("Jamie Oliver", false), ("Curtis Stone", true)] {
        let (person, session) = crate::people::active(&t, &admin, name, Role::Support).await;
        let mut stream = server.browser().with_session(&session.token).events("mail").await;
        stream.next().await;
        if becomes_agent {
            t.people().set_role(&admin, person.id, person.version, Role::Agent).await.expect("an agent");
        } else {
            t.people().deactivate(&admin, person.id).await.expect("deactivated");
        }
        stream.end().await;
    }
});

both!(a_stream_ends_when_the_session_expires_and_does_not_prolong_it, |t| async move {
    let server = t.serve_with(checking_often()).await;
    let token = t.session_of(Role::Admin).await;
    let browser = server.browser().with_session(&token);
    let began = t.clock.now();
    t.clock.advance(Duration::from_hours(24));
    let mut stream = browser.events("people").await;
    assert_eq!(stream.next().await, event("people", 0));
    assert!(!stream.headers().contains_key("set-cookie"), "{:?}", stream.headers());
    assert!(stream.is_quiet_for(A_WHILE).await, "checked many times by now");
    assert_eq!(last_seen(&t, &token).await, began);
    t.clock.advance(Duration::from_hours(24 * 14));
    stream.end().await;
    assert_eq!(browser.try_events("people").await.err(), Some(StatusCode::UNAUTHORIZED));
});

both!(using_the_app_does_prolong_a_session, |t| async move {
    let server = t.serve().await;
    let token = t.session_of(Role::Admin).await;
    t.clock.advance(Duration::from_hours(24));
    server.browser().with_session(&token).call("session/me", &[]).await;
    let end = Instant::now() + PATIENCE;
    while last_seen(&t, &token).await < t.clock.now() {
        assert!(Instant::now() < end, "waited too long");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
});

async fn last_seen(t: &Test, token: &SessionToken) -> i64 {
    let hash = Sha256::digest(token.0.as_bytes()).to_vec();
    let select = t.database.statement("SELECT last_seen_at FROM session WHERE token_hash = $1", [hash.into()]);
    let row = t.database.pool().query_one_raw(select).await.expect("an answer").expect("a session");
    row.try_get_by(0).expect("a number")
}

both!(a_stopping_server_does_not_wait_for_streams, |t| async move {
    let server = t.serve().await;
    let (admin, support) = (t.browser_of(&server, Role::Admin).await, t.browser_of(&server, Role::Support).await);
    let mut streams = [admin.events(ALL).await, admin.events("mail").await, support.events("people").await];
    for stream in &mut streams {
        stream.next().await;
    }
    server.stopping.stop();
    for stream in &mut streams {
        stream.end().await;
    }
    tokio::time::timeout(Duration::from_secs(3), server.task).await.expect("in time").expect("no panic");
});

both!(a_session_has_four_streams_at_most_and_closed_ones_make_room, |t| async move {
    let server = t.serve().await;
    let browser = t.browser_of(&server, Role::Admin).await;
    let mut streams = Vec::new();
    for _ in 0..4 {
        let mut stream = browser.events("people").await;
        stream.next().await;
        streams.push(stream);
    }
    let refused = send(browser.request(Method::GET, "/events?topics=people")).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS, "{refused:?}");
    assert!(refused.header("retry-after").parse::<u64>().is_ok(), "{refused:?}");
    t.browser_of(&server, Role::Admin).await.events("people").await.next().await;
    streams.pop();
    let end = Instant::now() + PATIENCE;
    while let Err(status) = browser.try_events("people").await {
        assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
        assert!(Instant::now() < end, "the closed one keeps its place");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
});

both!(asking_whether_there_are_streams_takes_no_place, |t| async move {
    let server = t.serve().await;
    let browser = t.browser_of(&server, Role::Admin).await;
    for _ in 0..10 {
        let head = send(browser.request(Method::HEAD, "/events?topics=people")).await;
        assert_eq!((head.status, head.header("content-type")), (StatusCode::OK, "text/event-stream"));
    }
});

both!(a_stream_outlives_the_longest_request_and_is_never_held_back, |t| async move {
    let server =
        t.serve_with(Options { longest_request: Some(Duration::from_millis(300)), ..Options::default() }).await;
    // The browser says that it reads compressed answers.
    let mut stream = t.browser_of(&server, Role::Admin).await.events("people").await;
    assert_eq!(stream.next().await, event("people", 0));
    let header = |name: &str| stream.headers().get(name).map(|value| value.to_str().expect("text").to_owned());
    assert_eq!(header("content-type").as_deref(), Some("text/event-stream"));
    assert_eq!(header("cache-control").as_deref(), Some("no-store"));
    assert_eq!(header("x-accel-buffering").as_deref(), Some("no"));
    assert_eq!((header("content-encoding"), header("content-length"), header("set-cookie")), (None, None, None));
    assert!(stream.is_quiet_for(A_WHILE).await, "five times the longest request");
    for number in 1..=3 {
        change(&t.database, &[Topic::People]).await;
        assert_eq!(stream.next().await, event("people", number));
    }
});

both!(a_database_that_does_not_answer_ends_no_stream, |t| async move {
    let server = t.serve_with(checking_often()).await;
    let mut stream = t.browser_of(&server, Role::Admin).await.events("people").await;
    assert_eq!(stream.next().await, event("people", 0));
    t.database.close().await;
    assert!(stream.is_quiet_for(A_WHILE).await, "goes on");
    server.stopping.stop();
    stream.end().await;
});
