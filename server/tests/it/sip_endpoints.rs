//! SIP endpoints: made, changed, copied, deleted.

use crate::support::{Backend, Test, both, filled_in, input};
use app::error::AppError;
use app::fields::Problem;
use app::session::Admin;
use app::sip_endpoints::{SipEndpointForm, SipEndpoints};
use sea_orm::ConnectionTrait;
use secrecy::ExposeSecret;
use server::secrets::Place;

const SECRET: &str = "tour-eiffel-1889";

fn with_password(reference: &str) -> SipEndpointForm {
    SipEndpointForm { user_name: "fr-main".into(), password: SECRET.into(), ..filled_in(reference) }
}

/// The password column of an endpoint.
async fn sealed(t: &Test, id: i64) -> Option<String> {
    let sql = "SELECT password FROM sip_endpoint WHERE id = $1";
    let row = t.database.pool().query_one_raw(t.database.statement(sql, [id.into()])).await.expect("an answer");
    row.expect("an endpoint").try_get("", "password").expect("text or nothing")
}

fn opened(t: &Test, id: i64, sealed: &str) -> String {
    let place = Place { table: "sip_endpoint", column: "password", row: id };
    t.secrets.open(place, sealed).expect("a password of this row").expose_secret().to_owned()
}

async fn update(t: &Test, by: &Admin, id: i64, version: i64, form: &SipEndpointForm) -> Result<i64, AppError> {
    t.endpoints().update(by, id, version, input(form)).await?;
    t.endpoints().get(by.as_reader(), id).await.map(|edit| edit.version)
}

both!(an_endpoint_is_read_back_as_it_was_typed, |t| async move {
    let (admin, endpoints) = (t.admin().await, t.endpoints());
    let typed = SipEndpointForm {
        host: "2001:db8::5".into(),
        port: "65535".into(),
        reference: "Paris_sud.2@x-y".into(),
        codec: "ulaw".into(),
        transport: "tls".into(),
        user_name: "Zoë<b>%_\\$1;--".into(),
        realm: " \"Realm\" <i>' $2 ".into(),
        ..SipEndpointForm::default()
    };
    let saved = t.create(&admin, &typed).await;
    assert_eq!((saved.reference.as_str(), &saved.twin), ("Paris_sud.2@x-y", &None));
    let edit = endpoints.get(admin.as_reader(), saved.id).await.expect("the endpoint");
    assert_eq!((edit.form, edit.version, edit.has_password), (typed, 1, false));
});

both!(a_duplicate_reference_is_an_error_on_the_field, |t| async move {
    let admin = t.admin().await;
    let first = t.create(&admin, &filled_in("Paris")).await;
    let taken = Some(AppError::invalid("reference", Problem::ReferenceTaken));
    assert_eq!(t.endpoints().create(&admin, input(&filled_in("pARIS")), None).await.err(), taken);
    let second = t.create(&admin, &filled_in("berlin")).await;
    assert_eq!(update(&t, &admin, second.id, 1, &filled_in("PARIS")).await.err(), taken);
    // One's own reference is not taken, whatever its case.
    assert_eq!(update(&t, &admin, first.id, 1, &filled_in("PARIS")).await, Ok(2));
});

both!(of_two_creates_at_once_with_one_reference_one_wins, |t| async move {
    let admin = t.admin().await;
    for round in 0..10 {
        let (one, other) = (t.endpoints(), t.endpoints());
        let (lower, upper) =
            (input(&filled_in(&format!("paris-{round}"))), input(&filled_in(&format!("PARIS-{round}"))));
        let (one, other) = tokio::join!(one.create(&admin, lower, None), other.create(&admin, upper, None));
        let lost: Vec<AppError> = [one, other].into_iter().filter_map(Result::err).collect();
        assert_eq!(lost, [AppError::invalid("reference", Problem::ReferenceTaken)]);
    }
});

both!(of_two_updates_at_once_one_is_told_of_the_other, |t| async move {
    let (ada, bea) = (t.admin().await, t.admin().await);
    let id = t.create(&ada, &filled_in("paris")).await.id;
    for version in 1..=10 {
        let (one, other) = (t.endpoints(), t.endpoints());
        let from = |host: &str| input(&SipEndpointForm { host: format!("{host}{version}"), ..filled_in("paris") });
        let (one, other) =
            tokio::join!(one.update(&ada, id, version, from("a")), other.update(&bea, id, version, from("b")));
        let winner = if one.is_ok() { &ada } else { &bea };
        let [AppError::Conflict(conflict)] = &[one, other].into_iter().filter_map(Result::err).collect::<Vec<_>>()[..]
        else {
            panic!("one conflict")
        };
        assert_eq!((&conflict.by, conflict.version), (&winner.person().name, version + 1));
    }
});

