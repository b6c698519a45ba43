//! The list of endpoints: searched, sorted, paged.

mod model;

use crate::support::{Test, both, filled_in};
use app::listing::{Column, Cursor, ListQuery, Page, PageSize, Place, Total};
use app::session::Reader;
use app::sip_endpoints::{SipEndpointColumn as C, SipEndpointForm, SipEndpointRow, SipEndpoints};
use model::{Chance, Model};
use server::search::Step;
use server::sip_endpoints::SipEndpointStore;

/// Each way a search can go, and what is chosen by itself.
const WAYS: [&[Step]; 4] = [
    &[Step::Whole(100_000)],
    &[Step::Walk(64), Step::Walk(1_024), Step::Index],
    &[Step::Index],
    &[Step::Walk(100_000)],
];

fn query(search: &str, sort: C, descending: bool) -> ListQuery<C> {
    ListQuery { search: search.into(), sort, descending, size: PageSize::Small, ..ListQuery::default() }
}

fn ids(page: &Page<SipEndpointRow>) -> Vec<i64> {
    page.rows.iter().map(|row| row.id).collect()
}

async fn list(endpoints: &SipEndpointStore, by: &Reader, query: &ListQuery<C>) -> Page<SipEndpointRow> {
    endpoints.list(by, query).await.expect("a page")
}

/// Endpoints as different as they come: those of the seed, and some with odd names.
async fn fill(t: &Test, seeded: u64) -> Model {
    t.seed(seeded).await;
    let admin = t.admin().await;
    for (n, user_name) in
        ["ÅNGSTRÖM", "日本語", "100%_a\\b", "ΟΔΥΣΣΕΥΣ", "$1$2", "<b>&amp;</b>", "a", "İstanbul", "(or)1=1--", "*^{}[]?"]
            .into_iter()
            .enumerate()
    {
        let odd = SipEndpointForm { user_name: user_name.into(), ..filled_in(&format!("odd-{n}")) };
        t.create(&admin, &odd).await;
    }
    Model::read(t).await
}

/// Follows `next` from the first page, and checks what each page says about itself.
async fn forward(endpoints: &SipEndpointStore, by: &Reader, start: &ListQuery<C>) -> Vec<i64> {
    let (mut all, mut query) = (Vec::new(), start.clone());
    loop {
        let page = list(endpoints, by, &query).await;
        assert_eq!(page.first, (!page.rows.is_empty()).then_some(all.len() as u64 + 1));
        assert_eq!(page.previous.is_none(), all.is_empty());
        all.extend(ids(&page));
        check_total(page.total, all.len(), page.next.is_none());
        let Some(next) = page.next else { return all };
        query = ListQuery { at: Place::After(next), first: Some(all.len() as u64 + 1), ..query };
    }
}

fn check_total(total: Total, seen: usize, end: bool) {
    match total {
        Total::Exactly(total) if end => assert_eq!(total, seen as u64),
        Total::Exactly(total) => assert!(total > seen as u64),
        Total::AtLeast(_) if end => {}
        Total::AtLeast(least) => assert!(least + 1 >= seen as u64, "{least} of {seen}"),
    }
}

/// Follows `previous` from the last page.
async fn backward(endpoints: &SipEndpointStore, by: &Reader, start: &ListQuery<C>) -> Vec<i64> {
    let (mut all, mut query) = (Vec::new(), ListQuery { at: Place::Last, ..start.clone() });
    loop {
        let page = list(endpoints, by, &query).await;
        assert_eq!(page.next.is_none(), all.is_empty());
        all.splice(0..0, ids(&page));
        let Some(previous) = page.previous else { return all };
        query = ListQuery { at: Place::Before(previous), ..query };
    }
}

both!(pages_have_every_row_once_in_order_both_ways, |t| async move {
    let (model, reader, endpoints) = (fill(&t, 180).await, t.reader().await, t.endpoints());
    for sort in C::ALL {
        for descending in [false, true] {
            for search in ["", "example", "5060 sbc", "nothing-has-this"] {
                let query = query(search, *sort, descending);
                let expected = model.ids(search, *sort, descending);
                assert_eq!(forward(&endpoints, &reader, &query).await, expected, "{query:?}");
                assert_eq!(backward(&endpoints, &reader, &query).await, expected, "{query:?}");
            }
        }
    }
});

