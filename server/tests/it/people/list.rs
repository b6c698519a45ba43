//! The list of people: searched, filtered, sorted, paged.

use super::{PASSWORD, active, choose, invite, latest_link};
use crate::support::{Test, both};
use app::listing::{Column, ListQuery, Page, PageSize, Place, Total};
use app::people::{People, PersonColumn as C, PersonRow, PersonState};
use app::session::{Reader, Role};
use sea_orm::ConnectionTrait;
use server::people::PeopleStore;
use server::search::Step;
use server::session::seed_people;

/// Each way a search can go.
const WAYS: [&[Step]; 3] = [&[Step::Whole(100_000)], &[Step::Walk(64), Step::Walk(1_024), Step::Index], &[Step::Index]];
const QUERIES: [&str; 16] = [
    "",
    "?q=ADA",
    "?q=ångström",
    "?q=ΣΣ",
    "?q=callcentre.test%20NOVAK",
    "?q=100%25_a",
    "?q=o'br",
    "?q=admin",
    "?q=zz-nobody",
    "?role=admin",
    "?role=agent&state=invited",
    "?state=active",
    "?state=deactivated",
    "?q=a&state=deactivated",
    "?q=kate&role=support&state=active",
    "?role=nonsense",
];

/// The list as a program without any database would make it.
pub(super) struct Model(Vec<PersonRow>);

impl Model {
    pub(super) async fn read(database: &server::database::Database) -> Self {
        let sql = "SELECT id, name, email, role, active, password_hash, version FROM person";
        let rows = database.pool().query_all_raw(database.statement(sql, [])).await.expect("people");
        let read = |row: &sea_orm::QueryResult| {
            let role: String = row.try_get("", "role").expect("a role");
            let hash: Option<String> = row.try_get("", "password_hash").expect("a hash or none");
            PersonRow {
                id: row.try_get("", "id").expect("an id"),
                name: row.try_get("", "name").expect("a name"),
                email: row.try_get("", "email").expect("an address"),
                role: Role::from_code(&role).expect("a role"),
                state: PersonState::of(row.try_get("", "active").expect("true or false"), hash.is_some()),
                has_password: hash.is_some(),
                version: row.try_get("", "version").expect("a version"),
            }
        };
        Self(rows.iter().map(read).collect())
    }

    fn rows(&self, query: &ListQuery<C>) -> Vec<PersonRow> {
        let mut rows: Vec<PersonRow> = self.0.iter().filter(|row| matches(row, query)).cloned().collect();
        rows.sort_by_key(|row| (key(row, query.sort), row.id));
        if query.descending {
            rows.reverse();
        }
        rows
    }
}

fn matches(row: &PersonRow, query: &ListQuery<C>) -> bool {
    let is = |filter: &str, kind: &str| query.filters.get(filter).is_none_or(|wanted| wanted == kind);
    let words = || query.search.split_whitespace().map(lower).collect::<Vec<_>>();
    let fields = [lower(&row.name), lower(&row.email)];
    is("role", row.role.code())
        && is("state", row.state.code())
        && words().iter().all(|word| fields.iter().any(|field| field.contains(word)))
}

fn key(row: &PersonRow, sort: C) -> String {
    match sort {
        C::Name => lower(&row.name),
        C::Email => row.email.to_lowercase(),
        C::Role => row.role.code().to_owned(),
    }
}

/// Small letters, one by one; the two small sigmas are one.
fn lower(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect::<String>().replace('ς', "σ")
}

async fn list(people: &PeopleStore, by: &Reader, query: &ListQuery<C>) -> Page<PersonRow> {
    people.list(by, query).await.expect("a page")
}

/// Follows `next` from the first page on.
pub(super) async fn all(people: &PeopleStore, by: &Reader, start: &ListQuery<C>) -> Vec<PersonRow> {
    let (mut rows, mut query) = (Vec::new(), start.clone());
    loop {
        let page = list(people, by, &query).await;
        rows.extend(page.rows);
        let Some(next) = page.next else { return rows };
        query.at = Place::After(next);
    }
}

