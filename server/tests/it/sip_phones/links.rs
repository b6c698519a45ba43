//! Links to credentials: opened once, by whom they were mailed to.

use super::{latest_link, unchanged};
use crate::support::{Test, both, letters};
use app::error::AppError;
use app::people::People;
use app::session::Admin;
use app::sip_phones::{CredentialsState, PhoneChange, SipPhones};
use sea_orm::ConnectionTrait;
use server::sip_phones::{Algorithm, Provisioning, ha1};
use std::time::Duration;

const CURTIS: &str = "curtis.stone@agents.test";
const DAY: Duration = Duration::from_hours(24);

/// The secret part of the provisioning address in a QR code.
fn token_in(svg: &str) -> String {
    let size = |text: &str| text.parse::<usize>().expect("a number");
    let (_, rest) = svg.split_once("viewBox=\"0 0 ").expect("a size");
    let side = size(rest.split(' ').next().expect("a size"));
    let mut dark = vec![false; side * side];
    let (_, path) = svg.split_once("fill=\"#000\" d=\"M").expect("a path");
    for run in path.split('"').next().expect("its end").split('M') {
        let (x, rest) = run.split_once(' ').expect("x");
        let (y, rest) = rest.split_once('h').expect("y");
        let start = size(y) * side + size(x);
        dark[start..start + size(rest.split('v').next().expect("a length"))].fill(true);
    }
    let pixel = |x: usize, y: usize| if dark[y / 4 * side + x / 4] { 0 } else { 255 };
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(side * 4, side * 4, pixel);
    let text = picture.detect_grids()[0].decode().expect("a QR code").1;
    text.strip_prefix("http://switchroom.test/provision/").unwrap_or_else(|| panic!("{text}")).to_owned()
}

async fn new_password(t: &Test, by: &Admin, id: i64) {
    let row = t.phones().get(by.as_reader(), id).await.expect("a phone");
    let change = PhoneChange { new_password: true, ..unchanged(&row) };
    t.phones().update(by, id, row.version, change).await.expect("a new password");
}

both!(a_link_says_whose_it_is_as_often_as_asked_and_shows_the_password_once, |t| async move {
    let (admin, phones) = (t.admin().await, t.phones());
    t.agent_with_phone(&admin, "Curtis Stone").await;
    let link = latest_link(&t, CURTIS).await;
    for _ in 0..3 {
        let connection = phones.connection_of_link(&link).await.expect("a link that holds");
        assert_eq!((&*connection.display_name, &*connection.server), ("Curtis Stone", "sip.phones.test"));
    }
    let shown = phones.open(&link).await.expect("the password");
    assert!(!format!("{shown:?}").contains(&shown.password));
    assert_eq!(phones.open(&link).await, Err(AppError::LinkNotValid));
    assert_eq!(phones.connection_of_link(&link).await, Err(AppError::LinkNotValid));
    for wrong in ["", "x", "\0", &"x".repeat(100_000)] {
        assert_eq!(phones.open(wrong).await, Err(AppError::LinkNotValid));
        assert_eq!(phones.take(wrong).await, Ok(None));
    }
});

both!(of_many_who_open_a_link_at_once_one_gets_the_password, |t| async move {
    let admin = t.admin().await;
    for round in 0..5 {
        t.agent_with_phone(&admin, &format!("Curtis {round}")).await;
        let link = latest_link(&t, &format!("curtis.{round}@agents.test")).await;
        let opening: Vec<_> = (0..8)
            .map(|_| {
                let (phones, link) = (t.phones(), link.clone());
                tokio::spawn(async move { phones.open(&link).await })
            })
            .collect();
        let mut shown = Vec::new();
        for opening in opening {
            match opening.await.expect("no panic") {
                Ok(credentials) => shown.push(credentials),
                Err(error) => assert_eq!(error, AppError::LinkNotValid),
            }
        }
        assert_eq!(shown.len(), 1);
        let token = token_in(&shown[0].qr);
        let taking: Vec<_> = (0..8)
            .map(|_| {
                let (phones, token) = (t.phones(), token.clone());
                tokio::spawn(async move { phones.take(&token).await })
            })
            .collect();
        let mut taken = Vec::new();
        for taking in taking {
            taken.extend(taking.await.expect("no panic").expect("an answer"));
        }
        assert_eq!(taken.len(), 1);
        assert_eq!((&taken[0].1, &taken[0].0), (&shown[0].password, &shown[0].connection));
    }
});

both!(a_phone_fetches_its_settings_once_over_http, |t| async move {
    let admin = t.admin().await;
    t.agent_with_phone(&admin, "Curtis Stone").await;
    let shown = t.phones().open(&latest_link(&t, CURTIS).await).await.expect("the password");
    let server = t.serve().await;
    let path = format!("/provision/{}", token_in(&shown.qr));
    let first = server.browser().get(&path).await;
    assert!(first.body.contains(&shown.password) && first.body.contains("curtis.stone"), "{first:?}");
    assert!(first.header("cache-control").contains("no-store"), "{first:?}");
    assert_eq!(server.browser().get(&path).await.status.as_u16(), 404);
});

