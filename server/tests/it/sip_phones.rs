//! SIP phones: given, told of, changed, taken away.

mod all_agents;
mod kill;
mod letters;
mod links;
mod list;
mod people;
mod secrets;
mod user_names;

use crate::support::{Test, both, letters};
use app::error::AppError;
use app::fields::{PhoneUserName, Problem};
use app::people::People;
use app::session::{Admin, Role};
use app::sip_phones::{CredentialsState, PhoneChange, PhoneRow, Registration, SipPhones};
use sea_orm::ConnectionTrait;
use server::sip_phones::PhoneStore;

fn user_name(typed: &str) -> PhoneUserName {
    PhoneUserName::parse(typed).expect("a user name")
}

/// Edit as it opens: nothing changed.
fn unchanged(row: &PhoneRow) -> PhoneChange {
    PhoneChange { user_name: user_name(&row.user_name), receiving: row.receiving, new_password: false }
}

/// Names that New SIP credentials offers for this search.
async fn offered(phones: &PhoneStore, by: &Admin, search: &str) -> Vec<String> {
    let found = phones.candidates(by, search).await.expect("candidates");
    found.people.into_iter().map(|one| one.name).collect()
}

/// The secret part of the latest letter's link to this address.
async fn latest_link(t: &Test, to: &str) -> String {
    let posted = letters(t).await.into_iter().rfind(|letter| letter.to == to);
    posted.unwrap_or_else(|| panic!("no letter to {to}")).link
}

both!(the_life_of_a_phone, |t| async move {
    let (admin, phones) = (t.admin().await, t.phones());
    let (curtis, jamie) = (t.agent("Curtis Stone").await, t.agent("Jamie Oliver").await);
    assert_eq!(offered(&phones, &admin, "").await, ["Curtis Stone", "Jamie Oliver"]);
    assert_eq!(phones.add(&admin, &[curtis], true).await, Ok(1));

    let row = t.phone_of(&admin, curtis).await;
    assert_eq!((row.name.as_str(), row.email.as_str()), ("Curtis Stone", "curtis.stone@agents.test"));
    assert_eq!((row.user_name.as_str(), row.receiving, row.version), ("curtis.stone", true, 1));
    assert_eq!((row.registration, row.credentials), (Registration::Never, CredentialsState::Queued));
    assert_eq!(t.listed(&admin, "").await, std::slice::from_ref(&row));
    assert_eq!(offered(&phones, &admin, "").await, ["Jamie Oliver"]);
    assert_eq!(letters(&t).await.len(), 1);

    let link = latest_link(&t, "curtis.stone@agents.test").await;
    let shown = phones.open(&link).await.expect("the password");
    assert_eq!(shown.password.len(), 20);
    assert_eq!(
        (shown.connection.user_name.as_str(), shown.connection.domain.as_str()),
        ("curtis.stone", "phones.test")
    );
    assert_eq!(t.phone_of(&admin, curtis).await.credentials, CredentialsState::Opened);

    assert_eq!(phones.delete(&admin, &[row.id, 1_000_000]).await, Ok(1));
    assert_eq!(phones.get(admin.as_reader(), row.id).await, Err(AppError::NotFound));
    assert!(t.listed(&admin, "").await.is_empty());
    assert_eq!(offered(&phones, &admin, "stone").await, ["Curtis Stone"]);
    assert_eq!(phones.add(&admin, &[curtis, jamie], false).await, Ok(2));
    let rows = t.listed(&admin, "?sort=-user_name").await;
    let names: Vec<_> = rows.iter().map(|row| (row.user_name.as_str(), row.receiving)).collect();
    assert_eq!(names, [("jamie.oliver", false), ("curtis.stone", false)]);
});

both!(nobody_gets_sip_access_who_may_not_have_it, |t| async move {
    let (admin, phones) = (t.admin().await, t.phones());
    let curtis = t.agent_with_phone(&admin, "Curtis Stone").await;
    let jamie = t.agent_with_phone(&admin, "Jamie Oliver").await;
    let kate = t.agent("Kate Winslet").await;
    let sam = t.add_person("Sam Support", "sam@agents.test", Role::Support).await;
    let gone = t.agent("Gone Away").await;
    t.people().deactivate(&admin, gone).await.expect("deactivated");
    for (people, words) in [
        (vec![kate, curtis.person], "Curtis Stone already has SIP access."),
        (vec![curtis.person, jamie.person, kate], "Curtis Stone and Jamie Oliver already have SIP access."),
        (vec![kate, sam], "Sam Support is not an agent."),
        (vec![kate, gone], "Gone Away is deactivated."),
    ] {
        assert_eq!(phones.add(&admin, &people, true).await, Err(AppError::Said(words.into())));
    }
    assert_eq!(phones.add(&admin, &[kate, 1_000_000], true).await, Err(AppError::NotFound));
    assert_eq!(t.listed(&admin, "").await.len(), 2, "all or none");
    assert_eq!(letters(&t).await.len(), 2);
    assert_eq!(offered(&phones, &admin, "").await, ["Kate Winslet"]);
});

