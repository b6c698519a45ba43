//! What becomes of a phone when its person changes.

use super::{latest_link, offered, unchanged};
use crate::support::{both, letters};
use app::error::AppError;
use app::fields::{EmailAddress, PersonName};
use app::listing::Total;
use app::people::{Invitation, People};
use app::session::Role;
use app::sip_phones::{PhoneChange, SipPhones};

fn invitation(name: &str, email: &str, role: Role) -> Invitation {
    let name = PersonName::parse(name).expect("a name");
    Invitation { name, email: EmailAddress::parse(email).expect("an address"), role }
}

both!(whoever_becomes_an_agent_is_offered_and_whoever_does_not_is_not, |t| async move {
    let (admin, phones, people) = (t.admin().await, t.phones(), t.people());
    let kate = people.invite(&admin, invitation("Kate", "kate@a.test", Role::Agent)).await.expect("invited");
    let sam = people.invite(&admin, invitation("Sam", "sam@a.test", Role::Support)).await.expect("invited");
    let many = vec![
        invitation("Ada", "ada@a.test", Role::Agent),
        invitation("Bea", "bea@a.test", Role::Admin),
        invitation("Kate again", "kate@a.test", Role::Agent),
    ];
    people.invite_all(&admin, many).await.expect("invited");
    assert_eq!(offered(&phones, &admin, "").await, ["Ada", "Kate"]);
    people.set_role(&admin, sam.id, sam.version, Role::Agent).await.expect("changed");
    assert_eq!(offered(&phones, &admin, "").await, ["Ada", "Kate", "Sam"]);
    let kate = people.set_role(&admin, kate.id, kate.version, Role::Support).await.expect("changed");
    assert_eq!(offered(&phones, &admin, "").await, ["Ada", "Sam"]);
    people.deactivate(&admin, sam.id).await.expect("deactivated");
    assert_eq!(offered(&phones, &admin, "").await, ["Ada"]);
    people.set_role(&admin, kate.id, kate.version, Role::Agent).await.expect("changed");
    people.reactivate(&admin, sam.id).await.expect("reactivated");
    let found = phones.candidates(&admin, "sam").await.expect("candidates");
    assert_eq!((found.people.len(), found.without), (1, Total::Exactly(3)));
});

both!(with_a_phone_nobody_is_offered_whatever_else_they_become, |t| async move {
    let (admin, phones, people) = (t.admin().await, t.phones(), t.people());
    let row = t.agent_with_phone(&admin, "Curtis Stone").await;
    let person = people.get(admin.as_reader(), row.person).await.expect("a person");
    let person = people.set_role(&admin, person.id, person.version, Role::Support).await.expect("changed");
    people.set_role(&admin, person.id, person.version, Role::Agent).await.expect("changed");
    people.deactivate(&admin, person.id).await.expect("deactivated");
    assert!(offered(&phones, &admin, "").await.is_empty());
    people.reactivate(&admin, person.id).await.expect("reactivated");
    let found = phones.candidates(&admin, "").await.expect("candidates");
    assert_eq!((found.people.len(), found.without), (0, Total::Exactly(0)));
    assert_eq!(t.listed(&admin, "").await.len(), 1);
    // Deleted while deactivated, they are offered when they are back.
    people.deactivate(&admin, person.id).await.expect("deactivated");
    assert_eq!(phones.delete(&admin, &[row.id]).await, Ok(1));
    assert!(offered(&phones, &admin, "").await.is_empty());
    people.reactivate(&admin, person.id).await.expect("reactivated");
    assert_eq!(offered(&phones, &admin, "").await, ["Curtis Stone"]);
});

both!(nobody_who_is_deactivated_is_written_to, |t| async move {
    let (admin, phones) = (t.admin().await, t.phones());
    let curtis = t.agent_with_phone(&admin, "Curtis Stone").await;
    let jamie = t.agent_with_phone(&admin, "Jamie Oliver").await;
    t.people().deactivate(&admin, curtis.person).await.expect("deactivated");
    let words = "Curtis Stone is deactivated. Reactivate them in People first.";
    assert_eq!(phones.resend(&admin, &[curtis.id]).await, Err(AppError::Said(words.into())));
    assert_eq!(phones.resend(&admin, &[curtis.id, jamie.id]).await, Ok(1));
    let change = PhoneChange { new_password: true, ..unchanged(&curtis) };
    assert_eq!(phones.update(&admin, curtis.id, 1, change).await, Err(AppError::Said(words.into())));
    assert_eq!(letters(&t).await.len(), 1);
    assert_eq!(t.listed(&admin, "?q=curtis").await.len(), 1, "still in the list");
    latest_link(&t, "jamie.oliver@agents.test").await;
});

both!(adding_and_deactivating_at_once_end_in_one_order_or_the_other, |t| async move {
    let admin = t.admin().await;
    for round in 0..8 {
        let person = t.agent(&format!("Curtis {round}")).await;
        let (phones, people, chosen) = (t.phones(), t.people(), [person]);
        let (added, gone) = tokio::join!(phones.add(&admin, &chosen, true), people.deactivate(&admin, person));
        gone.expect("deactivated");
        match added {
            Ok(_) => {
                let links = format!(
                    "SELECT count(*) FROM credentials_link l JOIN sip_phone s ON s.id = phone_id WHERE person_id = {person}"
                );
                assert_eq!(t.number(&links).await, 0);
            }
            Err(error) => assert_eq!(error.words(), format!("Curtis {round} is deactivated.")),
        }
    }
});
