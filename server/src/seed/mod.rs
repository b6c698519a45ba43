//! Made-up data: `switchroom seed`. The same each time; a second time adds to what is there.

mod demo;
mod dice;
mod indexes;
mod load;
mod made_up;
mod postgres;
mod sqlite;

pub(crate) use indexes::{Index, forget_all, index_the_rest, put_back, take_away};
pub(crate) use load::{AUTHOR, MANY};
pub use made_up::terms;

use crate::cli::{SeedArgs, say};
use crate::clock::Clock;
use crate::database::Database;
use crate::error::StartError;
use crate::secrets::Secrets;
use crate::{session, sip_phones};
use app::error::AppError;
use sea_orm::DbErr;
use std::time::Instant;

/// Fills the database.
///
/// # Errors
/// A sentence.
pub async fn run(database: &Database, secrets: &Secrets, args: SeedArgs) -> Result<(), StartError> {
    let SeedArgs { people, phones, endpoints, demo } = args;
    // Phones are given to people.
    let people = people.max(phones);
    let clock = Clock::system();
    if people > 0 || demo {
        let begin = Instant::now();
        session::seed_people(database, &clock, people, demo).await.map_err(|error| in_words(&error))?;
        if people > 0 {
            say(&format!("{} people in {:.1} s.", grouped(people), begin.elapsed().as_secs_f64()));
        }
    }
    if phones > 0 {
        let begin = Instant::now();
        let seeded = sip_phones::seed_phones(database, secrets, &clock, phones).await;
        seeded.map_err(|error| in_words(&error))?;
        say(&format!("{} SIP phones in {:.1} s.", grouped(phones), begin.elapsed().as_secs_f64()));
    }
    if demo {
        let added = demo::add(database, secrets, &clock).await?;
        say(&format!("{added} SIP endpoints for looking around."));
    }
    if endpoints > 0 {
        load::endpoints(database, secrets, &clock, endpoints).await?;
    }
    Ok(())
}

fn in_words(error: &AppError) -> StartError {
    StartError(error.words())
}

/// What the database says, without the values that it quotes.
fn failed(error: &DbErr) -> StartError {
    if crate::error::violated_constraint(error).is_some() {
        return StartError::new("An endpoint has a reference already that seeding would make; rename or delete it.");
    }
    StartError(format!("The database could not be filled: {}.", crate::error::without_values(error)))
}

/// `1234567` as `1,234,567`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn large_numbers_are_grouped() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }
}
