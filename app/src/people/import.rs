//! Many people at once: lines of name, e-mail and, if it is not an agent, role.

use super::{Fate, ImportLine, Imported, Invitation, People, form};
use crate::error::AppError;
use crate::fields::Problem;
use crate::session::{Admin, Role};
use std::collections::HashSet;

/// Most lines at once.
const MOST: usize = 10_000;

/// A line, and the invitation that it makes.
struct Read {
    line: ImportLine,
    invitation: Option<Invitation>,
}

/// What an import would do with each line.
///
/// # Errors
/// [`AppError::Invalid`] on field `text` when there is nothing in it or too much; what the database says.
pub(super) async fn check(people: &dyn People, by: &Admin, text: &str) -> Result<Vec<ImportLine>, AppError> {
    Ok(read(people, by, text).await?.into_iter().map(|read| read.line).collect())
}

/// Invites whom [`check`] says is to be invited.
///
/// # Errors
/// As [`check`].
pub(super) async fn run(people: &dyn People, by: &Admin, text: &str) -> Result<Imported, AppError> {
    let lines = read(people, by, text).await?;
    let all = lines.len() as u64;
    let invitations: Vec<Invitation> = lines.into_iter().filter_map(|read| read.invitation).collect();
    let invited = people.invite_all(by, invitations).await?;
    Ok(Imported { invited, left_out: all - invited })
}

async fn read(people: &dyn People, by: &Admin, text: &str) -> Result<Vec<Read>, AppError> {
    let mut lines = parse(text);
    if lines.is_empty() {
        return Err(AppError::invalid("text", Problem::Required));
    }
    if lines.len() > MOST {
        return Err(AppError::invalid("text", Problem::TooManyLines));
    }
    let keys: Vec<String> = lines.iter().filter_map(|read| Some(read.invitation.as_ref()?.email.key())).collect();
    let mut known: HashSet<String> = people.known(by, &keys).await?.into_iter().collect();
    for read in &mut lines {
        // The first of two lines with one address counts.
        if read.invitation.as_ref().is_some_and(|invitation| !known.insert(invitation.email.key())) {
            read.line.fate = Fate::Known;
            read.invitation = None;
        }
    }
    Ok(lines)
}

/// Commas, semicolons or tabs part the columns, whichever the first line has; a first line of headings is left out.
fn parse(text: &str) -> Vec<Read> {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let delimiter = [b'\t', b';', b','].into_iter().find(|d| first.as_bytes().contains(d)).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.delimiter(delimiter).has_headers(false).flexible(true).trim(csv::Trim::All);
    let reader = reader.from_reader(text.as_bytes());
    let breaks: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    // The reader counts the empty lines before a record to it.
    let line_of = |position: Option<&csv::Position>| {
        let from = position.and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or_default();
        let empty = text.get(from..).map_or(0, |rest| rest.len() - rest.trim_start_matches(['\r', '\n']).len());
        1 + breaks.partition_point(|&at| at < from + empty) as u64
    };
    let mut lines: Vec<Read> = Vec::new();
    for (at, record) in reader.into_records().enumerate() {
        match record {
            Ok(record) if record.iter().all(str::is_empty) => {}
            Ok(record) if at == 0 && is_headings(&record) => {}
            Ok(record) => {
                lines.push(one(line_of(record.position()), &record));
            }
            Err(error) => {
                lines.push(wrong(line_of(error.position()), "", "", "This line cannot be read."));
            }
        }
    }
    lines
}

fn is_headings(record: &csv::StringRecord) -> bool {
    record.get(1).is_some_and(|second| !second.contains('@'))
        && record
            .iter()
            .any(|field| ["name", "e-mail", "email", "role"].iter().any(|heading| field.eq_ignore_ascii_case(heading)))
}

fn one(line: u64, record: &csv::StringRecord) -> Read {
    let field = |at| record.get(at).unwrap_or_default();
    let (name, email) = (field(0), field(1));
    let role = if field(2).is_empty() { Role::Agent.code().to_owned() } else { field(2).to_lowercase() };
    match form::invitation(name, email, &role) {
        Ok(invitation) => Read {
            line: ImportLine { line, name: name.into(), email: email.into(), fate: Fate::Invite(invitation.role) },
            invitation: Some(invitation),
        },
        Err(errors) => {
            let label = |field: &str| match field {
                "name" => "Name",
                "email" => "E-mail",
                _ => "Role",
            };
            let words: Vec<String> =
                errors.iter().map(|error| format!("{}: {}", label(&error.field), error.problem.words())).collect();
            wrong(line, name, email, &words.join(" "))
        }
    }
}

fn wrong(line: u64, name: &str, email: &str, words: &str) -> Read {
    let cut = |text: &str| text.chars().take(300).collect();
    Read {
        line: ImportLine { line, name: cut(name), email: cut(email), fate: Fate::Wrong(words.into()) },
        invitation: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fates(text: &str) -> Vec<(u64, String, Fate)> {
        parse(text).into_iter().map(|read| (read.line.line, read.line.email, read.line.fate)).collect()
    }

    #[test]
    fn lines_are_read_however_they_are_parted() {
        let ada = || vec![(1, "ada@a.test".to_owned(), Fate::Invite(Role::Agent))];
        for text in
            ["Ada,ada@a.test", "Ada\tada@a.test\t", "Ada;ada@a.test;Agent", "\"Ada\" , ada@a.test ,agent\r\n\r\n"]
        {
            assert_eq!(fates(text), ada(), "{text:?}");
        }
        assert_eq!(fates("\"Lovelace, Ada\",ada@a.test,ADMIN")[0].2, Fate::Invite(Role::Admin));
    }

    #[test]
    fn headings_and_empty_lines_are_left_out_and_lines_keep_their_numbers() {
        assert_eq!(
            fates("Name,E-mail,Role\n\nAda,ada@a.test\n,,\nBob,bob@a.test")
                .iter()
                .map(|(line, ..)| *line)
                .collect::<Vec<_>>(),
            [3, 5]
        );
    }

    #[test]
    fn what_breaks_a_rule_is_said() {
        let fates = fates("Ada\nBob,bob\n,c@a.test,boss");
        let words = |at: usize| match &fates[at].2 {
            Fate::Wrong(words) => words.clone(),
            other => panic!("{other:?}"),
        };
        assert_eq!(words(0), "E-mail: Fill in this field.");
        assert!(words(1).starts_with("E-mail: Enter an e-mail address"));
        assert_eq!(words(2), "Name: Fill in this field. Role: Choose one of the options.");
    }
}
