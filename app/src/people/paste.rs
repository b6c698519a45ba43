//! Lines as people paste them: columns parted by commas, semicolons or tabs, in the order of the headings if there are
//! any. What is wrong with one line does not spoil the others.

use crate::fields::EmailAddress;

/// Whatever a spreadsheet parts columns with; a tab is the surest sign, a comma may stand in a name.
const DELIMITERS: [char; 3] = ['\t', ';', ','];
/// Most lines that one quoted field goes on for, such as an address in a column that nobody reads.
const QUOTED_LINES: usize = 20;

/// What was pasted.
pub(super) struct Paste<'a> {
    /// The line of headings, as it was.
    pub(super) headings: Option<&'a str>,
    pub(super) lines: Vec<Line<'a>>,
}

/// A line of it that is not empty.
pub(super) struct Line<'a> {
    /// From 1.
    pub(super) number: u64,
    /// As it was; several lines where a quoted field goes on.
    pub(super) raw: &'a str,
    pub(super) person: Result<Person, Unreadable>,
}

/// What stands in the columns.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Person {
    pub(super) name: String,
    pub(super) email: String,
    pub(super) role: String,
}

/// Why a line has no columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unreadable {
    OpenQuote,
    TooManyColumns,
}

impl Unreadable {
    /// The sentence in the dry run.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::OpenQuote => "This line opens a quote that is never closed.",
            Self::TooManyColumns => {
                "This line has more columns than name, e-mail and role. A name with a comma in it needs quotes."
            }
        }
    }
}

/// Which column holds what.
struct Columns {
    name: Option<usize>,
    first_name: Option<usize>,
    last_name: Option<usize>,
    email: Option<usize>,
    role: Option<usize>,
    count: usize,
}

/// Without headings.
const USUAL: Columns =
    Columns { name: Some(0), first_name: None, last_name: None, email: Some(1), role: Some(2), count: 3 };

/// Reads what was pasted.
pub(super) fn read(text: &str) -> Paste<'_> {
    let text = text.trim_start_matches('\u{feff}');
    let physical = physical_lines(text);
    let first = physical.iter().map(|range| &text[range.clone()]).find(|line| !line.trim().is_empty());
    let first = first.unwrap_or_default();
    let delimiter = DELIMITERS.into_iter().find(|delimiter| first.contains(*delimiter)).unwrap_or(',');
    let headings = split(first, delimiter).and_then(|fields| Columns::of(&fields));
    let columns = headings.as_ref().unwrap_or(&USUAL);
    let mut paste = Paste { headings: headings.is_some().then_some(first), lines: Vec::new() };
    let (mut at, mut is_first) = (0, true);
    while let Some(range) = physical.get(at) {
        let number = at as u64 + 1;
        let mut raw = &text[range.clone()];
        at += 1;
        if raw.chars().all(|c| c.is_whitespace() || DELIMITERS.contains(&c)) {
            continue;
        }
        if std::mem::take(&mut is_first) && headings.is_some() {
            continue;
        }
        if split(raw, delimiter).is_none()
            && let Some(more) = goes_on(text, &physical[at - 1..], delimiter)
        {
            raw = &text[range.start..physical[at - 1 + more].end];
            at += more;
        }
        paste.lines.push(Line { number, raw, person: columns.person(raw, delimiter) });
    }
    paste
}

/// Where each line is, however it ends.
fn physical_lines(text: &str) -> Vec<std::ops::Range<usize>> {
    let (mut lines, mut start) = (Vec::new(), 0);
    for (at, c) in text.char_indices() {
        let after_return = c == '\n' && at == start && at > 0 && text.as_bytes()[at - 1] == b'\r';
        if after_return {
            start = at + 1;
        } else if c == '\n' || c == '\r' {
            lines.push(start..at);
            start = at + 1;
        }
    }
    lines.push(start..text.len());
    lines
}

/// How many lines further a field ends whose quote is open at the end of the first of these. Not across what looks like
/// somebody's own line: one stray quote would swallow it.
fn goes_on(text: &str, lines: &[std::ops::Range<usize>], delimiter: char) -> Option<usize> {
    let start = lines.first()?.start;
    for (more, line) in lines.iter().enumerate().skip(1).take(QUOTED_LINES) {
        let (inside, behind) =
            text[line.clone()].split_once('"').map_or((&text[line.clone()], None), |(a, b)| (a, Some(b)));
        if inside.contains('@') {
            return None;
        }
        if let Some(behind) = behind {
            let ends = behind.trim_start_matches(' ').chars().next().is_none_or(|c| c == delimiter);
            return (ends && split(&text[start..line.end], delimiter).is_some()).then_some(more);
        }
    }
    None
}

