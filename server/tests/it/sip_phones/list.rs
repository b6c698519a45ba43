//! The list: searched, filtered, sorted, paged; and the drop-down's search.

use super::offered;
use crate::support::{Test, both};
use app::listing::{Column, ListQuery, Total};
use app::session::Admin;
use app::sip_phones::{PhoneColumn as C, PhoneRow, Registration, SipPhones};
use sea_orm::{ConnectionTrait, DbBackend};
use server::clock::Clock;
use server::search::Step;
use server::session::seed_people;
use server::sip_phones::seed_phones;

/// Each way a search can go.
const WAYS: [&[Step]; 3] = [&[Step::Whole(100_000)], &[Step::Walk(64), Step::Walk(1_024), Step::Index], &[Step::Index]];
const QUERIES: [&str; 14] = [
    "",
    "?q=ADA",
    "?q=abel%20callcentre",
    "?q=ada.abel.2",
    "?q=nobody-zz",
    "?receiving=yes",
    "?receiving=no",
    "?mail=queued",
    "?mail=failed",
    "?mail=opened&receiving=yes&q=kaya",
    "?phone=never",
    "?phone=now",
    "?q=550",
    "?mail=nonsense",
];

/// Whether a row belongs to a list, as a program without any index would say.
fn matches(row: &PhoneRow, query: &ListQuery<C>) -> bool {
    let text = format!("{}\n{}\n{}", row.name, row.email, row.user_name).to_lowercase();
    let kind = |filter: &str| match filter {
        "receiving" => {
            if row.receiving {
                "yes"
            } else {
                "no"
            }
        }
        "mail" => row.credentials.code(),
        _ => row.registration.code(),
    };
    query.words().iter().all(|word| text.contains(word.as_str()))
        && query.filters.iter().all(|(filter, chosen)| kind(filter) == chosen)
}

fn key(row: &PhoneRow, column: C) -> String {
    match column {
        C::Name => row.name.to_lowercase(),
        C::Email => row.email.to_lowercase(),
        C::UserName => row.user_name.to_lowercase(),
    }
}

/// All rows, read by their ids.
async fn model(t: &Test, by: &Admin) -> Vec<PhoneRow> {
    let ids = t.database.statement("SELECT id FROM sip_phone ORDER BY id", []);
    let mut rows = Vec::new();
    for row in t.database.pool().query_all_raw(ids).await.expect("ids") {
        let id: i64 = row.try_get("", "id").expect("an id");
        rows.push(t.phones().get(by.as_reader(), id).await.expect("a phone"));
    }
    rows
}

both!(every_way_finds_what_is_there_in_order, |t| async move {
    let admin = t.admin().await;
    seed_people(&t.database, &Clock::fixed(0), 1_200, false).await.expect("people");
    seed_phones(&t.database, &t.secrets, &t.clock, 1_000).await.expect("phones");
    seed_phones(&t.database, &t.secrets, &t.clock, 1_000).await.expect("the same ones");
    let all = model(&t, &admin).await;
    assert_eq!(all.len(), 1_000);
    for way in WAYS {
        let phones = t.phones().with_steps(way.to_vec());
        for text in QUERIES {
            for sort in C::ALL {
                for descending in [false, true] {
                    let mut query = ListQuery::<C>::from_query_string(text);
                    (query.sort, query.descending) = (*sort, descending);
                    let mut expected: Vec<&PhoneRow> = all.iter().filter(|row| matches(row, &query)).collect();
                    expected.sort_by_key(|row| (key(row, *sort), row.id));
                    if descending {
                        expected.reverse();
                    }
                    let page = phones.list(admin.as_reader(), &query).await.expect("a page");
                    let expected: Vec<&PhoneRow> = expected.into_iter().take(50).collect();
                    assert_eq!(page.rows.iter().collect::<Vec<_>>(), expected, "{text} {sort:?} {way:?}");
                }
            }
        }
        assert_eq!(offered(&phones, &admin, "").await.len(), 20);
        let found = phones.candidates(&admin, "ADA callcentre").await.expect("candidates");
        assert_eq!(found.without, Total::Exactly(200));
        let names: Vec<&str> = found.people.iter().map(|one| one.name.as_str()).collect();
        assert!(!names.is_empty() && names.is_sorted() && names.iter().all(|name| name.starts_with("Ada ")));
        assert!(offered(&phones, &admin, "nobody-zz").await.is_empty());
        assert!(offered(&phones, &admin, "\0\u{1}").await.len() == 20);
    }
});

/// How each index is made.
async fn indexes(t: &Test) -> Vec<String> {
    let sql = match t.database.backend() {
        DbBackend::Postgres => "SELECT indexdef AS made FROM pg_indexes WHERE schemaname = current_schema() ORDER BY 1",
        _ => "SELECT sql AS made FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY 1",
    };
    let rows = t.database.pool().query_all_raw(t.database.statement(sql, [])).await.expect("indexes");
    rows.iter().map(|row| row.try_get("", "made").expect("text")).collect()
}

both!(many_made_up_phones_leave_every_index_as_it_was, |t| async move {
    let (admin, before) = (t.admin().await, indexes(&t).await);
    seed_people(&t.database, &Clock::fixed(0), 10_002, false).await.expect("people");
    let waiting = t.phones().candidates(&admin, "").await.expect("candidates").without;
    assert_eq!(waiting, Total::AtLeast(10_000));
    seed_phones(&t.database, &t.secrets, &t.clock, 10_001).await.expect("phones");
    assert_eq!(indexes(&t).await, before);
    let found = t.phones().candidates(&admin, ".10001@").await.expect("candidates");
    assert_eq!((found.without, found.people.len()), (Total::Exactly(1), 1));
    let query = ListQuery::<C>::from_query_string("?q=.10000@");
    assert_eq!(t.phones().list(admin.as_reader(), &query).await.expect("a page").rows.len(), 1);
});

both!(a_registration_is_shown_as_long_as_it_lasts, |t| async move {
    let admin = t.admin().await;
    let curtis = t.agent_with_phone(&admin, "Curtis").await;
    assert_eq!(curtis.registration, Registration::Never);
    let (now, until) = (t.clock.now(), t.clock.now() + 60_000);
    let sql = "UPDATE sip_phone SET registered_until = $1, last_seen_at = $2";
    let update = t.database.statement(sql, [until.into(), now.into()]);
    t.database.pool().execute_raw(update).await.expect("registered");
    assert_eq!(t.listed(&admin, "").await[0].registration, Registration::Now);
    t.clock.advance(std::time::Duration::from_secs(61));
    assert_eq!(t.listed(&admin, "").await[0].registration, Registration::Seen(now));
    assert_eq!(t.phone_of(&admin, curtis.person).await.registration, Registration::Seen(now));
});
