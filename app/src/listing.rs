//! A list that is searched, sorted and paged: what stands in the URL, and what a page of it is.
//!
//! Pages are found by key, not by number: `after=paris~17` continues after the row with the sort value `paris` and the
//! id 17. That takes as long on the last page as on the first.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::collections::BTreeMap;

/// The columns that a list can be sorted by.
pub trait Column: Copy + PartialEq + Default + Send + Sync + Serialize + DeserializeOwned + 'static {
    /// All of them, in the order of the table.
    const ALL: &'static [Self];
    /// The name in the URL.
    fn code(self) -> &'static str;
    /// The words over the column.
    fn label(self) -> &'static str;
    /// Sorted by a number that falls while what people see in the column rises: newest first.
    fn falls(self) -> bool {
        false
    }
    /// What the list can be narrowed down by; nothing unless said.
    const FILTERS: &'static [Filter] = &[];
}

/// A drop-down beside the search that narrows a list down to one kind of row.
#[derive(Debug)]
pub struct Filter {
    /// The name in the URL.
    pub name: &'static str,
    /// The words for all kinds together: "Any role".
    pub any: &'static str,
    /// For each kind its code in the URL, and its words; at most 64.
    pub kinds: &'static [(&'static str, &'static str)],
}

/// What a row's searched text holds when it is of this kind: one character that nobody types, so that a filter is one
/// more word of the search, and as quick. `None` for what is no kind of this list.
#[must_use]
pub fn mark<C: Column>(filter: &str, kind: &str) -> Option<char> {
    let at = C::FILTERS.iter().position(|known| known.name == filter)?;
    let kind = C::FILTERS[at].kinds.iter().position(|(code, _)| *code == kind)?;
    // Unicode's private use area: three bytes, and so one gram of the index.
    char::from_u32(0xE000 + 64 * u32::try_from(at).ok()? + u32::try_from(kind).ok()?)
}

/// Which rows are asked for. Everything here stands in the URL, so a link shows another person the same thing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct ListQuery<C: Column> {
    /// Words to look for, each anywhere in a row; empty for all rows.
    pub search: String,
    /// Column to sort by.
    pub sort: C,
    /// From the last to the first.
    pub descending: bool,
    /// Filter to kind; only known ones.
    pub filters: BTreeMap<String, String>,
    /// Rows on a page.
    pub size: PageSize,
    /// Which page.
    pub at: Place,
    /// Number of the first row on the page, for showing alone; `None` when unknown.
    pub first: Option<u64>,
}

/// Rows on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum PageSize {
    /// 25
    Small,
    /// 50
    #[default]
    Medium,
    /// 100
    Large,
}

/// Which page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Place {
    /// The first.
    #[default]
    First,
    /// The one that follows this row.
    After(Cursor),
    /// The one that ends before this row.
    Before(Cursor),
    /// The last.
    Last,
}

/// A row's place in the order: its sort value and, to break ties, its id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// The sort column's value, as text.
    pub value: String,
    /// The row's id.
    pub id: i64,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows, in order.
    pub rows: Vec<T>,
    /// How many rows match in all.
    pub total: Total,
    /// Number of the first row, 1 for the first of the list; `None` when unknown.
    pub first: Option<u64>,
    /// Where the page before this one ends; `None` on the first page.
    pub previous: Option<Cursor>,
    /// Where the page after this one begins; `None` on the last page.
    pub next: Option<Cursor>,
}

/// How many rows match. Counting a million for each key press would make the search slow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Total {
    /// So many.
    Exactly(u64),
    /// So many or more.
    AtLeast(u64),
}

/// Most characters of a search that are looked at.
pub const SEARCH_MAX: usize = 200;

impl PageSize {
    /// All choices.
    pub const ALL: [Self; 3] = [Self::Small, Self::Medium, Self::Large];

    /// The number of rows.
    #[must_use]
    pub const fn rows(self) -> u64 {
        match self {
            Self::Small => 25,
            Self::Medium => 50,
            Self::Large => 100,
        }
    }

    fn parse(text: &str) -> Self {
        Self::ALL.into_iter().find(|size| size.rows().to_string() == text).unwrap_or_default()
    }
}

