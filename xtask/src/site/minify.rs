//! Leaves out of a style sheet what only people read: comments and white space. Nothing is understood or rewritten.

/// Around these, white space never means anything.
const SEPARATORS: [char; 4] = ['{', '}', ';', ','];

/// The same style sheet, shorter.
pub(super) fn minify(sheet: &str) -> String {
    let mut shorter = Minifier { rest: sheet, written: String::with_capacity(sheet.len()), space: false };
    while shorter.step().is_some() {}
    shorter.written
}

struct Minifier<'a> {
    rest: &'a str,
    written: String,
    /// White space was read that has not been written.
    space: bool,
}

impl<'a> Minifier<'a> {
    /// Reads one thing; `None` at the end.
    fn step(&mut self) -> Option<()> {
        let first = self.rest.chars().next()?;
        if let Some(after) = self.rest.strip_prefix("/*") {
            self.comment(after);
        } else if first.is_ascii_whitespace() {
            self.space = true;
            self.rest = self.rest.trim_ascii_start();
        } else if SEPARATORS.contains(&first) {
            self.separator(first);
        } else {
            let length = verbatim(self.rest, first);
            let thing = self.take(length);
            self.write(thing);
        }
        Some(())
    }

    /// A comment parts two words as little as nothing, but more than nothing: `a/**/b` is not `ab`.
    fn comment(&mut self, after: &'a str) {
        self.rest = after.split_once("*/").map_or("", |(_, rest)| rest);
        let parts_words = !self.space
            && self.written.chars().last().is_some_and(|last| !SEPARATORS.contains(&last))
            && self.rest.chars().next().is_some_and(|next| !next.is_ascii_whitespace() && !SEPARATORS.contains(&next));
        if parts_words {
            self.written.push_str("/**/");
        }
    }

    fn separator(&mut self, separator: char) {
        if separator == '}' && self.written.ends_with(';') {
            self.written.pop();
        }
        self.space = false;
        self.written.push(separator);
        self.rest = &self.rest[separator.len_utf8()..];
    }

    fn write(&mut self, thing: &str) {
        let after_separator = self.written.chars().last().is_none_or(|last| SEPARATORS.contains(&last));
        if self.space && !after_separator {
            self.written.push(' ');
        }
        self.space = false;
        self.written.push_str(thing);
    }

    fn take(&mut self, length: usize) -> &'a str {
        let (thing, rest) = self.rest.split_at(length);
        self.rest = rest;
        thing
    }
}

/// The length in bytes of what is to be copied as it stands: a string, an unquoted address, or one character.
fn verbatim(rest: &str, first: char) -> usize {
    match first {
        '"' | '\'' => closed_by(rest, 1, first),
        '\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
        'u' | 'U' if starts_address(rest) => closed_by(rest, 4, ')'),
        // A longer word that ends in `url(` is another function: `my-url(`.
        _ if is_word(first) => rest.find(|letter| !is_word(letter)).unwrap_or(rest.len()),
        _ => first.len_utf8(),
    }
}

fn is_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '-' || letter == '_' || !letter.is_ascii()
}

/// Whether `url(` begins here whose address has no quotes.
fn starts_address(rest: &str) -> bool {
    rest.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("url("))
        && !rest[4..].trim_ascii_start().starts_with(['"', '\''])
}

/// The length up to and including the end sign, skipping what a backslash escapes.
fn closed_by(rest: &str, from: usize, end: char) -> usize {
    let mut escaped = false;
    for (at, letter) in rest[from..].char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            letter if letter == end => return from + at + letter.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::minify;

    #[test]
    fn white_space_and_comments_go() {
        assert_eq!(minify("/* a */\n.a {\n  color : red;\n  margin: 0 1px;\n}\n"), ".a{color : red;margin: 0 1px}");
    }

    #[test]
    fn white_space_that_means_something_stays_as_one_space() {
        assert_eq!(minify("a  b\n > c, d:not( .e ) {}"), "a b > c,d:not( .e ){}");
        assert_eq!(minify("a{width:calc(1px  +  2px)}"), "a{width:calc(1px + 2px)}");
        assert_eq!(minify("@media (width > 1px) and  (x) {a{b:c}}"), "@media (width > 1px) and (x){a{b:c}}");
    }

    #[test]
    fn strings_stay_as_they_are() {
        assert_eq!(minify("a{content:\"a  ; /* b */ }\"}"), "a{content:\"a  ; /* b */ }\"}");
        assert_eq!(minify("a{content: 'it\\'s  {'; b: c}"), "a{content: 'it\\'s  {';b: c}");
    }

    #[test]
    fn addresses_stay_as_they_are() {
        assert_eq!(minify("a{b: url(data:x;a  ,/*y*/{z}) ; c: d}"), "a{b: url(data:x;a  ,/*y*/{z});c: d}");
        assert_eq!(minify("a{b:url( \"x  y\" ) }"), "a{b:url( \"x  y\" )}");
    }

    #[test]
    fn a_comment_between_words_keeps_them_apart() {
        assert_eq!(minify("a{b:c/* x */d}"), "a{b:c/**/d}");
        assert_eq!(minify("a{b:c /* x */ d}"), "a{b:c d}");
        assert_eq!(minify("a /* x */ {}"), "a{}");
    }

    #[test]
    fn an_escaped_sign_is_no_separator() {
        assert_eq!(minify(".w-1\\,5 \\{ {b:c}"), ".w-1\\,5 \\{{b:c}");
    }

    #[test]
    fn what_is_not_closed_ends_with_the_sheet() {
        assert_eq!(minify("a{b:'c"), "a{b:'c");
        assert_eq!(minify("a /* b"), "a");
        assert_eq!(minify("a\\"), "a\\");
    }
}
