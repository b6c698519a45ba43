//! Lists that are searched, sorted and paged, however many rows there are.
//!
//! A row matches when each word of the search is somewhere in it, as with `LIKE '%word%'`. Neither a walk along the sort
//! order nor an index of parts of words is quick for every word, so both are there: [`Finder`] chooses by a sample of the
//! table. Pages are found by key, see [`app::listing`].
//!
//! For a further list: a table with the columns `id` and `search`, an index for each sort key, a gram index in its
//! migration, a [`Source`] that names them, and [`Source::index`] and its siblings where rows are written.

mod crowd;
mod finder;
mod grams;
mod index;
mod plan;
mod sample;
mod source;
mod statements;
mod text;

pub use finder::Finder;
pub(crate) use index::grams_of_many;
pub use plan::Step;
pub use source::{Key, KeyKind, SortKey, Source};
pub use text::{Words, fold, search_text, without_marks};