impl Cursor {
    /// As in the URL: `value~id`.
    #[must_use]
    pub fn text(&self) -> String {
        format!("{}~{}", self.value, self.id)
    }

    /// Reads what [`Cursor::text`] wrote; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (value, id) = text.rsplit_once('~')?;
        if value.contains('\0') {
            return None;
        }
        Some(Self { value: value.to_owned(), id: id.parse().ok()? })
    }
}

impl<C: Column> Default for ListQuery<C> {
    fn default() -> Self {
        Self {
            search: String::new(),
            sort: C::default(),
            descending: false,
            filters: BTreeMap::new(),
            size: PageSize::default(),
            at: Place::First,
            first: None,
        }
    }
}

impl<C: Column> ListQuery<C> {
    /// Reads a URL's parameters. What makes no sense is as if it were not there: a URL can be typed by anybody.
    pub fn from_parameters(get: impl Fn(&str) -> Option<String>) -> Self {
        let sort = get("sort").unwrap_or_default();
        let (descending, sort) = sort.strip_prefix('-').map_or((false, sort.as_str()), |sort| (true, sort));
        let known = C::ALL.iter().copied().find(|column| column.code() == sort);
        let chosen = |filter: &Filter| {
            let kind = get(filter.name)?;
            let known = filter.kinds.iter().any(|(code, _)| *code == kind);
            known.then(|| (filter.name.to_owned(), kind))
        };
        Self {
            filters: C::FILTERS.iter().filter_map(chosen).collect(),
            search: clean_search(&get("q").unwrap_or_default()),
            sort: known.unwrap_or_default(),
            descending: descending && known.is_some(),
            size: get("size").map(|size| PageSize::parse(&size)).unwrap_or_default(),
            at: place(&get),
            first: get("first").and_then(|first| first.parse().ok()),
        }
    }

    /// Reads a query string, with or without its question mark.
    #[must_use]
    pub fn from_query_string(query: &str) -> Self {
        let pairs: Vec<(&str, String)> = query
            .trim_start_matches('?')
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (name, decode(value)))
            .collect();
        Self::from_parameters(|name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone()))
    }

    /// The parameters for a URL, the ones at their defaults left out: `?q=paris&sort=-port`, or nothing.
    #[must_use]
    pub fn to_query_string(&self) -> String {
        let sort = format!("{}{}", if self.descending { "-" } else { "" }, self.sort.code());
        let default_sort = C::default().code();
        let mut pairs: Vec<(&str, String)> = Vec::new();
        if !self.search.is_empty() {
            pairs.push(("q", self.search.clone()));
        }
        pairs.extend(C::FILTERS.iter().filter_map(|f| Some((f.name, self.filters.get(f.name)?.clone()))));
        if sort != default_sort {
            pairs.push(("sort", sort));
        }
        if self.size != PageSize::default() {
            pairs.push(("size", self.size.rows().to_string()));
        }
        match &self.at {
            Place::First => {}
            Place::After(cursor) => pairs.push(("after", cursor.text())),
            Place::Before(cursor) => pairs.push(("before", cursor.text())),
            Place::Last => pairs.push(("page", "last".to_owned())),
        }
        if let (Some(first), true) = (self.first, self.at != Place::First) {
            pairs.push(("first", first.to_string()));
        }
        let joined: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
        if joined.is_empty() { String::new() } else { format!("?{}", joined.join("&")) }
    }

    /// The same list from its first page on.
    #[must_use]
    pub fn at_start(&self) -> Self {
        Self { at: Place::First, first: None, ..self.clone() }
    }

    /// The same search sorted by `column`; the other way round when it is sorted by it already.
    #[must_use]
    pub fn sorted_by(&self, column: C) -> Self {
        let descending = self.sort == column && !self.descending;
        Self { sort: column, descending, ..self.at_start() }
    }

    /// The same list, narrowed down to this kind; to all kinds when `kind` is empty.
    #[must_use]
    pub fn filtered_by(&self, filter: &str, kind: &str) -> Self {
        let mut query = self.at_start();
        if kind.is_empty() {
            query.filters.remove(filter);
        } else {
            query.filters.insert(filter.to_owned(), kind.to_owned());
        }
        query
    }

    /// True when it shows all rows.
    #[must_use]
    pub fn is_all(&self) -> bool {
        self.search.trim().is_empty() && self.filters.is_empty()
    }

    /// The marks that a row must have, see [`mark`].
    #[must_use]
    pub fn marks(&self) -> Vec<char> {
        self.filters.iter().filter_map(|(filter, kind)| mark::<C>(filter, kind)).collect()
    }

    /// The words of the search in small letters: a row matches when each of them is somewhere in it.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        self.search.split_whitespace().map(str::to_lowercase).collect()
    }
}

