//! SIP user names, made from the names of people.

use crate::database::{Database, WriteTransaction};
use app::fields::PhoneUserName;
use deunicode::deunicode_with_tofu;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Any number that nobody else locks in this database.
const LOCK: i64 = 0x0073_6970_6e61_6d65;
/// What nothing can be made of.
const NOBODY: &str = "agent";
/// Most characters of a name without its number, which may have as many as are left.
const LONGEST: usize = PhoneUserName::MAX as usize - 8;

/// The user name of somebody whom nobody else is called like: `curtis.stone`. From the address if the name gives nothing.
pub(super) fn base(name: &str, email: &str) -> String {
    let local_part = email.rsplit_once('@').map_or(email, |(local_part, _)| local_part);
    let made = [name, local_part].into_iter().map(folded).find(|made| !made.is_empty());
    made.unwrap_or_else(|| NOBODY.to_owned())
}

/// Small letters without accents, digits and hyphens, its words joined by dots.
fn folded(text: &str) -> String {
    let plain = deunicode_with_tofu(text, " ").to_ascii_lowercase();
    // O'Brien is one word.
    let plain: String = plain.chars().filter(|c| !"'`\"".contains(*c)).collect();
    let words = plain.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').map(|word| word.trim_matches('-'));
    let joined = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(".");
    // ASCII by now.
    joined[..joined.len().min(LONGEST)].trim_end_matches(['.', '-']).to_owned()
}

/// `curtis.stone`, `curtis.stone.2`, `curtis.stone.3`
fn numbered(base: &str, number: u64) -> String {
    if number == 1 { base.to_owned() } else { format!("{base}.{number}") }
}

/// What makes new user names goes one after the other, until the end of the transaction: two at once would wait for each
/// other's names. To be called after people and phones are locked.
pub(super) async fn one_at_a_time(database: &Database, transaction: &WriteTransaction) -> Result<(), DbErr> {
    if database.backend() == DbBackend::Postgres {
        // SQLite's write lock is held already.
        transaction.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({LOCK})")).await?;
    }
    Ok(())
}

/// A user name for each of these bases, in their order, no two the same. All but the first number of a base may be taken
/// after all, where somebody chose such a name by hand: the unique index knows.
pub(super) async fn choose(
    database: &Database,
    transaction: &WriteTransaction,
    bases: &[String],
) -> Result<Vec<String>, DbErr> {
    let different: BTreeSet<&str> = bases.iter().map(String::as_str).collect();
    let mut next = first_free(database, transaction, &different).await?;
    let mut take = |base: &str| {
        let number = next.get_mut(base).map_or(1, |next| std::mem::replace(next, *next + 1));
        numbered(base, number)
    };
    Ok(bases.iter().map(|base| take(base)).collect())
}

/// Where a base's free numbers begin: somewhere above `taken` and at or below `free`.
struct Gap {
    taken: u64,
    free: Option<u64>,
}

impl Gap {
    /// The number to ask about next; `None` when it is known.
    fn probe(&self) -> Option<u64> {
        match self.free {
            None => Some((2 * self.taken).max(1)),
            Some(free) if free - self.taken > 1 => Some(self.taken.midpoint(free)),
            Some(_) => None,
        }
    }
}

/// For each base a number that is free and follows one that is taken. Thousands may be called the same, so the numbers are
/// not tried one by one: by doubling, and then by halving what is left; each round is one question for all bases.
async fn first_free<'a>(
    database: &Database,
    transaction: &WriteTransaction,
    bases: &BTreeSet<&'a str>,
) -> Result<BTreeMap<&'a str, u64>, DbErr> {
    let mut gaps: BTreeMap<&str, Gap> = bases.iter().map(|base| (*base, Gap { taken: 0, free: None })).collect();
    loop {
        let asked: Vec<(&str, u64, String)> = gaps
            .iter()
            .filter_map(|(base, gap)| gap.probe().map(|number| (*base, number, numbered(base, number))))
            .collect();
        if asked.is_empty() {
            return Ok(gaps.into_iter().map(|(base, gap)| (base, gap.free.unwrap_or(1))).collect());
        }
        let taken = taken(database, transaction, asked.iter().map(|(_, _, name)| name.as_str())).await?;
        for (base, number, name) in asked {
            if let Some(gap) = gaps.get_mut(base) {
                if taken.contains(&name) {
                    gap.taken = number;
                } else {
                    gap.free = Some(number);
                }
            }
        }
    }
}

/// Which of these names somebody has.
async fn taken(
    database: &Database,
    transaction: &WriteTransaction,
    names: impl Iterator<Item = &str>,
) -> Result<BTreeSet<String>, DbErr> {
    let values: Vec<Value> = names.map(Value::from).collect();
    let places: Vec<String> = (1..=values.len()).map(|place| format!("${place}")).collect();
    let sql = format!("SELECT user_name_key FROM sip_phone WHERE user_name_key IN ({})", places.join(", "));
    let rows = transaction.query_all_raw(database.statement(&sql, values)).await?;
    rows.iter().map(|row| row.try_get("", "user_name_key")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_name_is_made_from_the_name_or_else_the_address() {
        for (name, email, made) in [
            ("Curtis Stone", "cs@a.test", "curtis.stone"),
            ("  Zoë   O'Brien-Łęcki ", "z@a.test", "zoe.obrien-lecki"),
            ("O’Brien, Kate (Sales)", "z@a.test", "obrien.kate.sales"),
            ("山田 太郎", "yamada@a.test", "shan.tian.tai.lang"),
            ("Straße", "s@a.test", "strasse"),
            ("***", "Kate.W+1@a.test", "kate.w.1"),
            ("...", "--@a.test", "agent"),
            ("", "", "agent"),
            ("a*b~c:d@e;f", "x@a.test", "a.b.c.d.e.f"),
            ("-.Ada.-", "x@a.test", "ada"),
            ("4711", "x@a.test", "4711"),
        ] {
            assert_eq!(base(name, email), made, "{name:?}");
        }
    }

    #[test]
    fn whatever_somebody_is_called_every_phone_takes_the_user_name() {
        let long = "x".repeat(500);
        let edge = format!("{} y", "x".repeat(LONGEST - 1));
        for name in [long.as_str(), &edge, "Ω≈ç√", "🙂🙃", "\u{200b}", "ﬃ", "محمد علي", "Дмитрий", "\u{e000}a", "a\0b"]
        {
            let base = base(name, "\u{1f600}@a.test");
            for number in [1, 2, 9_999_999] {
                let made = numbered(&base, number);
                let parsed = PhoneUserName::parse(&made);
                assert!(parsed.is_ok_and(|parsed| parsed.key() == made), "{name:?} became {made:?}");
            }
        }
    }

    #[test]
    fn a_gap_is_found_in_few_steps() {
        for taken in [0_u64, 1, 2, 3, 1_000, 99_999] {
            let (mut gap, mut steps) = (Gap { taken: 0, free: None }, 0);
            while let Some(number) = gap.probe() {
                steps += 1;
                if number <= taken {
                    gap.taken = number;
                } else {
                    gap.free = Some(number);
                }
            }
            assert_eq!(gap.free, Some(taken + 1));
            assert!(steps < 40, "{steps}");
        }
    }
}