/// The columns of a line, without spaces and quotes around them; `None` when a quote stays open.
fn split(line: &str, delimiter: char) -> Option<Vec<String>> {
    let mut fields = Vec::new();
    let mut rest = line.chars().peekable();
    loop {
        while rest.next_if(|c| c.is_whitespace() && *c != delimiter).is_some() {}
        let mut field = String::new();
        if rest.next_if_eq(&'"').is_some() {
            loop {
                match rest.next()? {
                    '"' if rest.next_if_eq(&'"').is_some() => field.push('"'),
                    '"' => break,
                    c => field.push(c),
                }
            }
        }
        while let Some(c) = rest.next_if(|c| *c != delimiter) {
            field.push(c);
        }
        fields.push(field.trim().to_owned());
        if rest.next().is_none() {
            return Some(fields);
        }
    }
}

impl Columns {
    /// What a first line says the columns are; `None` when it is no line of headings.
    fn of(fields: &[String]) -> Option<Self> {
        let find = |names: &[&str]| fields.iter().position(|field| names.contains(&heading(field).as_str()));
        let columns = Self {
            name: find(&["name", "fullname", "displayname", "person", "personname"]),
            first_name: find(&["firstname", "givenname", "forename"]),
            last_name: find(&["lastname", "surname", "familyname"]),
            email: find(&["email", "emailaddress", "mail", "mailaddress", "primaryemail", "workemail"]),
            role: find(&["role", "userrole"]),
            count: fields.len(),
        };
        let Self { name, first_name, last_name, email, role, .. } = &columns;
        let is_known = [name, first_name, last_name, email, role].into_iter().any(Option::is_some);
        (is_known && !fields.iter().any(|field| field.contains('@'))).then_some(columns)
    }

    /// Reads a line. Somebody who parted one line otherwise than the others is understood where that makes an address.
    fn person(&self, line: &str, usual: char) -> Result<Person, Unreadable> {
        let others = DELIMITERS.into_iter().filter(|delimiter| *delimiter != usual);
        let readings: Vec<Vec<String>> =
            std::iter::once(usual).chain(others).filter_map(|delimiter| split(line, delimiter)).collect();
        let fits = |fields: &&Vec<String>| EmailAddress::parse(at(fields, self.email)).is_ok();
        if let Some(fields) = readings.iter().find(fits) {
            return self.of_fields(fields);
        }
        if let Some(person) = spoken(line) {
            return Ok(person);
        }
        match split(line, usual) {
            Some(fields) => self.of_fields(&fields),
            None => Err(Unreadable::OpenQuote),
        }
    }

    fn of_fields(&self, fields: &[String]) -> Result<Person, Unreadable> {
        if fields.iter().skip(self.count).any(|field| !field.is_empty()) {
            return Err(Unreadable::TooManyColumns);
        }
        let name = at(fields, self.name).to_owned();
        let parts = [at(fields, self.first_name), at(fields, self.last_name)];
        let name = if name.is_empty() { parts.join(" ").trim().to_owned() } else { name };
        Ok(Person { name, email: at(fields, self.email).to_owned(), role: at(fields, self.role).to_owned() })
    }
}

fn at(fields: &[String], column: Option<usize>) -> &str {
    column.and_then(|column| fields.get(column)).map_or("", String::as_str)
}

