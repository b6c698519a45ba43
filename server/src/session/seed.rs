//! Made-up people.

use super::password;
use crate::clock::Clock;
use crate::database::Database;
use crate::error;
use crate::people::{Author, NewPerson, add_many};
use crate::seed::{AUTHOR, MANY, put_back, take_away};
use app::error::AppError;
use app::session::Role;
use sea_orm::{ConnectionTrait, DbBackend};

/// Password of every account of the demo.
pub const DEMO_PASSWORD: &str = "switchroom-demo";

/// Somebody in the demo.
#[derive(Debug, Clone, Copy)]
pub struct DemoAccount {
    /// Name on the screen.
    pub name: &'static str,
    /// For signing in.
    pub email: &'static str,
    /// What they may do.
    pub role: Role,
}

const fn account(name: &'static str, email: &'static str, role: Role) -> DemoAccount {
    DemoAccount { name, email, role }
}

/// The accounts of the demo.
pub const DEMO_ACCOUNTS: [DemoAccount; 5] = [
    account("Ada Admin", "ada.admin@switchroom.test", Role::Admin),
    account("Sam Support", "sam.support@switchroom.test", Role::Support),
    account("Curtis Stone", "curtis.stone@callcentre.test", Role::Agent),
    account("Jamie Oliver", "jamie.oliver@callcentre.test", Role::Agent),
    account("Kate Winslet", "kate.winslet@callcentre.test", Role::Agent),
];

const TABLE: &str = "person";
/// The index that keeps addresses apart, without which nobody can be added.
const NEEDED: &str = "person_email_key";
/// People who are made up at a time.
const BATCH: usize = 10_000;
const FIRST_NAMES: [&str; 16] = [
    "Ada", "Bruno", "Carla", "Dmitri", "Elif", "Femi", "Greta", "Hugo", "Ines", "Jonas", "Kaya", "Lena", "Mateo",
    "Noor", "Olga", "Pavel",
];
const LAST_NAMES: [&str; 15] = [
    "Abel",
    "Brandt",
    "Costa",
    "Dubois",
    "Eriksen",
    "Ferrari",
    "Garcia",
    "Horvat",
    "Ivanova",
    "Jansen",
    "Kowalski",
    "Lindqvist",
    "Moreau",
    "Novak",
    "Okafor",
];

/// Adds `count` agents without a password, always the same ones, and with `demo` the [`DEMO_ACCOUNTS`]. Who is there
/// already stays as they are.
///
/// # Errors
/// What the database says.
pub async fn seed_people(database: &Database, clock: &Clock, count: u64, demo: bool) -> Result<(), AppError> {
    let author = Author { name: AUTHOR, now: clock.now() };
    let is_big = count > MANY;
    let transaction = database.write().await?;
    if demo {
        add_many(database, &transaction, author, &demo_people()?).await?;
        super::set_up::forget_links(database, &transaction).await?;
    }
    let dropped = if is_big { take_away(database, &transaction, TABLE, Some(NEEDED)).await } else { Ok(Vec::new()) };
    let dropped = dropped.map_err(error::database)?;
    for start in (0..count).step_by(BATCH) {
        let people: Vec<NewPerson> = (start..count).take(BATCH).map(made_up).collect();
        add_many(database, &transaction, author, &people).await?;
    }
    if is_big {
        put_back(database, &transaction, TABLE, &dropped).await.map_err(error::database)?;
    }
    transaction.commit().await?;
    if is_big && database.backend() == DbBackend::Postgres {
        // What lets the planner find its way from the first question on.
        database.pool().execute_unprepared("VACUUM (ANALYZE) person").await.map_err(error::database)?;
    }
    Ok(())
}

fn demo_people() -> Result<Vec<NewPerson>, AppError> {
    let password_hash = password::hash(DEMO_PASSWORD).map_err(error::internal)?;
    let person = |account: DemoAccount| NewPerson {
        name: account.name.to_owned(),
        email: account.email.to_owned(),
        role: account.role,
        password_hash: Some(password_hash.clone()),
    };
    Ok(DEMO_ACCOUNTS.map(person).into())
}

/// What makes the address of this made-up agent unique.
pub(crate) fn made_up_key(number: u64) -> String {
    made_up(number).email_key()
}

fn made_up(number: u64) -> NewPerson {
    let pick = |names: &[&'static str], number: u64| names[usize::try_from(number).unwrap_or(0) % names.len()];
    let (first, last) = (pick(&FIRST_NAMES, number), pick(&LAST_NAMES, number));
    let email = format!("{first}.{last}.{number}@callcentre.test").to_lowercase();
    NewPerson { name: format!("{first} {last}"), email, role: Role::Agent, password_hash: None }
}
