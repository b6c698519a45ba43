//! What a browser downloads on its first visit.

use crate::http::Browser;
use crate::{Failure, say};
use std::collections::BTreeSet;

/// Prints the bytes of a page and of all that it loads, as sent.
pub(crate) fn measure(browser: &mut Browser, path: &str) -> Result<(), Failure> {
    // Compressed pages cannot be read here, so the page is fetched once more without compression.
    let page = browser.get(path)?;
    let plain = browser.get_plain(path)?;
    let mut files: BTreeSet<String> = addresses(&String::from_utf8_lossy(&plain.body));
    let mut total = page.bytes;
    say(&format!("First visit of {path}, as sent:\n{:>12}  the page ({})", page.bytes, encoding(&page)));
    // Scripts name further files.
    for file in files.clone() {
        if file.ends_with(".js") {
            files.extend(addresses(&String::from_utf8_lossy(&browser.get_plain(&file)?.body)));
        }
    }
    for file in files {
        let answer = browser.get(&file)?;
        if answer.status == 200 {
            total += answer.bytes;
            say(&format!("{:>12}  {file} ({})", answer.bytes, encoding(&answer)));
        }
    }
    say(&format!("{total:>12}  in all"));
    Ok(())
}

fn encoding(answer: &crate::http::Answer) -> &str {
    answer.header("content-encoding").unwrap_or("as it is")
}

/// All that looks like `/pkg/…` in quotes.
fn addresses(text: &str) -> BTreeSet<String> {
    let ends = |c: char| c == '"' || c == '\'' || c == '`' || c == '?' || c == '#' || c == ')' || c.is_whitespace();
    let parts = text.match_indices("/pkg/").map(|(at, _)| &text[at..]);
    parts.filter_map(|part| part.split(ends).next()).filter(|part| part.contains('.')).map(str::to_owned).collect()
}
