//! People: invited, changed, signed out.

mod last_admin;
mod links;
mod list;
mod migration;

use crate::support::{Test, both, letters};
use app::error::AppError;
use app::fields::{EmailAddress, NewPassword, PersonName, Problem};
use app::people::{Invitation, People, PersonRow, PersonState};
use app::session::{Admin, NewSession, Role};
use sea_orm::ConnectionTrait;
use std::net::IpAddr;

const PASSWORD: &str = "correct horse battery";
const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));

fn invitation(name: &str, email: &str, role: Role) -> Invitation {
    let name = PersonName::parse(name).expect("a name");
    Invitation { name, email: EmailAddress::parse(email).expect("an address"), role }
}

fn password(text: &str) -> NewPassword {
    NewPassword::parse(text).expect("a password")
}

pub(crate) async fn invite(t: &Test, by: &Admin, name: &str, role: Role) -> PersonRow {
    let email = format!("{}@switchroom.test", name.to_lowercase().replace(' ', "."));
    t.people().invite(by, invitation(name, &email, role)).await.expect("an invitation")
}

/// The secret part of the latest letter's link.
async fn latest_link(t: &Test) -> String {
    letters(t).await.pop().expect("a letter").link
}

async fn choose(t: &Test, link: &str, text: &str) -> Result<NewSession, AppError> {
    t.services().sessions.choose_password(link, password(text), HERE).await
}

/// Somebody who has chosen a password, and their session.
pub(crate) async fn active(t: &Test, by: &Admin, name: &str, role: Role) -> (PersonRow, NewSession) {
    let invited = invite(t, by, name, role).await;
    let session = choose(t, &latest_link(t).await, PASSWORD).await.expect("a password");
    (t.people().get(by.as_reader(), invited.id).await.expect("the person"), session)
}

async fn count(t: &Test, what: &str) -> i64 {
    let select = t.database.statement(&format!("SELECT count(*) FROM {what}"), []);
    let row = t.database.pool().query_one_raw(select).await.expect("an answer").expect("a row");
    row.try_get_by(0).expect("a number")
}

both!(an_invitation_goes_to_the_person_s_own_address, |t| async move {
    let admin = t.admin().await;
    let curtis = invite(&t, &admin, "Curtis Stone", Role::Agent).await;
    assert_eq!((curtis.name.as_str(), curtis.role, curtis.state), ("Curtis Stone", Role::Agent, PersonState::Invited));
    assert_eq!(t.people().get(admin.as_reader(), curtis.id).await, Ok(curtis.clone()));
    invite(&t, &admin, "Kate Winslet", Role::Support).await;
    let posted = letters(&t).await;
    assert_eq!(posted.len(), 2);
    for letter in posted {
        let person = t.services().sessions.person_of_link(&letter.link).await.expect("whose link");
        assert_eq!(person.email, letter.to);
    }
});

both!(an_address_that_somebody_has_is_refused_whatever_its_case, |t| async move {
    let admin = t.admin().await;
    let people = t.people();
    people.invite(&admin, invitation("Zoë", "zoe@switchroom.test", Role::Agent)).await.expect("invited");
    let again = people.invite(&admin, invitation("Zoë", "ZOE@Switchroom.test", Role::Agent)).await;
    assert_eq!(again, Err(AppError::invalid("email", Problem::EmailTaken)));
    assert_eq!((letters(&t).await.len(), count(&t, "one_time_link").await), (1, 1));
});