both!(every_way_of_searching_pages_alike, |t| async move {
    let (model, reader) = (fill(&t, 400).await, t.reader().await);
    for way in WAYS {
        let endpoints = t.endpoints_by(way);
        for sort in C::ALL {
            for (search, descending) in [("example", false), ("5060 sbc", true), ("tokyo", false), ("ky", true)] {
                let query = query(search, *sort, descending);
                let expected = model.ids(search, *sort, descending);
                assert_eq!(forward(&endpoints, &reader, &query).await, expected, "{way:?} {query:?}");
                assert_eq!(backward(&endpoints, &reader, &query).await, expected, "{way:?} {query:?}");
            }
        }
    }
});

both!(a_search_finds_what_looking_through_everything_finds, |t| async move {
    let (model, reader) = (fill(&t, 3_500).await, t.reader().await);
    let mut chance = Chance::new(20);
    let chosen = t.endpoints();
    let forced: Vec<SipEndpointStore> = WAYS.iter().map(|way| t.endpoints_by(way)).collect();
    for _ in 0..150 {
        let search = model.some_search(&mut chance);
        let sort = C::ALL[chance.below(5)];
        let descending = chance.below(2) == 0;
        let at = model.some_place(&mut chance, sort);
        let query = ListQuery { at, ..query(&search, sort, descending) };
        let expected = model.page(&query);
        for endpoints in forced.iter().chain([&chosen]) {
            let page = list(endpoints, &reader, &query).await;
            assert_eq!(ids(&page), expected.ids, "{query:?}");
            assert_eq!((page.previous.is_some(), page.next.is_some()), expected.more, "{query:?}");
            match page.total {
                Total::Exactly(total) => assert_eq!(total, expected.total, "{query:?}"),
                Total::AtLeast(least) => assert!(least <= expected.total, "{query:?}"),
            }
        }
    }
});

both!(odd_words_are_words_like_others, |t| async move {
    let (model, reader) = (fill(&t, 60).await, t.reader().await);
    let long = "a".repeat(5_000);
    let many: String = (0..30).map(|n| format!("{n} ")).collect();
    for search in [
        "%",
        "_",
        "100%",
        "\\",
        "'",
        "\"",
        "a\"b",
        "$1",
        "*",
        "(or)1",
        "or",
        "AND",
        "NEAR(a b)",
        "-",
        "--",
        "^",
        "ångström",
        "ÖM",
        "本",
        "日本語",
        "οδυς",
        "ΣΣ",
        "İ",
        "i̇s",
        "\0",
        "\u{202e}",
        "<b>",
        "?",
        "[",
        "{}",
        ".",
        "@",
        ":",
        &long,
        &many,
    ] {
        for way in WAYS.into_iter().chain([&[][..]]) {
            let endpoints = if way.is_empty() { t.endpoints() } else { t.endpoints_by(way) };
            let page = list(&endpoints, &reader, &query(search, C::Reference, false)).await;
            let expected: Vec<i64> = model.ids(search, C::Reference, false).into_iter().take(25).collect();
            assert_eq!(ids(&page), expected, "{way:?} {search:?}");
        }
    }
});

both!(a_changed_endpoint_is_found_by_its_new_words_alone, |t| async move {
    let (admin, reader, endpoints) = (t.admin().await, t.reader().await, t.endpoints_by(&[Step::Index]));
    let id = t.create(&admin, &filled_in("paris")).await.id;
    let found = async |search: &str| ids(&list(&endpoints, &reader, &query(search, C::Reference, false)).await);
    assert_eq!(found("paris").await, [id]);
    let changed = SipEndpointForm { port: "5099".into(), ..filled_in("lyon") };
    endpoints.update(&admin, id, 1, changed.check().expect("valid")).await.expect("a change");
    assert_eq!((found("paris").await, found("lyon 5099").await), (vec![], vec![id]));
    endpoints.delete(&admin, id).await.expect("deleted");
    assert_eq!(found("lyon").await, [0_i64; 0]);
    // What was begun and given up leaves nothing behind.
    t.create(&admin, &filled_in("Nice")).await;
    endpoints.create(&admin, filled_in("NICE").check().expect("valid"), None).await.expect_err("taken");
    assert_eq!(found("nice").await.len(), 1);
});