/// "E-Mail address" and "email_address" are one heading.
fn heading(field: &str) -> String {
    field.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// `Ada Lovelace ada@example.org`, or with angle brackets, as mail programs write it.
fn spoken(line: &str) -> Option<Person> {
    let (name, email) = line.trim().rsplit_once(char::is_whitespace)?;
    let email = email.trim_start_matches('<').trim_end_matches(['>', ',', ';']);
    let name = name.trim().trim_matches('"').trim_end_matches([',', ';']);
    let is_plain = EmailAddress::parse(email).is_ok() && !name.contains(['@', '"', ';', '\t']);
    is_plain.then(|| Person { name: name.trim().to_owned(), email: email.to_owned(), role: String::new() })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Number, name, address and role of each line.
    fn people(text: &str) -> Vec<(u64, String, String, String)> {
        let read = |line: Line<'_>| {
            let Person { name, email, role } = line.person.expect("a line that can be read");
            (line.number, name, email, role)
        };
        super::read(text).lines.into_iter().map(read).collect()
    }

    fn ada(role: &str) -> Vec<(u64, String, String, String)> {
        vec![(1, "Ada".into(), "ada@a.test".into(), role.into())]
    }

    #[test]
    fn lines_are_read_however_they_are_parted() {
        for text in ["Ada,ada@a.test", "Ada\tada@a.test\t", "Ada;ada@a.test;", "\"Ada\" , ada@a.test ,\r\n\r\n"] {
            assert_eq!(people(text), ada(""), "{text:?}");
        }
        assert_eq!(people("\u{feff}Ada;ada@a.test;Agent"), ada("Agent"));
        assert_eq!(people("\"Lovelace, \"\"Ada\"\"\",ada@a.test")[0].1, "Lovelace, \"Ada\"");
    }

    #[test]
    fn lines_end_however_the_system_ends_them_and_keep_their_numbers() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["Name,E-mail,Role", "", "Ada,ada@a.test", ",,", "Bob,bob@a.test", ""].join(end);
            assert_eq!(people(&text).iter().map(|(number, ..)| *number).collect::<Vec<_>>(), [3, 5], "{end:?}");
        }
    }

    #[test]
    fn headings_say_which_column_is_which() {
        for text in [
            "Role,E-mail address,Full name\nadmin,ada@a.test,Ada",
            "EMAIL;role;Name\nada@a.test;admin;Ada",
            "Last name\tTeam\tFirst name\tMail\tRole\n\tSales\tAda\tada@a.test\tadmin",
        ] {
            let read = people(text);
            assert_eq!(read, [(2, "Ada".to_owned(), "ada@a.test".to_owned(), "admin".to_owned())], "{text:?}");
        }
        let joined = people("Email,First_Name,Surname\nada@a.test,Ada,Lovelace");
        assert_eq!(joined[0].1, "Ada Lovelace");
        // Somebody's own line is no heading.
        assert_eq!(read("Mail,mail@a.test").headings, None);
    }

    #[test]
    fn a_line_that_is_parted_otherwise_is_understood() {
        let text = "Bob;bob@a.test;agent\nAda,ada@a.test\nAda\tada@a.test\nAda ada@a.test\nAda <ada@a.test>,";
        for (_, name, email, _) in &people(text)[1..] {
            assert_eq!((name.as_str(), email.as_str()), ("Ada", "ada@a.test"));
        }
        assert_eq!(people("Bob;bob@a.test\nNobody\n")[1].1, "Nobody");
    }

    #[test]
    fn a_stray_quote_spoils_its_own_line_alone() {
        let found = read("Ada,ada@a.test\n\"Bob,bob@a.test\n\"Kim\",kim@a.test\nJo \"J\" Doe,jo@a.test\n\"Zoe");
        let fates: Vec<_> = found.lines.iter().map(|line| (line.number, line.person.as_ref().err().copied())).collect();
        let open = Some(Unreadable::OpenQuote);
        assert_eq!(fates, [(1, None), (2, open), (3, None), (4, None), (5, open)]);
        assert_eq!(found.lines[3].person.as_ref().map(|person| person.name.as_str()), Ok("Jo \"J\" Doe"));
    }

    #[test]
    fn a_quoted_column_may_go_on_in_the_next_line() {
        let found = read("Name,Address,Email\nAda,\"1 Main St\nLondon\",ada@a.test\nBob,,bob@a.test");
        assert_eq!(found.lines.iter().map(|line| line.number).collect::<Vec<_>>(), [2, 4]);
        assert_eq!(found.lines[0].raw, "Ada,\"1 Main St\nLondon\",ada@a.test");
        assert_eq!(found.lines[0].person.as_ref().map(|person| person.email.as_str()), Ok("ada@a.test"));
    }

    #[test]
    fn columns_too_many_are_not_passed_over() {
        let found = read("Ada,ada@a.test,agent,London\nBob,bob@a.test,agent,,");
        let fates: Vec<_> = found.lines.iter().map(|line| line.person.as_ref().err().copied()).collect();
        assert_eq!(fates, [Some(Unreadable::TooManyColumns), None]);
    }
}