both!(of_many_who_add_the_same_agent_at_once_one_succeeds, |t| async move {
    let admin = t.admin().await;
    for round in 0..5 {
        let (curtis, jamie) = (t.agent(&format!("Curtis {round}")).await, t.agent(&format!("Jamie {round}")).await);
        let adding = (0..8).map(|at| {
            let (phones, admin) = (t.phones(), admin.clone());
            // In both orders, so that they meet.
            let people = if at % 2 == 0 { vec![curtis, jamie] } else { vec![jamie, curtis] };
            tokio::spawn(async move { phones.add(&admin, &people, true).await })
        });
        let mut added = 0;
        for adding in adding.collect::<Vec<_>>() {
            match adding.await.expect("no panic") {
                Ok(count) => added += count,
                Err(error) => {
                    assert_eq!(error.words(), format!("Curtis {round} and Jamie {round} already have SIP access."))
                }
            }
        }
        assert_eq!(added, 2);
    }
    assert_eq!(t.number("SELECT count(*) FROM sip_phone").await, 10);
    assert_eq!(t.number("SELECT count(*) FROM mail").await, 10);
    assert_eq!(t.number("SELECT count(*) FROM credentials_link").await, 10);
});

both!(a_change_is_checked_against_others, |t| async move {
    let (admin, other, phones) = (t.admin().await, t.admin().await, t.phones());
    let curtis = t.agent_with_phone(&admin, "Curtis Stone").await;
    let jamie = t.agent_with_phone(&admin, "Jamie Oliver").await;
    let same = phones.update(&admin, curtis.id, 1, unchanged(&curtis)).await.expect("nothing to do");
    assert_eq!(same.version, 1);
    let change = PhoneChange { user_name: user_name("C.Stone"), receiving: false, new_password: false };
    let changed = phones.update(&other, curtis.id, 1, change.clone()).await.expect("a change");
    assert_eq!((changed.user_name.as_str(), changed.receiving, changed.version), ("C.Stone", false, 2));
    let Err(AppError::Conflict(conflict)) = phones.update(&admin, curtis.id, 1, change).await else {
        panic!("no conflict");
    };
    assert_eq!((conflict.by.as_str(), conflict.version), (other.person().name.as_str(), 2));
    let current: Vec<_> = conflict.current.iter().map(|(field, value)| (field.as_str(), value.as_str())).collect();
    assert_eq!(current, [("receiving", "no"), ("user_name", "C.Stone")]);
    let taken = PhoneChange { user_name: user_name("c.sTONE"), ..unchanged(&jamie) };
    let taken = phones.update(&admin, jamie.id, 1, taken).await;
    assert_eq!(taken, Err(AppError::invalid("user_name", Problem::UserNameTaken)));
    assert_eq!(phones.update(&admin, 1_000_000, 1, unchanged(&jamie)).await, Err(AppError::NotFound));
    assert_eq!(letters(&t).await.len(), 2, "nobody is written to for that");
    assert_eq!(t.listed(&admin, "?q=c.stone").await, [changed]);
    assert!(t.listed(&admin, "?q=curtis.stone%20c.s&receiving=yes").await.is_empty());
});

both!(many_are_switched_at_once, |t| async move {
    let (admin, phones) = (t.admin().await, t.phones());
    let curtis = t.agent_with_phone(&admin, "Curtis Stone").await;
    let jamie = t.agent_with_phone(&admin, "Jamie Oliver").await;
    assert_eq!(phones.set_receiving(&admin, &[curtis.id], false).await, Ok(1));
    assert_eq!(phones.set_receiving(&admin, &[curtis.id, jamie.id, 1_000_000], false).await, Ok(2));
    let rows = t.listed(&admin, "?receiving=no").await;
    assert_eq!(rows.iter().map(|row| row.version).collect::<Vec<_>>(), [2, 2], "what is so already does not change");
    assert!(t.listed(&admin, "?receiving=yes").await.is_empty());
    assert_eq!(phones.delete(&admin, &[curtis.id, jamie.id]).await, Ok(2));
    assert_eq!(phones.delete(&admin, &[curtis.id, jamie.id]).await, Ok(0));
    assert_eq!(phones.set_receiving(&admin, &[curtis.id], true).await, Ok(0));
    assert_eq!(phones.resend(&admin, &[curtis.id]).await, Ok(0));
});