both!(a_place_without_sense_is_the_first_page, |t| async move {
    let (reader, endpoints) = (t.reader().await, t.endpoints());
    t.seed(60).await;
    let first = list(&endpoints, &reader, &query("", C::Port, false)).await;
    for value in ["", "sip", "99999999999999999999", "5060\0"] {
        for at in [Place::After, Place::Before] {
            let at = at(Cursor { value: value.into(), id: 1 });
            let page = list(&endpoints, &reader, &ListQuery { at, first: Some(51), ..query("", C::Port, false) }).await;
            assert_eq!(page, first, "{value:?}");
        }
    }
});

both!(when_the_rows_of_a_page_are_gone_the_nearest_page_is_shown, |t| async move {
    let (admin, endpoints) = (t.admin().await, t.endpoints());
    t.seed(30).await;
    let reader = admin.as_reader();
    let start = query("", C::Reference, false);
    let first = list(&endpoints, reader, &start).await;
    let beyond =
        ListQuery { at: Place::After(first.next.clone().expect("a second page")), first: Some(26), ..start.clone() };
    for row in list(&endpoints, reader, &beyond).await.rows {
        endpoints.delete(&admin, row.id).await.expect("deleted");
    }
    let page = list(&endpoints, reader, &beyond).await;
    assert_eq!((ids(&page), page.first), (ids(&first), Some(1)));
    assert_eq!((page.next, page.total), (None, Total::Exactly(25)));
    let before = Place::Before(Cursor { value: "a".into(), id: 0 });
    assert_eq!(ids(&list(&endpoints, reader, &ListQuery { at: before, ..start }).await), ids(&first));
});

both!(an_empty_list_is_a_page_without_rows, |t| async move {
    let (reader, endpoints) = (t.reader().await, t.endpoints());
    for search in ["", "paris"] {
        for at in [Place::First, Place::Last, Place::After(Cursor { value: "a".into(), id: 1 })] {
            let page = list(&endpoints, &reader, &ListQuery { at, ..query(search, C::Reference, false) }).await;
            let empty = Page { rows: vec![], total: Total::Exactly(0), first: None, previous: None, next: None };
            assert_eq!(page, empty);
        }
    }
});

both!(rows_are_numbered_from_the_end_and_from_the_url, |t| async move {
    let (reader, endpoints) = (t.reader().await, t.endpoints());
    t.seed(60).await;
    let start = query("", C::Host, true);
    let last = list(&endpoints, &reader, &ListQuery { at: Place::Last, ..start.clone() }).await;
    assert_eq!((last.first, last.total), (Some(36), Total::Exactly(60)));
    let before = Place::Before(last.previous.expect("a page before"));
    let page = list(&endpoints, &reader, &ListQuery { at: before.clone(), first: Some(11), ..start.clone() }).await;
    assert_eq!(page.first, Some(11));
    let page = list(&endpoints, &reader, &ListQuery { at: before, ..start }).await;
    assert_eq!(page.first, None);
});

both!(counting_ends_at_ten_thousand, |t| async move {
    let (reader, endpoints) = (t.reader().await, t.endpoints());
    // So many that the indexes are made anew; and again, on top of the first.
    t.seed(10_001).await;
    t.seed(40).await;
    let page = list(&endpoints, &reader, &query("", C::Host, false)).await;
    assert_eq!((page.total, page.rows.len()), (Total::AtLeast(10_000), 25));
    let last = list(&endpoints, &reader, &ListQuery { at: Place::Last, ..query("", C::Host, false) }).await;
    assert_eq!((last.first, last.next), (None, None));
    // Everything in the index is found again.
    let (model, all) = (Model::read(&t).await, t.endpoints_by(&[Step::Index]));
    for search in ["ushuaia", "zurich-pbx", "ky", "atlantis", "qx"] {
        let found = list(&all, &reader, &query(search, C::Host, false)).await;
        assert_eq!(found.total, Total::Exactly(model.ids(search, C::Host, false).len() as u64), "{search}");
    }
    // Many matches are not counted out.
    let many = list(&endpoints, &reader, &query("example", C::Reference, false)).await;
    assert_eq!(many.total, Total::AtLeast(1_000));
});
