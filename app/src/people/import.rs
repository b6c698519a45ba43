//! Many people at once: lines of name, e-mail and, if it is not an agent, role.

use super::paste::{self, Line, Person};
use super::{Fate, ImportLine, Imported, Invitation, People, form};
use crate::error::AppError;
use crate::fields::Problem;
use crate::session::{Admin, Role};
use std::collections::{HashMap, HashSet};

/// Most lines at once.
const MOST: usize = 10_000;

/// A line, and the invitation that it makes.
struct Read<'a> {
    line: ImportLine,
    raw: &'a str,
    invitation: Option<Invitation>,
}

/// What was pasted: the headings, if there were any, and the lines under them.
struct Pasted<'a> {
    headings: Option<&'a str>,
    lines: Vec<Read<'a>>,
}

/// What an import would do with each line.
///
/// # Errors
/// [`AppError::Invalid`] on field `text` when there is nothing in it or too much; what the database says.
pub(super) async fn check(people: &dyn People, by: &Admin, text: &str) -> Result<Vec<ImportLine>, AppError> {
    Ok(read(people, by, text).await?.lines.into_iter().map(|read| read.line).collect())
}

/// Invites whom [`check`] says is to be invited.
///
/// # Errors
/// As [`check`].
pub(super) async fn run(people: &dyn People, by: &Admin, text: &str) -> Result<Imported, AppError> {
    let Pasted { headings, lines } = read(people, by, text).await?;
    let left_out = left_out(headings, &lines);
    let invitations: Vec<Invitation> = lines.into_iter().filter_map(|read| read.invitation).collect();
    Ok(Imported { invited: people.invite_all(by, invitations).await?, left_out })
}

/// Under their headings, so that they mean the same when they are sent once more.
fn left_out(headings: Option<&str>, lines: &[Read<'_>]) -> String {
    let left: Vec<&str> = lines.iter().filter(|read| read.invitation.is_none()).map(|read| read.raw).collect();
    if left.is_empty() { String::new() } else { headings.into_iter().chain(left).collect::<Vec<_>>().join("\n") }
}

async fn read<'a>(people: &dyn People, by: &Admin, text: &'a str) -> Result<Pasted<'a>, AppError> {
    let mut pasted = parse(text);
    let lines = &mut pasted.lines;
    if lines.is_empty() {
        return Err(AppError::invalid("text", Problem::Required));
    }
    if lines.len() > MOST {
        return Err(AppError::invalid("text", Problem::TooManyLines));
    }
    let keys: Vec<String> = lines.iter().filter_map(|read| Some(read.invitation.as_ref()?.email.key())).collect();
    let known: HashSet<String> = people.known(by, &keys).await?.into_iter().collect();
    leave_out_known(lines, &known);
    Ok(pasted)
}

/// Nobody is invited whose address somebody has, be it in a line further up.
fn leave_out_known(lines: &mut [Read<'_>], known: &HashSet<String>) {
    let mut seen: HashMap<String, u64> = HashMap::new();
    for Read { line, invitation, .. } in lines {
        let Some(key) = invitation.as_ref().map(|invitation| invitation.email.key()) else { continue };
        let fate = if known.contains(&key) { Some(Fate::Known) } else { seen.get(&key).copied().map(Fate::Repeated) };
        if let Some(fate) = fate {
            line.fate = fate;
            *invitation = None;
        } else {
            seen.insert(key, line.line);
        }
    }
}

fn parse(text: &str) -> Pasted<'_> {
    let paste::Paste { headings, lines } = paste::read(text);
    Pasted { headings, lines: lines.into_iter().map(one).collect() }
}

fn one(Line { number, raw, person }: Line<'_>) -> Read<'_> {
    let wrong = |name: &str, email: &str, words: String| {
        let cut = |text: &str| text.chars().take(300).collect();
        Read {
            line: ImportLine { line: number, name: cut(name), email: cut(email), fate: Fate::Wrong(words) },
            raw,
            invitation: None,
        }
    };
    let Person { name, email, role } = match person {
        Ok(person) => person,
        Err(unreadable) => return wrong(raw, "", unreadable.words().to_owned()),
    };
    let role = if role.is_empty() { Role::Agent.code().to_owned() } else { role.to_lowercase() };
    match form::invitation(&name, &email, &role) {
        Ok(invitation) => Read {
            line: ImportLine { line: number, name, email, fate: Fate::Invite(invitation.role) },
            raw,
            invitation: Some(invitation),
        },
        Err(errors) => {
            let words = |field: &str, problem: Problem| match field {
                "name" => format!("Name: {}", problem.words()),
                "email" => format!("E-mail: {}", problem.words()),
                _ => "Role: Use Agent, Support or Admin.".to_owned(),
            };
            let words: Vec<String> = errors.iter().map(|error| words(&error.field, error.problem)).collect();
            wrong(&name, &email, words.join(" "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fates(text: &str) -> Vec<Fate> {
        let mut pasted = parse(text);
        leave_out_known(&mut pasted.lines, &HashSet::from(["known@a.test".to_owned()]));
        pasted.lines.into_iter().map(|read| read.line.fate).collect()
    }

    #[test]
    fn whoever_has_no_role_is_an_agent() {
        let text = "Ada,ada@a.test\nBob,bob@a.test,ADMIN\nKim,kim@a.test,Support";
        assert_eq!(fates(text), [Role::Agent, Role::Admin, Role::Support].map(Fate::Invite));
    }

    #[test]
    fn what_breaks_a_rule_is_said() {
        let fates = fates("Ada\nBob,bob\n,c@a.test,boss\n\"Kim,kim@a.test\nZo\u{fffd},zoe@a.test");
        let words = |at: usize| match &fates[at] {
            Fate::Wrong(words) => words.clone(),
            other => panic!("{other:?}"),
        };
        assert_eq!(words(0), "E-mail: Fill in this field.");
        assert!(words(1).starts_with("E-mail: Enter an e-mail address"));
        assert_eq!(words(2), "Name: Fill in this field. Role: Use Agent, Support or Admin.");
        assert_eq!(words(3), "This line opens a quote that is never closed.");
        assert!(words(4).starts_with("Name: Some letters were lost"));
    }

    #[test]
    fn nobody_is_invited_twice() {
        let fates = fates("Name,E-mail\nKnown,Known@a.test\nAda,ada@a.test\nAda again,ADA@a.test");
        assert_eq!(fates, [Fate::Known, Fate::Invite(Role::Agent), Fate::Repeated(3)]);
    }

    #[test]
    fn what_is_left_out_comes_back_under_its_headings() {
        let pasted = parse("Mail;Name\r\nada@a.test;Ada\r\nnope;\"Bob\"\r\n");
        assert_eq!(left_out(pasted.headings, &pasted.lines), "Mail;Name\nnope;\"Bob\"");
        let pasted = parse("Mail;Name\nada@a.test;Ada");
        assert_eq!(left_out(pasted.headings, &pasted.lines), "");
    }
}
