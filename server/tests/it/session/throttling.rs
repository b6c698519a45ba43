//! Guessing is slowed down.

use super::{DAY, ELSEWHERE, EMAIL, HERE, PASSWORD, count};
use crate::support::{Test, both};
use app::error::AppError;
use app::session::Sessions;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

fn address(n: u8) -> IpAddr {
    IpAddr::from([203, 0, 113, n])
}

async fn guess(sessions: &Arc<dyn Sessions>, from: IpAddr) -> AppError {
    sessions.sign_in(EMAIL, "wrong", from).await.expect_err("a wrong password")
}

/// The account, and as many wrong guesses as it takes until it has to wait.
async fn guessed_at(t: &Test, from: IpAddr) -> Arc<dyn Sessions> {
    t.create_admin(EMAIL, PASSWORD).await;
    let sessions = t.services().sessions;
    for _ in 0..5 {
        assert_eq!(guess(&sessions, from).await, AppError::WrongCredentials);
    }
    sessions
}

both!(after_five_failures_an_account_has_to_wait, |t| async move {
    let sessions = guessed_at(&t, ELSEWHERE).await;
    assert_eq!(guess(&sessions, ELSEWHERE).await, AppError::TooManyAttempts { retry_after: 5 });
    let right = sessions.sign_in(EMAIL, PASSWORD, address(1)).await;
    assert_eq!(right.err(), Some(AppError::TooManyAttempts { retry_after: 5 }));
    t.clock.advance(Duration::from_secs(5));
    assert_eq!(guess(&sessions, address(2)).await, AppError::WrongCredentials);
    assert_eq!(guess(&sessions, address(2)).await, AppError::TooManyAttempts { retry_after: 10 });
});

both!(the_wait_outlives_the_server, |t| async move {
    drop(guessed_at(&t, ELSEWHERE).await);
    assert_eq!(guess(&t.services().sessions, ELSEWHERE).await, AppError::TooManyAttempts { retry_after: 5 });
});

both!(asking_during_the_wait_does_not_prolong_it, |t| async move {
    let sessions = guessed_at(&t, ELSEWHERE).await;
    for _ in 0..20 {
        guess(&sessions, ELSEWHERE).await;
    }
    t.clock.advance(Duration::from_secs(5));
    assert!(sessions.sign_in(EMAIL, PASSWORD, ELSEWHERE).await.is_ok());
});

both!(the_right_password_clears_the_count, |t| async move {
    let sessions = guessed_at(&t, ELSEWHERE).await;
    t.clock.advance(Duration::from_secs(5));
    sessions.sign_in(EMAIL, PASSWORD, ELSEWHERE).await.expect("the right password");
    for _ in 0..4 {
        assert_eq!(guess(&sessions, ELSEWHERE).await, AppError::WrongCredentials);
    }
    assert!(sessions.sign_in(EMAIL, PASSWORD, ELSEWHERE).await.is_ok());
});

both!(guesses_at_once_cannot_slip_through_together, |t| async move {
    t.create_admin(EMAIL, PASSWORD).await;
    let guesses: Vec<_> = (0..20)
        .map(|n| {
            let sessions = t.services().sessions;
            tokio::spawn(async move { guess(&sessions, address(n)).await })
        })
        .collect();
    let mut looked_at = 0;
    for guess in guesses {
        looked_at += usize::from(guess.await.expect("no panic") == AppError::WrongCredentials);
    }
    assert_eq!(looked_at, 5);
});

both!(a_stranger_s_guesses_do_not_keep_a_person_out_where_they_signed_in_before, |t| async move {
    t.create_admin(EMAIL, PASSWORD).await;
    let sessions = t.services().sessions;
    sessions.sign_in(EMAIL, PASSWORD, HERE).await.expect("known here from now on");
    for _ in 0..30 {
        guess(&sessions, ELSEWHERE).await;
    }
    assert!(matches!(guess(&sessions, ELSEWHERE).await, AppError::TooManyAttempts { .. }));
    assert!(sessions.sign_in(EMAIL, PASSWORD, HERE).await.is_ok());
});

both!(guesses_are_slowed_down_where_a_person_signed_in_before_too, |t| async move {
    t.create_admin(EMAIL, PASSWORD).await;
    let sessions = t.services().sessions;
    sessions.sign_in(EMAIL, PASSWORD, HERE).await.expect("known here from now on");
    for _ in 0..5 {
        assert_eq!(guess(&sessions, HERE).await, AppError::WrongCredentials);
    }
    assert!(matches!(guess(&sessions, HERE).await, AppError::TooManyAttempts { .. }));
});

both!(an_address_that_tries_many_accounts_has_to_wait, |t| async move {
    t.create_admin(EMAIL, PASSWORD).await;
    let sessions = t.services().sessions;
    for n in 0..20 {
        let error = sessions.sign_in(&format!("a{n}@b.test"), "x", ELSEWHERE).await.expect_err("nobody");
        assert_eq!(error, AppError::WrongCredentials);
    }
    let wait = Some(AppError::TooManyAttempts { retry_after: 5 });
    assert_eq!(sessions.sign_in(EMAIL, PASSWORD, ELSEWHERE).await.err(), wait);
    assert!(sessions.sign_in(EMAIL, PASSWORD, HERE).await.is_ok());
});

both!(a_colleague_s_guesses_do_not_keep_a_person_out_where_they_signed_in_before, |t| async move {
    t.create_admin(EMAIL, PASSWORD).await;
    let sessions = t.services().sessions;
    sessions.sign_in(EMAIL, PASSWORD, HERE).await.expect("known here from now on");
    for n in 0..30 {
        sessions.sign_in(&format!("a{n}@b.test"), "x", HERE).await.expect_err("nobody");
    }
    assert!(sessions.sign_in(EMAIL, PASSWORD, HERE).await.is_ok());
});

both!(an_office_that_signs_in_rightly_never_has_to_wait, |t| async move {
    t.create_admin(EMAIL, PASSWORD).await;
    let sessions = t.services().sessions;
    for _ in 0..25 {
        sessions.sign_in(EMAIL, PASSWORD, HERE).await.expect("the right password");
    }
});

both!(old_counters_are_forgotten, |t| async move {
    let sessions = guessed_at(&t, ELSEWHERE).await;
    t.clock.advance(3 * DAY);
    sessions.sign_in("other@b.test", "x", HERE).await.expect_err("nobody");
    assert_eq!(count(&t, "sign_in_failure").await, 2);
});
