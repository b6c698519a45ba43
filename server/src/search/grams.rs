//! Grams: all runs of three bytes in a text, by which an index finds the rows that may hold a word.
//!
//! A row that holds `paris` has the grams `par`, `ari` and `ris`; a few rows that do not hold it may have them too, so
//! whoever asks looks at the text again. Grams are of bytes, not characters: UTF-8 can be searched byte by byte, and
//! three bytes fit into a number. Every line ends with a line break, so a word of two bytes is the beginning of a gram
//! wherever it stands.
//!
//! SQLite keeps them in a full-text index, written here as words of hexadecimal digits. PostgreSQL computes them with
//! the function `search_grams` of its migration, as numbers.

use super::Words;
use std::collections::BTreeSet;
use std::fmt::Write;

/// Most grams of a word that the index is asked for. Each further one takes time and rules out fewer rows.
const ASKED: usize = 5;

/// What a text is indexed by in SQLite: the grams that do not span lines, each once.
#[must_use]
pub(crate) fn document(text: &str) -> String {
    let inside = |gram: &&[u8]| gram[0] != b'\n' && gram[1] != b'\n';
    let ends = text.lines().filter_map(last_gram);
    let grams: BTreeSet<[u8; 3]> =
        text.as_bytes().windows(3).filter(inside).map(|gram| [gram[0], gram[1], gram[2]]).chain(ends).collect();
    grams.iter().fold(String::with_capacity(7 * grams.len()), |mut document, gram| {
        let _ = write!(document, "{:02x}{:02x}{:02x} ", gram[0], gram[1], gram[2]);
        document
    })
}

/// The last character of a line with two line breaks, so that a word of one byte begins a gram there too.
fn last_gram(line: &str) -> Option<[u8; 3]> {
    line.as_bytes().last().map(|last| [*last, b'\n', b'\n'])
}

/// The full-text query of SQLite for the rows that may hold all words.
#[must_use]
pub(crate) fn fts_query(words: &Words) -> String {
    let mut terms = Vec::new();
    for word in words.iter() {
        if word.len() < 3 {
            terms.push(format!("\"{}\"*", hex(word.as_bytes())));
        } else {
            terms.extend(some_of(word).map(|gram| format!("\"{}\"", hex(gram))));
        }
    }
    terms.join(" AND ")
}

/// What PostgreSQL's index is asked: arrays in its notation, for the operators of [`Question`].
#[must_use]
pub(crate) fn array_questions(words: &Words) -> Vec<Question> {
    let mut all_of: BTreeSet<u32> = BTreeSet::new();
    let mut questions = Vec::new();
    for word in words.iter() {
        match *word.as_bytes() {
            [byte] => drop(all_of.insert(u32::from(byte))),
            [first, second] => {
                questions.push(Question::AnyOf(array(followers().map(|third| number(&[first, second, third])))))
            }
            _ => all_of.extend(some_of(word).map(number)),
        }
    }
    if !all_of.is_empty() {
        questions.push(Question::AllOf(array(all_of.into_iter())));
    }
    questions
}

/// A question to PostgreSQL's index of arrays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Question {
    /// `@>`
    AllOf(String),
    /// `&&`
    AnyOf(String),
}

/// Bytes that can follow a whole character in a folded text: the line break, ASCII without capital letters, and the
/// first bytes of longer characters.
fn followers() -> impl Iterator<Item = u8> {
    std::iter::once(b'\n').chain(b' '..=b'@').chain(b'['..=b'~').chain(0xc2..=0xf4)
}

/// At most [`ASKED`] grams of a word, spread over it, the first and the last among them.
fn some_of(word: &str) -> impl Iterator<Item = &[u8]> {
    let last = word.len() - 3;
    let asked = ASKED.min(last + 1);
    (0..asked).map(move |n| {
        let start = if asked == 1 { 0 } else { n * last / (asked - 1) };
        &word.as_bytes()[start..start + 3]
    })
}

fn number(gram: &[u8]) -> u32 {
    gram.iter().fold(0, |number, byte| number << 8 | u32::from(*byte))
}

fn array(numbers: impl Iterator<Item = u32>) -> String {
    format!("{{{}}}", numbers.map(|number| number.to_string()).collect::<Vec<_>>().join(","))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::super::search_text;
    use super::*;

    /// As the full-text index does it.
    fn may_hold(document: &str, query: &str) -> bool {
        query.split(" AND ").all(|term| match term.strip_suffix('*') {
            Some(prefix) => document.split(' ').any(|gram| gram.starts_with(prefix.trim_matches('"'))),
            None => document.split(' ').any(|gram| gram == term.trim_matches('"')),
        })
    }

    #[test]
    fn a_document_has_each_gram_once_and_none_that_spans_lines() {
        assert_eq!(
            document("abab\nc\n\n"),
            "616261 620a0a 626162 61620a 630a0a "
                .split_inclusive(' ')
                .collect::<BTreeSet<_>>()
                .into_iter()
                .collect::<String>()
        );
    }

    #[test]
    fn every_part_of_a_text_is_found_in_it() {
        let text = search_text(["sip.Bücher.example", "5060", "Paris_sud.2", "ÅNGSTRÖM@日本", "x", "a'\"%\\_"]);
        let document = document(&text);
        for line in text.lines() {
            let borders: Vec<usize> = line.char_indices().map(|(at, _)| at).chain([line.len()]).collect();
            for (n, start) in borders.iter().enumerate() {
                for end in &borders[n + 1..] {
                    let words = Words::of(&line[*start..*end]);
                    assert!(may_hold(&document, &fts_query(&words)), "{:?} in {line:?}", &line[*start..*end]);
                }
            }
        }
    }

    #[test]
    fn what_a_text_does_not_have_is_ruled_out() {
        let document = document(&search_text(["sip.paris.example", "5060"]));
        for search in ["berlin", "xq", "q", "parisien", "50605", "paris london"] {
            assert!(!may_hold(&document, &fts_query(&Words::of(search))), "{search}");
        }
    }

    #[test]
    fn a_long_word_is_asked_for_by_a_few_of_its_grams_to_its_end() {
        let word: String = ('a'..='z').cycle().take(199).chain(['!']).collect();
        let query = fts_query(&Words::of(&word));
        assert_eq!(query.split(" AND ").count(), ASKED);
        assert!(query.starts_with("\"616263\"") && query.ends_with("21\""), "{query}");
    }

    #[test]
    fn postgres_is_asked_by_numbers() {
        let questions = |search| array_questions(&Words::of(search));
        assert_eq!(questions("abcd"), [Question::AllOf("{6382179,6447972}".into())]);
        assert_eq!(questions("a"), [Question::AllOf("{97}".into())]);
        let [Question::AnyOf(array)] = &questions("ab")[..] else { panic!("one question") };
        assert!(array.starts_with("{6382090,6382112,"), "{array}");
        assert_eq!(questions("ab abx cde").len(), 1);
        assert_eq!(questions("xy abx c").len(), 2);
    }
}
