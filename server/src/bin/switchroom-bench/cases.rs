//! What is measured: lists and drop-downs.

use crate::data::Data;
use app::error::AppError;
use app::listing::{Column, Cursor, ListQuery, Place};
use app::people::PersonColumn;
use app::sip_endpoints::SipEndpointColumn;
use app::sip_phones::PhoneColumn;

/// Something to ask for.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) ask: Ask,
    /// The same as `LIKE '%word%'`, for searches.
    pub(crate) plain: Option<String>,
}

/// A question to the services.
pub(crate) enum Ask {
    Endpoints(ListQuery<SipEndpointColumn>),
    People(ListQuery<PersonColumn>),
    Phones(ListQuery<PhoneColumn>),
    /// The drop-down of **New SIP credentials**, with this typed.
    Candidates(String),
}

impl Case {
    /// Of a list; `plain` is how it is asked with `LIKE`.
    pub(crate) fn list<C: Column>(
        name: &str,
        query: ListQuery<C>,
        plain: &Plain<C>,
        ask: fn(ListQuery<C>) -> Ask,
    ) -> Self {
        let searched = !query.search.is_empty();
        let name = if searched { format!("{name} ({})", query.search) } else { name.to_owned() };
        let plain = searched.then(|| plain.query(&query));
        Self { name, ask: ask(query), plain }
    }
}

impl Ask {
    pub(crate) async fn ask(&self, data: &Data) -> Result<(), AppError> {
        let (services, reader) = (&data.services, data.admin.as_reader());
        match self {
            Self::Endpoints(query) => services.sip_endpoints.list(reader, query).await.map(drop),
            Self::People(query) => services.people.list(reader, query).await.map(drop),
            Self::Phones(query) => services.phones.list(reader, query).await.map(drop),
            Self::Candidates(typed) => services.phones.candidates(&data.admin, typed).await.map(drop),
        }
    }
}

/// What a plain query selects, and how it is sorted.
pub(crate) struct Plain<C> {
    pub(crate) columns: &'static str,
    pub(crate) table: &'static str,
    pub(crate) order: fn(C) -> &'static str,
}

impl<C: Column> Plain<C> {
    fn query(&self, query: &ListQuery<C>) -> String {
        let Self { columns, table, order } = self;
        let (like, order) = (like(&query.words()), order(query.sort));
        format!("SELECT {columns} FROM {table} WHERE {like} ORDER BY {order} LIMIT 51")
    }
}

/// A condition for words that have nothing to be escaped.
pub(crate) fn like(words: &[String]) -> String {
    words.iter().map(|word| format!("search LIKE '%{word}%'")).collect::<Vec<_>>().join(" AND ")
}

/// A place in a list.
pub(crate) fn at<C: Column>(at: Place) -> ListQuery<C> {
    ListQuery { at, ..ListQuery::default() }
}

/// A search, sorted as the list is by itself.
pub(crate) fn search<C: Column>(words: &str) -> ListQuery<C> {
    ListQuery { search: words.into(), ..ListQuery::default() }
}

/// The page after this row.
pub(crate) fn after<C: Column>(row: &Cursor) -> ListQuery<C> {
    at(Place::After(row.clone()))
}