fn place(get: impl Fn(&str) -> Option<String>) -> Place {
    let cursor = |name| get(name).and_then(|text| Cursor::parse(&text));
    if let Some(cursor) = cursor("after") {
        Place::After(cursor)
    } else if let Some(cursor) = cursor("before") {
        Place::Before(cursor)
    } else if get("page").as_deref() == Some("last") {
        Place::Last
    } else {
        Place::First
    }
}

/// Control characters become spaces (PostgreSQL takes no NUL), and what is longer than any row is cut.
fn clean_search(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(SEARCH_MAX).collect()
}

/// Percent-encodes a value for a URL's query (RFC 3986 section 3.4).
#[must_use]
pub fn encode(value: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~@".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// Undoes [`encode`], and `+` for a space as forms write it. What is no UTF-8 becomes a replacement character.
#[must_use]
pub fn decode(value: &str) -> String {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = tail.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        match (*first, hex.and_then(|digits| u8::from_str_radix(digits, 16).ok())) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &tail[2..];
                continue;
            }
            (b'+', _) => bytes.push(b' '),
            (byte, _) => bytes.push(byte),
        }
        rest = tail;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sip_endpoints::SipEndpointColumn as C;
    use std::collections::HashMap;

    fn query(parameters: &[(&str, &str)]) -> ListQuery<C> {
        let map: HashMap<&str, &str> = parameters.iter().copied().collect();
        ListQuery::from_parameters(|name| map.get(name).map(|value| (*value).to_owned()))
    }

    #[test]
    fn what_stands_in_the_url_is_read_back() {
        let q =
            query(&[("q", "paris 5060"), ("sort", "-port"), ("size", "100"), ("after", "5060~17"), ("first", "101")]);
        assert_eq!(q.to_query_string(), "?q=paris%205060&sort=-port&size=100&after=5060~17&first=101");
        assert_eq!((q.sort, q.descending), (C::Port, true));
        assert_eq!(q.at, Place::After(Cursor { value: "5060".into(), id: 17 }));
    }

    #[test]
    fn a_query_string_is_read_as_the_url_is() {
        for text in ["?q=paris%205060&sort=-port&size=100&after=5060~17&first=101", "", "?q=%C3%A9%26%25&page=last"] {
            assert_eq!(ListQuery::<C>::from_query_string(text).to_query_string(), text);
        }
        assert_eq!(ListQuery::<C>::from_query_string("q=a+b%zz").search, "a b%zz");
    }

    #[test]
    fn a_url_at_its_defaults_is_empty() {
        assert_eq!(query(&[]).to_query_string(), "");
        assert_eq!(query(&[("q", ""), ("size", "50")]).to_query_string(), "");
    }

    #[test]
    fn nonsense_in_the_url_is_as_if_it_were_not_there() {
        let q = query(&[("sort", "-password"), ("size", "1000000"), ("after", "x"), ("first", "-3"), ("page", "7")]);
        assert_eq!(q, ListQuery::default());
        assert_eq!(query(&[("q", "a\0b")]).search, "a b");
        assert_eq!(query(&[("q", &"a".repeat(1000))]).search.len(), SEARCH_MAX);
    }

    #[test]
    fn a_second_click_on_a_column_turns_the_order_round() {
        let once = query(&[]).sorted_by(C::Port);
        assert!(!once.descending);
        assert!(once.sorted_by(C::Port).descending);
        assert!(!once.sorted_by(C::Port).sorted_by(C::Port).descending);
    }

    #[test]
    fn a_cursor_survives_any_value() {
        for value in ["paris", "a~b", "", "é ü", "a&b=c"] {
            let cursor = Cursor { value: value.into(), id: 5 };
            assert_eq!(Cursor::parse(&cursor.text()), Some(cursor));
        }
    }
}