both!(a_link_expires, |t| async move {
    let (admin, phones) = (t.admin().await, t.phones());
    t.agent_with_phone(&admin, "Curtis Stone").await;
    let link = latest_link(&t, CURTIS).await;
    t.clock.advance(7 * DAY - Duration::from_millis(1));
    assert!(phones.connection_of_link(&link).await.is_ok());
    t.clock.advance(Duration::from_millis(1));
    assert_eq!(phones.connection_of_link(&link).await, Err(AppError::LinkNotValid));
    assert_eq!(phones.open(&link).await, Err(AppError::LinkNotValid));
    let row = &t.listed(&admin, "").await[0];
    assert_eq!(phones.resend(&admin, &[row.id]).await, Ok(1));
    assert_eq!(t.number("SELECT count(*) FROM credentials_link").await, 1, "the expired one is gone");
    let shown = phones.open(&latest_link(&t, CURTIS).await).await.expect("the password");
    let token = token_in(&shown.qr);
    t.clock.advance(Duration::from_hours(1));
    assert_eq!(phones.take(&token).await, Ok(None));
});

both!(a_link_is_no_provisioning_address_and_the_other_way_round, |t| async move {
    let (admin, phones) = (t.admin().await, t.phones());
    t.agent_with_phone(&admin, "Curtis Stone").await;
    let link = latest_link(&t, CURTIS).await;
    assert_eq!(phones.take(&link).await, Ok(None));
    let shown = phones.open(&link).await.expect("the password");
    assert_eq!(phones.open(&token_in(&shown.qr)).await, Err(AppError::LinkNotValid));
    assert!(phones.take(&token_in(&shown.qr)).await.expect("an answer").is_some());
});

both!(a_newer_letter_ends_older_links_and_codes, |t| async move {
    let (admin, phones) = (t.admin().await, t.phones());
    let row = t.agent_with_phone(&admin, "Curtis Stone").await;
    let first = latest_link(&t, CURTIS).await;
    assert_eq!(phones.resend(&admin, &[row.id]).await, Ok(1));
    assert_eq!(phones.open(&first).await, Err(AppError::LinkNotValid));
    let shown = phones.open(&latest_link(&t, CURTIS).await).await.expect("the password");
    new_password(&t, &admin, row.id).await;
    assert_eq!(phones.take(&token_in(&shown.qr)).await, Ok(None));
    let row = t.phones().get(admin.as_reader(), row.id).await.expect("a phone");
    assert_eq!(row.credentials, CredentialsState::Queued, "a new letter is under way");
    let renewed = phones.open(&latest_link(&t, CURTIS).await).await.expect("the password");
    assert_ne!(renewed.password, shown.password);
    assert_eq!(letters(&t).await.len(), 1, "those with older links are taken back");
});

both!(links_end_with_the_phone_and_with_the_person, |t| async move {
    let (admin, phones) = (t.admin().await, t.phones());
    let curtis = t.agent_with_phone(&admin, "Curtis Stone").await;
    let link = latest_link(&t, CURTIS).await;
    t.people().deactivate(&admin, curtis.person).await.expect("deactivated");
    assert_eq!(phones.open(&link).await, Err(AppError::LinkNotValid));
    assert_eq!(phones.connection_of_link(&link).await, Err(AppError::LinkNotValid));
    t.people().reactivate(&admin, curtis.person).await.expect("reactivated");
    assert_eq!(phones.open(&link).await, Err(AppError::LinkNotValid));
    assert_eq!(phones.resend(&admin, &[curtis.id]).await, Ok(1));
    let shown = phones.open(&latest_link(&t, CURTIS).await).await.expect("the password");
    let token = token_in(&shown.qr);
    assert_eq!(phones.resend(&admin, &[curtis.id]).await, Ok(1));
    let link = latest_link(&t, CURTIS).await;
    assert_eq!(phones.delete(&admin, &[curtis.id]).await, Ok(1));
    assert_eq!(phones.open(&link).await, Err(AppError::LinkNotValid));
    assert_eq!(phones.take(&token).await, Ok(None));
});

both!(a_person_who_is_inactive_by_the_row_alone_opens_nothing, |t| async move {
    let (admin, phones) = (t.admin().await, t.phones());
    let curtis = t.agent_with_phone(&admin, "Curtis Stone").await;
    let link = latest_link(&t, CURTIS).await;
    let sql = "UPDATE person SET active = $1 WHERE id = $2";
    let update = t.database.statement(sql, [false.into(), curtis.person.into()]);
    t.database.pool().execute_raw(update).await.expect("updated");
    assert_eq!(phones.open(&link).await, Err(AppError::LinkNotValid));
});

both!(the_password_behind_the_link_answers_a_challenge, |t| async move {
    let admin = t.admin().await;
    t.agent_with_phone(&admin, "Curtis Stone").await;
    let shown = t.phones().open(&latest_link(&t, CURTIS).await).await.expect("the password");
    let (user, realm) = (shown.connection.user_name.as_str(), shown.connection.domain.as_str());
    for algorithm in [Algorithm::Md5, Algorithm::Sha256, Algorithm::Sha512Of256] {
        // What the registrar keeps, from the row as it is.
        let sealed = "SELECT password, id FROM sip_phone";
        let row = t.database.pool().query_one_raw(t.database.statement(sealed, [])).await.expect("an answer");
        let row = row.expect("a phone");
        let id: i64 = row.try_get("", "id").expect("an id");
        let sealed: String = row.try_get("", "password").expect("a password");
        let place = server::secrets::Place { table: "sip_phone", column: "password", row: id };
        let kept = t.secrets.open(place, &sealed).expect("a password of this row");
        let kept = ha1(user, realm, secrecy::ExposeSecret::expose_secret(&kept), algorithm);
        // What a phone answers.
        let a1 = algorithm.hash(&format!("{user}:{realm}:{}", shown.password));
        let answer = |a1: &str| {
            let a2 = algorithm.hash(&format!("REGISTER:sip:{realm}"));
            algorithm.hash(&format!("{a1}:nonce:00000001:cnonce:auth:{a2}"))
        };
        assert_eq!(answer(&a1), answer(&kept), "{}", algorithm.name());
    }
});