both!(who_edits_an_older_state_is_told_the_state_now, |t| async move {
    let (ada, bea) = (t.admin().await, t.admin().await);
    let id = t.create(&ada, &with_password("paris")).await.id;
    let changed = SipEndpointForm { port: "5080".into(), ..with_password("paris") };
    assert_eq!(update(&t, &bea, id, 1, &changed).await, Ok(2));
    let Err(AppError::Conflict(conflict)) = update(&t, &ada, id, 1, &filled_in("paris-2")).await else {
        panic!("a conflict")
    };
    assert_eq!((&conflict.by, conflict.version), (&bea.person().name, 2));
    let mut now = changed.shown();
    now.insert("has_password".into(), "yes".into());
    assert_eq!(conflict.current, now);
    assert!(!format!("{conflict:?}").contains(SECRET));
    // With the version that came along the next attempt succeeds.
    assert_eq!(update(&t, &ada, id, conflict.version, &filled_in("paris-2")).await, Ok(3));
});

both!(saving_what_is_there_already_is_no_change, |t| async move {
    let admin = t.admin().await;
    let id = t.create(&admin, &with_password("paris")).await.id;
    let same = SipEndpointForm { password: String::new(), ..with_password("paris") };
    assert_eq!(update(&t, &admin, id, 1, &same).await, Ok(1));
    assert_eq!(update(&t, &admin, id, 1, &with_password("paris")).await, Ok(2), "a password typed anew is a change");
});

both!(what_is_gone_is_said_to_be_gone, |t| async move {
    let (admin, endpoints) = (t.admin().await, t.endpoints());
    let id = t.create(&admin, &filled_in("Paris")).await.id;
    assert_eq!(endpoints.delete(&admin, id).await, Ok("Paris".into()));
    for id in [id, 0, -1, i64::MAX] {
        assert_eq!(endpoints.delete(&admin, id).await, Err(AppError::NotFound));
        assert_eq!(endpoints.get(admin.as_reader(), id).await, Err(AppError::NotFound));
        assert_eq!(endpoints.copy_of(&admin, id).await, Err(AppError::NotFound));
        assert_eq!(endpoints.update(&admin, id, 1, input(&filled_in("x"))).await, Err(AppError::NotFound));
    }
    // Its reference is free again.
    t.create(&admin, &filled_in("paris")).await;
});

both!(a_password_is_kept_sealed_for_its_row, |t| async move {
    let admin = t.admin().await;
    let id = t.create(&admin, &with_password("paris")).await.id;
    let kept = sealed(&t, id).await.expect("a password");
    assert!(kept.starts_with("v1|"));
    assert_eq!(opened(&t, id, &kept), SECRET);
    let edit = t.endpoints().get(admin.as_reader(), id).await.expect("the endpoint");
    assert_eq!((edit.has_password, edit.form.password.as_str()), (true, ""));
    if t.backend == Backend::Sqlite {
        for file in std::fs::read_dir(t.folder.path()).expect("the data folder") {
            let bytes = std::fs::read(file.expect("a file").path()).expect("its bytes");
            assert!(!bytes.windows(SECRET.len()).any(|part| part == SECRET.as_bytes()));
        }
    }
});

both!(a_password_stays_until_it_is_changed_or_removed, |t| async move {
    let admin = t.admin().await;
    let id = t.create(&admin, &with_password("paris")).await.id;
    let first = sealed(&t, id).await;
    let untouched = SipEndpointForm { password: String::new(), port: "5070".into(), ..with_password("paris") };
    update(&t, &admin, id, 1, &untouched).await.expect("a change");
    assert_eq!(sealed(&t, id).await, first);
    let changed = SipEndpointForm { password: "orly".into(), ..untouched.clone() };
    update(&t, &admin, id, 2, &changed).await.expect("a change");
    assert_eq!(opened(&t, id, &sealed(&t, id).await.expect("a password")), "orly");
    let removed = SipEndpointForm { remove_password: "on".into(), ..untouched.clone() };
    update(&t, &admin, id, 3, &removed).await.expect("a change");
    assert_eq!(sealed(&t, id).await, None);
});

both!(without_a_user_name_there_is_no_password, |t| async move {
    let admin = t.admin().await;
    let id = t.create(&admin, &with_password("paris")).await.id;
    update(&t, &admin, id, 1, &filled_in("paris")).await.expect("a change");
    assert_eq!(sealed(&t, id).await, None);
    // A request that goes round the form may say anything.
    let around = app::sip_endpoints::SipEndpointInput { user_name: None, ..input(&with_password("berlin")) };
    let id = t.endpoints().create(&admin, around, None).await.expect("an endpoint").id;
    assert_eq!(sealed(&t, id).await, None);
});