/// Every query, in every order and way, against the model.
pub(super) async fn agrees(t: &Test, people: impl Fn() -> PeopleStore, model: &Model) {
    let reader = t.reader().await;
    let expected_without_reader = |rows: Vec<PersonRow>| -> Vec<PersonRow> {
        rows.into_iter().filter(|row| row.email != reader.person().email).collect()
    };
    for text in QUERIES {
        for sort in C::ALL {
            for descending in [false, true] {
                let query = ListQuery { sort: *sort, descending, ..ListQuery::from_query_string(text) };
                let expected = model.rows(&query);
                let found = expected_without_reader(all(&people(), &reader, &query).await);
                assert_eq!(found, expected, "{text} {sort:?}");
            }
        }
        let query = ListQuery { size: PageSize::Small, ..ListQuery::from_query_string(text) };
        for way in WAYS {
            let found = all(&people().with_steps(way.to_vec()), &reader, &query).await;
            assert_eq!(expected_without_reader(found), model.rows(&query), "{text} {way:?}");
        }
    }
}

/// People as different as they come.
async fn fill(t: &Test) -> Model {
    seed_people(&t.database, &t.clock, 180, true).await.expect("people");
    let admin = t.admin().await;
    for (n, name) in
        ["ÅNGSTRÖM", "日本語", "100%_a\\b", "ΟΔΥΣΣΕΥΣ", "Zoë O'Brien", "<b>", "a", "\u{e000}"].into_iter().enumerate()
    {
        let id = t.add_person(name, &format!("Odd-{n}@Switchroom.test"), Role::Support).await;
        if n % 2 == 0 {
            t.people().deactivate(&admin, id).await.expect("deactivated");
        }
    }
    let (kate, _) = active(t, &admin, "Kate Bush", Role::Agent).await;
    t.people().set_role(&admin, kate.id, kate.version, Role::Support).await.expect("a role");
    Model::read(&t.database).await
}

both!(list_search_filters_and_order_agree_with_a_plain_model, |t| async move {
    let model = fill(&t).await;
    agrees(&t, || t.people(), &model).await;
});

both!(whatever_changes_role_or_state_changes_where_a_person_is_found, |t| async move {
    let admin = t.admin().await;
    let people = t.people().with_steps(vec![Step::Index]);
    let places = async || {
        let mut places = Vec::new();
        for query in ["role=admin", "role=support", "role=agent", "state=active", "state=invited", "state=deactivated"]
        {
            let query = ListQuery::from_query_string(&format!("?q=kate&{query}"));
            if !list(&people, admin.as_reader(), &query).await.rows.is_empty() {
                places.extend(query.filters.into_values());
            }
        }
        places
    };
    let kate = invite(&t, &admin, "Kate Winslet", Role::Agent).await;
    assert_eq!(places().await, ["agent", "invited"]);
    people.set_role(&admin, kate.id, kate.version, Role::Support).await.expect("a role");
    assert_eq!(places().await, ["support", "invited"]);
    choose(&t, &latest_link(&t).await, PASSWORD).await.expect("a password");
    assert_eq!(places().await, ["support", "active"]);
    people.deactivate(&admin, kate.id).await.expect("deactivated");
    assert_eq!(places().await, ["support", "deactivated"]);
    people.reactivate(&admin, kate.id).await.expect("reactivated");
    assert_eq!(places().await, ["support", "active"]);
});

both!(who_is_made_at_the_console_is_in_the_list, |t| async move {
    t.create_admin("ada@switchroom.test", PASSWORD).await;
    let query = ListQuery::from_query_string("?q=ada@&role=admin&state=active");
    for way in WAYS {
        let page = list(&t.people().with_steps(way.to_vec()), &t.reader().await, &query).await;
        assert_eq!(page.total, Total::Exactly(1), "{way:?}");
    }
});

both!(one_of_twenty_thousand_is_found, |t| async move {
    let before = t.add_person("Kate Winslet", "kate@switchroom.test", Role::Support).await;
    // So many that the indexes are made anew; a second time adds nobody.
    for _ in 0..2 {
        seed_people(&t.database, &t.clock, 20_000, false).await.expect("people");
    }
    let (people, reader) = (t.people(), t.reader().await);
    assert_eq!(super::count(&t, "person").await, 20_002);
    let found = async |text: &str| list(&people, &reader, &ListQuery::from_query_string(text)).await;
    let one = found("?q=.12345@%20callcentre&role=agent&state=invited").await;
    assert_eq!((one.rows.len(), one.total), (1, Total::Exactly(1)));
    assert!(one.rows[0].email.contains(".12345@"), "{:?}", one.rows);
    let kate = found("?q=winslet&role=support").await;
    assert_eq!(kate.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [before]);
    assert_eq!(found("?state=active").await.total, Total::Exactly(0));
    assert_eq!(found("?role=agent").await.rows.len(), 50);
});
