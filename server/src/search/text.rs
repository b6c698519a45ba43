//! What is searched, and what is searched for, in the one spelling in which they are compared.

use app::listing::SEARCH_MAX;

/// Folds case: two spellings that differ in nothing else become the same.
///
/// Letter by letter: `str::to_lowercase` gives a Greek sigma two forms by its place in the word, and a part of a word
/// would then not be found in the whole.
#[must_use]
pub fn fold(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).map(|c| if c == 'ς' { 'σ' } else { c }).collect()
}

/// The text of a row that is searched: its fields, folded, each on a line of its own, so that no match spans two.
#[must_use]
pub fn search_text<'a>(fields: impl IntoIterator<Item = &'a str>) -> String {
    fields.into_iter().fold(String::new(), |mut text, field| {
        // No field has a line break; one that had would only be found in parts.
        text.push_str(&fold(field));
        text.push('\n');
        text
    })
}

/// A name could hold what the marks of filters are made of, and its row would be shown as something else.
#[must_use]
pub fn without_marks(text: &str) -> String {
    text.chars().filter(|c| !('\u{e000}'..='\u{f8ff}').contains(c)).collect()
}

/// The words of a search: a row matches when each of them is somewhere in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words(Vec<String>);

impl Words {
    /// Reads what was typed. Control characters part words (no row has any, and PostgreSQL takes no NUL); what is
    /// beyond [`SEARCH_MAX`] is left out, as the screen does. A word that is part of another adds nothing.
    #[must_use]
    pub fn of(search: &str) -> Self {
        let search: String = search.chars().map(|c| if c.is_control() { ' ' } else { c }).take(SEARCH_MAX).collect();
        let words: Vec<String> = search.split_whitespace().map(fold).collect();
        let adds = |at: usize| {
            let same_later = |other: usize| words[other] != words[at] || other < at;
            !(0..words.len()).any(|other| other != at && words[other].contains(&words[at]) && same_later(other))
        };
        Self((0..words.len()).filter(|at| adds(*at)).map(|at| words[at].clone()).collect())
    }

    /// The marks of filters are further words.
    #[must_use]
    pub fn with_marks(mut self, marks: &[char]) -> Self {
        self.0.extend(marks.iter().map(char::to_string));
        self
    }

    /// True when nothing is searched for: every row matches.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a row with this text matches.
    #[must_use]
    pub fn match_text(&self, text: &str) -> bool {
        self.0.iter().all(|word| text.contains(word.as_str()))
    }

    /// The words, folded, none empty.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_word_folds_as_the_whole_does() {
        for whole in ["ΟΔΥΣΣΕΥΣ", "Straße", "İstanbul", "ÅNGSTRÖM", "PARIS", "ДОМ"] {
            let folded = fold(whole);
            for (start, _) in whole.char_indices() {
                assert!(folded.contains(&fold(&whole[start..])), "{whole} from {start}");
                assert!(folded.contains(&fold(&whole[..start])), "{whole} to {start}");
            }
        }
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for text in ["ΟΔΥΣΣΕΥΣ", "İstanbul", "ẞ", "Paris\u{307}"] {
            assert_eq!(fold(&fold(text)), fold(text));
        }
    }

    #[test]
    fn each_field_has_its_own_line() {
        assert_eq!(search_text(["Sip.Example", "5060", ""]), "sip.example\n5060\n\n");
    }

    #[test]
    fn words_are_parted_folded_and_none_is_there_for_nothing() {
        let words = |search: &str| Words::of(search).0;
        assert_eq!(words("  Paris\t5060 "), ["paris", "5060"]);
        assert_eq!(words("a\0b"), ["a", "b"]);
        assert_eq!(words("paris par ARIS paris"), ["paris"]);
        assert_eq!(words(" \n "), [""; 0]);
        assert_eq!(words(&"x".repeat(5_000)), ["x".repeat(SEARCH_MAX)]);
    }

    #[test]
    fn a_row_matches_when_each_word_is_somewhere_in_it() {
        let text = search_text(["sip.paris.example", "5060", "paris-sud"]);
        assert!(Words::of("SUD 506 sip").match_text(&text));
        assert!(Words::of("").match_text(&text));
        assert!(!Words::of("paris berlin").match_text(&text));
        assert!(!Words::of("example5060").match_text(&text));
    }
}