both!(a_copy_has_the_password_sealed_anew, |t| async move {
    let (admin, endpoints) = (t.admin().await, t.endpoints());
    let original = t.create(&admin, &with_password("paris")).await.id;
    let copy = endpoints.copy_of(&admin, original).await.expect("a filled form");
    assert!(copy.has_password);
    assert_eq!((copy.form.reference.as_str(), copy.form.password.as_str()), ("paris-copy", ""));
    let copied = endpoints.create(&admin, input(&copy.form), Some(original)).await.expect("a copy");
    assert_eq!(copied.twin.map(|twin| twin.reference), Some("paris".into()));
    let (first, second) = (sealed(&t, original).await.expect("one"), sealed(&t, copied.id).await.expect("another"));
    assert_ne!(first, second);
    assert_eq!(opened(&t, copied.id, &second), SECRET);
});

both!(a_copy_takes_another_password_or_none_if_told_to, |t| async move {
    let (admin, endpoints) = (t.admin().await, t.endpoints());
    let original = t.create(&admin, &with_password("paris")).await.id;
    let other = SipEndpointForm { password: "orly".into(), ..with_password("paris-2") };
    let id = endpoints.create(&admin, input(&other), Some(original)).await.expect("a copy").id;
    assert_eq!(opened(&t, id, &sealed(&t, id).await.expect("a password")), "orly");
    let none = SipEndpointForm { password: String::new(), remove_password: "on".into(), ..with_password("paris-3") };
    let id = endpoints.create(&admin, input(&none), Some(original)).await.expect("a copy").id;
    assert_eq!(sealed(&t, id).await, None);
});

both!(a_copy_of_what_is_gone_does_not_lose_the_password_silently, |t| async move {
    let (admin, endpoints) = (t.admin().await, t.endpoints());
    let original = t.create(&admin, &with_password("paris")).await.id;
    endpoints.delete(&admin, original).await.expect("deleted");
    let copy = SipEndpointForm { password: String::new(), ..with_password("paris-copy") };
    assert_eq!(endpoints.create(&admin, input(&copy), Some(original)).await, Err(AppError::NotFound));
    assert!(endpoints.create(&admin, input(&with_password("paris-copy")), Some(original)).await.is_ok());
});

both!(copies_get_the_next_free_reference, |t| async move {
    let (admin, endpoints) = (t.admin().await, t.endpoints());
    let id = t.create(&admin, &filled_in("Paris")).await.id;
    let mut names = Vec::new();
    for _ in 0..40 {
        let name = endpoints.copy_of(&admin, id).await.expect("a filled form").form.reference;
        t.create(&admin, &filled_in(&name)).await;
        names.push(name);
    }
    assert_eq!(names[..3], ["Paris-copy", "Paris-copy-2", "Paris-copy-3"]);
    assert_eq!(names[39], "Paris-copy-40");
});

both!(a_copy_s_reference_is_never_too_long_and_fills_gaps, |t| async move {
    let (admin, endpoints) = (t.admin().await, t.endpoints());
    let longest = "a".repeat(64);
    let id = t.create(&admin, &filled_in(&longest)).await.id;
    let copy = endpoints.copy_of(&admin, id).await.expect("a filled form").form.reference;
    assert_eq!(copy, format!("{}-copy", "a".repeat(59)));
    t.create(&admin, &filled_in(&copy.to_uppercase())).await;
    let third = t.create(&admin, &filled_in(&format!("{}-copy-3", "a".repeat(57)))).await.id;
    let copy = endpoints.copy_of(&admin, id).await.expect("a filled form").form.reference;
    assert_eq!(copy, format!("{}-copy-2", "a".repeat(57)));
    endpoints.delete(&admin, third).await.expect("deleted");
});

both!(a_twin_has_the_same_host_port_and_user_name, |t| async move {
    let (admin, endpoints) = (t.admin().await, t.endpoints());
    let typed = SipEndpointForm { user_name: "Zoë".into(), ..filled_in("paris") };
    let id = t.create(&admin, &typed).await.id;
    let twin = async |form: &SipEndpointForm, except| {
        let twin = endpoints.twin(admin.as_reader(), form, except).await.expect("an answer");
        twin.map(|twin| twin.reference)
    };
    let same = SipEndpointForm { host: " SIP.example.org".into(), user_name: "zOË".into(), ..filled_in("") };
    assert_eq!(twin(&same, None).await.as_deref(), Some("paris"));
    assert_eq!(twin(&same, Some(id)).await, None);
    let no_port = SipEndpointForm { port: String::new(), ..same.clone() };
    assert_eq!(twin(&no_port, None).await.as_deref(), Some("paris"));
    for other in [
        SipEndpointForm { port: "5061".into(), ..same.clone() },
        SipEndpointForm { port: "0".into(), ..same.clone() },
        SipEndpointForm { user_name: String::new(), ..same.clone() },
        SipEndpointForm { host: "sip.example.com".into(), ..same.clone() },
        SipEndpointForm::default(),
    ] {
        assert_eq!(twin(&other, None).await, None);
    }
    let second = t.create(&admin, &SipEndpointForm { reference: "second".into(), ..same }).await;
    assert_eq!(second.twin.map(|twin| twin.reference).as_deref(), Some("paris"));
});