both!(an_agent_switches_the_own_phone_and_no_other, |t| async move {
    let (admin, phones) = (t.admin().await, t.phones());
    let token = t.session_of(Role::Agent).await;
    let me = t.signed_in(&token).await;
    assert_eq!(phones.mine(&me).await, Ok(None));
    assert_eq!(phones.set_mine(&me, false).await, Err(AppError::NotFound));
    assert_eq!(phones.send_mine(&me).await, Err(AppError::NotFound));
    t.agent_with_phone(&admin, "Curtis Stone").await;
    phones.add(&admin, &[me.person().id], true).await.expect("a phone");
    let mine = phones.mine(&me).await.expect("an answer").expect("a phone");
    assert!(mine.receiving && mine.registration == Registration::Never);
    assert_eq!(mine.connection.display_name, me.person().name);
    assert_eq!(phones.set_mine(&me, false).await.map(|mine| mine.receiving), Ok(false));
    let rows = t.listed(&admin, "?receiving=no").await;
    assert_eq!(rows.iter().map(|row| row.person).collect::<Vec<_>>(), [me.person().id]);
    phones.send_mine(&me).await.expect("a letter");
    assert_eq!(t.number("SELECT count(*) FROM mail").await, 3);
    let posted = letters(&t).await;
    assert_eq!(posted.iter().filter(|letter| letter.to == me.person().email).count(), 1, "the newer one alone");
});

both!(letters_that_would_bring_nothing_any_more_are_taken_back, |t| async move {
    let (admin, phones) = (t.admin().await, t.phones());
    let curtis = t.agent_with_phone(&admin, "Curtis Stone").await;
    let jamie = t.agent_with_phone(&admin, "Jamie Oliver").await;
    phones.resend(&admin, &[curtis.id]).await.expect("resent");
    let change = PhoneChange { new_password: true, ..unchanged(&curtis) };
    phones.update(&admin, curtis.id, curtis.version, change).await.expect("a new password");
    t.people().deactivate(&admin, curtis.person).await.expect("deactivated");
    phones.delete(&admin, &[jamie.id]).await.expect("deleted");
    let select = "SELECT last_error FROM mail WHERE state = 'failed' AND body IS NULL ORDER BY id";
    let rows = t.database.pool().query_all_raw(t.database.statement(select, [])).await.expect("messages");
    let reasons: Vec<String> = rows.iter().map(|row| row.try_get_by(0).expect("a reason")).collect();
    let (replaced, gone) = ("Not sent: a newer message took its place.", "Not sent: the person was deactivated.");
    assert_eq!(reasons, [replaced, "Not sent: the SIP phone was deleted.", replaced, gone]);
    let row = t.phone_of(&admin, curtis.person).await;
    assert_eq!((row.credentials, &*row.mail_error), (CredentialsState::Failed, gone));
});

both!(browsers_are_told_of_every_change, |t| async move {
    let (admin, outbox) = (t.admin().await, t.outbox());
    let phones = t.phones_with(&outbox);
    let count = || t.number("SELECT coalesce(max(number), 0) FROM change_counter WHERE topic = 'sip-phones'");
    let mut told = count().await;
    let mut is_told = async |what: &str| {
        let now = count().await;
        assert!(now > told, "{what}");
        told = now;
    };
    let curtis = t.agent_with_phone(&admin, "Curtis").await;
    is_told("added").await;
    phones.set_receiving(&admin, &[curtis.id], false).await.expect("switched");
    is_told("switched").await;
    phones.resend(&admin, &[curtis.id]).await.expect("a letter");
    is_told("sent again").await;
    let link = latest_link(&t, "curtis@agents.test").await;
    let working = t.work(&outbox, &crate::support::settings(""));
    t.wait_for_state("sent", 1).await;
    working.stop().await;
    is_told("the letter became").await;
    phones.open(&link).await.expect("the password");
    is_told("opened").await;
    let row = t.phone_of(&admin, curtis.person).await;
    let change = PhoneChange { new_password: true, ..unchanged(&row) };
    phones.update(&admin, row.id, row.version, change).await.expect("a new password");
    is_told("changed").await;
    phones.delete(&admin, &[curtis.id]).await.expect("deleted");
    is_told("deleted").await;
    phones.add_all(&admin, true).await.expect("begun");
    is_told("begun").await;
});