both!(many_are_invited_at_once_each_with_an_own_link, |t| async move {
    let admin = t.admin().await;
    let people = t.people();
    invite(&t, &admin, "Kate Winslet", Role::Agent).await;
    let mut invitations: Vec<Invitation> = (0..10_000)
        .map(|n| invitation(&format!("Person {n}"), &format!("P{n}@switchroom.test"), Role::Agent))
        .collect();
    // Somebody who is there by now, and somebody twice.
    invitations.push(invitation("Kate", "Kate.Winslet@switchroom.test", Role::Admin));
    invitations.push(invitation("Person seven", "p7@switchroom.test", Role::Support));
    assert_eq!(people.invite_all(&admin, invitations).await, Ok(10_000));
    let posted = letters(&t).await;
    assert_eq!((posted.len(), count(&t, "one_time_link").await), (10_001, 10_001));
    for letter in [&posted[1], &posted[5_000], &posted[10_000]] {
        let person = t.services().sessions.person_of_link(&letter.link).await.expect("whose link");
        assert_eq!(person.email, letter.to);
    }
});

both!(two_lists_that_overlap_are_invited_at_once_without_harm, |t| async move {
    let admin = t.admin().await;
    let list = |reversed: bool| {
        let mut list: Vec<Invitation> =
            (0..600).map(|n| invitation("Person", &format!("p{n}@switchroom.test"), Role::Agent)).collect();
        if reversed {
            list.reverse();
        }
        list
    };
    let attempts: Vec<_> = [false, true, false]
        .into_iter()
        .map(|reversed| {
            let (people, admin, list) = (t.people(), admin.clone(), list(reversed));
            tokio::spawn(async move { people.invite_all(&admin, list).await })
        })
        .collect();
    let mut added = 0;
    for attempt in attempts {
        added += attempt.await.expect("no panic").expect("all or none");
    }
    assert_eq!((added, letters(&t).await.len()), (600, 600));
});

both!(of_a_list_of_addresses_those_that_somebody_has_are_known, |t| async move {
    let admin = t.admin().await;
    invite(&t, &admin, "Kate Winslet", Role::Agent).await;
    let mut keys: Vec<String> = (0..2_500).map(|n| format!("p{n}@switchroom.test")).collect();
    keys.extend(["kate.winslet@switchroom.test".to_owned(), "a\0b@switchroom.test".to_owned(), String::new()]);
    assert_eq!(t.people().known(&admin, &keys).await, Ok(vec!["kate.winslet@switchroom.test".to_owned()]));
    assert_eq!(t.people().known(&admin, &[]).await, Ok(vec![]));
});

both!(only_somebody_who_is_invited_is_invited_again, |t| async move {
    let admin = t.admin().await;
    let people = t.people();
    let curtis = invite(&t, &admin, "Curtis Stone", Role::Agent).await;
    let first = latest_link(&t).await;
    assert_eq!(people.invite_again(&admin, curtis.id).await, Ok(curtis.clone()));
    let second = latest_link(&t).await;
    assert_eq!(choose(&t, &first, PASSWORD).await.err(), Some(AppError::LinkNotValid));
    choose(&t, &second, PASSWORD).await.expect("a password");
    assert_eq!(people.invite_again(&admin, curtis.id).await, Err(AppError::NotFound));
    people.deactivate(&admin, curtis.id).await.expect("deactivated");
    assert_eq!(people.invite_again(&admin, curtis.id).await, Err(AppError::NotFound));
    assert_eq!(people.invite_again(&admin, 1_000_000).await, Err(AppError::NotFound));
    assert_eq!(count(&t, "mail").await, 2);
    assert!(letters(&t).await.is_empty(), "their links hold no more");
});

both!(a_changed_role_counts_at_the_next_request, |t| async move {
    let admin = t.admin().await;
    let (kate, session) = active(&t, &admin, "Kate Winslet", Role::Agent).await;
    let changed = t.people().set_role(&admin, kate.id, kate.version, Role::Support).await.expect("a change");
    assert_eq!((changed.role, changed.version), (Role::Support, kate.version + 1));
    let person = t.services().sessions.person_of(&session.token).await.expect("an answer").expect("signed in");
    assert_eq!(person.role, Role::Support);
    // The same once more changes nothing.
    assert_eq!(t.people().set_role(&admin, kate.id, changed.version, Role::Support).await, Ok(changed));
});

