//! There is always an administrator who can sign in.

use super::{PASSWORD, active, invite};
use crate::support::{Test, both};
use app::error::AppError;
use app::people::{People, PersonRow, PersonState};
use app::session::{Admin, Role};
use sea_orm::ConnectionTrait;

const EMAIL: &str = "ada@switchroom.test";

/// The one administrator who can sign in, and the key that she has.
async fn only_admin(t: &Test) -> (Admin, PersonRow) {
    t.create_admin(EMAIL, PASSWORD).await;
    let session = t.services().sessions.sign_in(EMAIL, PASSWORD, super::HERE).await.expect("a session");
    let admin = t.admin_of(&session.token).await;
    let row = t.people().get(admin.as_reader(), admin.person().id).await.expect("herself");
    (admin, row)
}

async fn administrators(t: &Test) -> i64 {
    let sql = "SELECT count(*) FROM person WHERE role = 'admin' AND active = $1 AND password_hash IS NOT NULL";
    let row = t.database.pool().query_one_raw(t.database.statement(sql, [true.into()])).await.expect("an answer");
    row.expect("a row").try_get_by(0).expect("a number")
}

both!(the_last_administrator_stays, |t| async move {
    let (admin, ada) = only_admin(&t).await;
    let people = t.people();
    // None of these can sign in as an administrator.
    invite(&t, &admin, "Invited Admin", Role::Admin).await;
    active(&t, &admin, "Sam Support", Role::Support).await;
    let (gone, _) = active(&t, &admin, "Former Admin", Role::Admin).await;
    people.deactivate(&admin, gone.id).await.expect("one of two");
    assert_eq!(people.set_role(&admin, ada.id, ada.version, Role::Support).await, Err(AppError::LastAdministrator));
    assert_eq!(people.deactivate(&admin, ada.id).await, Err(AppError::LastAdministrator));
    assert_eq!(people.get(admin.as_reader(), ada.id).await, Ok(ada));
});

both!(an_administrator_may_step_back_when_another_is_left, |t| async move {
    let (admin, ada) = only_admin(&t).await;
    let people = t.people();
    let (other, _) = active(&t, &admin, "Other Admin", Role::Admin).await;
    let stepped_back = people.set_role(&admin, ada.id, ada.version, Role::Agent).await.expect("another is left");
    assert_eq!(stepped_back.role, Role::Agent);
    assert_eq!(people.deactivate(&admin, other.id).await, Err(AppError::LastAdministrator));
    people.set_role(&admin, ada.id, stepped_back.version, Role::Admin).await.expect("back again");
    assert_eq!(people.deactivate(&admin, other.id).await.map(|row| row.state), Ok(PersonState::Deactivated));
});

both!(an_administrator_who_never_signed_in_can_be_taken_away, |t| async move {
    let (admin, _) = only_admin(&t).await;
    let invited = invite(&t, &admin, "Invited Admin", Role::Admin).await;
    t.people().set_role(&admin, invited.id, invited.version, Role::Agent).await.expect("an agent");
    let another = invite(&t, &admin, "Another Admin", Role::Admin).await;
    t.people().deactivate(&admin, another.id).await.expect("deactivated");
});

both!(of_all_administrators_taken_away_at_once_one_stays, |t| async move {
    let (admin, ada) = only_admin(&t).await;
    let mut all = vec![ada];
    for n in 0..3 {
        all.push(active(&t, &admin, &format!("Admin {n}"), Role::Admin).await.0);
    }
    for round in 0..3 {
        // Each from a server of its own, half of them by role and half by deactivation.
        let attempts: Vec<_> = all
            .iter()
            .enumerate()
            .map(|(n, row)| {
                let (people, admin, row) = (t.people(), admin.clone(), row.clone());
                tokio::spawn(async move {
                    match n % 2 {
                        0 => people.set_role(&admin, row.id, row.version, Role::Support).await,
                        _ => people.deactivate(&admin, row.id).await,
                    }
                })
            })
            .collect();
        let mut refused = 0;
        for attempt in attempts {
            match attempt.await.expect("no panic") {
                Ok(_) => {}
                Err(error) => {
                    assert_eq!(error, AppError::LastAdministrator);
                    refused += 1;
                }
            }
        }
        assert_eq!((refused, administrators(&t).await), (1, 1), "round {round}");
        for row in &mut all {
            let back = t.people().reactivate(&admin, row.id).await.expect("reactivated");
            *row = t.people().set_role(&admin, row.id, back.version, Role::Admin).await.expect("an administrator");
        }
    }
});
