//! What a searched list needs to know about its table.

use app::listing::{Cursor, Place};
use sea_orm::Value;

/// A table that is listed, searched, sorted and paged.
///
/// It has the columns `id` (positive) and `search` (made by [`super::search_text`]), an index for each sort key, and a
/// gram index called `<table>_grams`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    /// The table's name.
    pub table: &'static str,
    /// The columns that a row of the list is made of, `id` among them, parted by commas.
    pub columns: &'static str,
    /// What it can be sorted by.
    pub keys: &'static [SortKey],
}

/// A column to sort by, compared byte by byte or as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SortKey {
    /// The column's name. Never NULL.
    pub column: &'static str,
    /// How its values are read.
    pub kind: KeyKind,
    /// No two rows have the same value, so the id does not take part in the order.
    pub unique: bool,
}

/// How the values of a sort key are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// Text, sorted by its UTF-8 bytes.
    Text,
    /// A whole number.
    Integer,
}

/// A value of a sort key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// Of [`KeyKind::Text`].
    Text(String),
    /// Of [`KeyKind::Integer`].
    Integer(i64),
}

impl Key {
    /// As it stands in a cursor.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Integer(number) => number.to_string(),
        }
    }
}

impl From<Key> for Value {
    fn from(key: Key) -> Self {
        match key {
            Key::Text(text) => text.into(),
            Key::Integer(number) => number.into(),
        }
    }
}

impl SortKey {
    /// The row that a cursor stands for; `None` when it makes no sense (a URL can be typed by anybody).
    fn read(&self, cursor: &Cursor) -> Option<(Key, i64)> {
        let key = match self.kind {
            KeyKind::Text if cursor.value.contains('\0') => return None,
            KeyKind::Text => Key::Text(cursor.value.clone()),
            KeyKind::Integer => Key::Integer(cursor.value.parse().ok()?),
        };
        Some((key, cursor.id))
    }
}

/// From where on, and in which direction, rows are fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) key: SortKey,
    /// Fetched from the last to the first.
    pub(super) descending: bool,
    /// Fetched against the list's own order, and to be turned round.
    pub(super) backwards: bool,
    /// Only rows beyond this one.
    pub(super) from: Option<(Key, i64)>,
}

impl Window {
    pub(super) fn new(key: SortKey, descending: bool, at: &Place) -> Self {
        let (from, backwards) = match at {
            Place::First => (None, false),
            Place::Last => (None, true),
            Place::After(cursor) => (key.read(cursor), false),
            // From a cursor without sense the list begins at its beginning, whatever was asked.
            Place::Before(cursor) => key.read(cursor).map_or((None, false), |from| (Some(from), true)),
        };
        Self { key, descending: descending != backwards, backwards, from }
    }

    /// `ORDER BY` over a relation whose sort column is called `column` and its id `id`.
    pub(super) fn order(&self, column: &str, id: &str) -> String {
        let direction = if self.descending { " DESC" } else { "" };
        if self.key.unique { format!("{column}{direction}") } else { format!("{column}{direction}, {id}{direction}") }
    }

    /// The rows of the window, with placeholders from `$first` on for [`Self::values`].
    pub(super) fn condition(&self, column: &str, id: &str, first: usize) -> String {
        let beyond = if self.descending { '<' } else { '>' };
        match &self.from {
            None => "TRUE".into(),
            Some(_) if self.key.unique => format!("{column} {beyond} ${first}"),
            Some(_) => format!("({column}, {id}) {beyond} (${first}, ${})", first + 1),
        }
    }

    /// What the placeholders of [`Self::condition`] stand for.
    pub(super) fn values(&self) -> Vec<Value> {
        match &self.from {
            None => Vec::new(),
            Some((key, _)) if self.key.unique => vec![key.clone().into()],
            Some((key, id)) => vec![key.clone().into(), (*id).into()],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOST: SortKey = SortKey { column: "host", kind: KeyKind::Text, unique: false };
    const PORT: SortKey = SortKey { column: "port", kind: KeyKind::Integer, unique: false };
    const REFERENCE: SortKey = SortKey { column: "reference_key", kind: KeyKind::Text, unique: true };

    fn at(value: &str) -> Cursor {
        Cursor { value: value.into(), id: 7 }
    }

    #[test]
    fn a_page_before_is_fetched_in_the_opposite_order() {
        let window = Window::new(HOST, false, &Place::Before(at("m")));
        assert_eq!(window.condition("host", "id", 3), "(host, id) < ($3, $4)");
        assert_eq!(window.order("host", "id"), "host DESC, id DESC");
        let window = Window::new(HOST, true, &Place::Before(at("m")));
        assert_eq!(window.condition("host", "id", 1), "(host, id) > ($1, $2)");
        assert_eq!(window.order("host", "id"), "host, id");
    }

    #[test]
    fn a_unique_column_needs_no_id() {
        let window = Window::new(REFERENCE, true, &Place::After(at("m")));
        assert_eq!(window.condition("reference_key", "id", 1), "reference_key < $1");
        assert_eq!(window.order("reference_key", "id"), "reference_key DESC");
        assert_eq!(window.values().len(), 1);
    }

    #[test]
    fn a_cursor_without_sense_is_the_first_page() {
        for at in [Place::After(at("sip")), Place::Before(at("")), Place::After(at("99999999999999999999"))] {
            assert_eq!(Window::new(PORT, false, &at), Window::new(PORT, false, &Place::First));
        }
        let nul = Place::Before(at("a\0b"));
        assert_eq!(Window::new(HOST, true, &nul), Window::new(HOST, true, &Place::First));
    }
}