both!(a_role_that_somebody_else_changed_is_a_conflict, |t| async move {
    let (admin, other) = (t.admin().await, t.admin().await);
    let kate = invite(&t, &admin, "Kate Winslet", Role::Agent).await;
    let changed = t.people().set_role(&other, kate.id, kate.version, Role::Support).await.expect("a change");
    let late = t.people().set_role(&admin, kate.id, kate.version, Role::Admin).await;
    let Err(AppError::Conflict(conflict)) = late else { panic!("{late:?}") };
    assert_eq!((conflict.by.as_str(), conflict.version), (other.person().name.as_str(), changed.version));
    assert_eq!(conflict.current.get("role").map(String::as_str), Some("support"));
    assert_eq!(t.people().set_role(&admin, 1_000_000, 1, Role::Admin).await, Err(AppError::NotFound));
});

both!(a_deactivated_person_is_signed_out_everywhere_at_once, |t| async move {
    let admin = t.admin().await;
    let (kate, first) = active(&t, &admin, "Kate Winslet", Role::Support).await;
    let sessions = t.services().sessions;
    let second = sessions.sign_in(&kate.email, PASSWORD, HERE).await.expect("a second session");
    let gone = t.people().deactivate(&admin, kate.id).await.expect("deactivated");
    assert_eq!((gone.state, gone.version), (PersonState::Deactivated, kate.version + 1));
    for session in [&first, &second] {
        assert_eq!(sessions.person_of(&session.token).await, Ok(None));
    }
    assert_eq!(sessions.sign_in(&kate.email, PASSWORD, HERE).await.err(), Some(AppError::WrongCredentials));
    // A second time is no error and no change.
    assert_eq!(t.people().deactivate(&admin, kate.id).await, Ok(gone));
    assert_eq!(t.people().deactivate(&admin, 1_000_000).await, Err(AppError::NotFound));
});

both!(a_reactivated_person_signs_in_with_the_old_password_and_no_old_session, |t| async move {
    let admin = t.admin().await;
    let (kate, old) = active(&t, &admin, "Kate Winslet", Role::Support).await;
    let sessions = t.services().sessions;
    t.people().deactivate(&admin, kate.id).await.expect("deactivated");
    let back = t.people().reactivate(&admin, kate.id).await.expect("reactivated");
    assert_eq!((back.state, back.role), (PersonState::Active, Role::Support));
    assert_eq!(sessions.person_of(&old.token).await, Ok(None));
    assert!(sessions.sign_in(&kate.email, PASSWORD, HERE).await.is_ok());
    assert_eq!(t.people().reactivate(&admin, kate.id).await, Ok(back));
    assert_eq!(t.people().reactivate(&admin, 1_000_000).await, Err(AppError::NotFound));
});

both!(somebody_who_signs_in_while_being_deactivated_stays_out, |t| async move {
    let admin = t.admin().await;
    let (kate, _) = active(&t, &admin, "Kate Winslet", Role::Agent).await;
    for _ in 0..3 {
        // What was refused in an earlier round counts no more.
        t.clock.advance(std::time::Duration::from_hours(24));
        let sign_ins: Vec<_> = (0..4)
            .map(|_| {
                let (sessions, email) = (t.services().sessions, kate.email.clone());
                tokio::spawn(async move { sessions.sign_in(&email, PASSWORD, HERE).await.ok() })
            })
            .collect();
        tokio::time::sleep(std::time::Duration::from_millis(30)).await;
        t.people().deactivate(&admin, kate.id).await.expect("deactivated");
        let mut begun = Vec::new();
        for sign_in in sign_ins {
            begun.extend(sign_in.await.expect("no panic"));
        }
        t.people().reactivate(&admin, kate.id).await.expect("reactivated");
        for session in begun {
            assert_eq!(t.services().sessions.person_of(&session.token).await, Ok(None));
        }
    }
});
