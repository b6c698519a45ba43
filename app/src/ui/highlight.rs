//! Marks where a search matches.

use leptos::prelude::*;

/// Text with the searched words marked.
#[component]
pub fn Highlight(
    /// The text to show.
    text: String,
    /// The searched words, in small letters.
    words: StoredValue<Vec<String>>,
) -> impl IntoView {
    let ranges = words.with_value(|words| matches(&text, words));
    if ranges.is_empty() {
        return text.into_any();
    }
    let mut parts = Vec::new();
    let mut at = 0;
    for (start, end) in ranges {
        parts.push(text[at..start].to_owned().into_any());
        parts.push(view! { <mark>{text[start..end].to_owned()}</mark> }.into_any());
        at = end;
    }
    parts.push(text[at..].to_owned().into_any());
    parts.into_any()
}

/// Where the words are in the text: byte ranges in order, without overlap.
fn matches(text: &str, words: &[String]) -> Vec<(usize, usize)> {
    let lower = text.to_lowercase();
    // A letter whose small form has another length would shift every later place: then nothing is marked.
    if lower.len() != text.len() {
        return Vec::new();
    }
    let mut found: Vec<(usize, usize)> = words
        .iter()
        .flat_map(|word| lower.match_indices(word.as_str()).map(|(at, part)| (at, at + part.len())))
        .filter(|&(start, end)| start < end && text.is_char_boundary(start) && text.is_char_boundary(end))
        .collect();
    found.sort_unstable();
    let mut merged: Vec<(usize, usize)> = Vec::new();
    for (start, end) in found {
        match merged.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => merged.push((start, end)),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, words: &[&str]) -> Vec<String> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        matches(text, &words).into_iter().map(|(start, end)| text[start..end].to_owned()).collect()
    }

    #[test]
    fn each_word_is_marked_wherever_it_is() {
        assert_eq!(marked("sip.paris.example.net", &["paris", "net"]), ["paris", "net"]);
        assert_eq!(marked("Paris-PARIS", &["paris"]), ["Paris", "PARIS"]);
        assert!(marked("lyon", &["paris"]).is_empty());
    }

    #[test]
    fn overlapping_marks_become_one() {
        assert_eq!(marked("parisien", &["paris", "isi"]), ["parisi"]);
        assert_eq!(marked("aaa", &["a", "aa"]), ["aaa"]);
    }

    #[test]
    fn text_of_other_scripts_does_not_break_it() {
        assert_eq!(marked("bücher", &["ü"]), ["ü"]);
        assert!(marked("İstanbul", &["stan"]).is_empty());
        assert!(marked("x", &[""]).is_empty());
    }
}
