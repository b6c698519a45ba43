//! Made-up people.

use super::password;
use crate::clock::Clock;
use crate::database::{Database, WriteTransaction};
use crate::error;
use app::error::AppError;
use app::session::Role;
use sea_orm::{ConnectionTrait, Value};

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

/// People in one statement: as many as stay below the databases' limit on values.
const BATCH: u64 = 1_000;
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
    let transaction = database.write().await?;
    if demo {
        let password_hash = password::hash(DEMO_PASSWORD).map_err(error::internal)?;
        let rows = DEMO_ACCOUNTS.map(|account| row(account.name, account.email, account.role, Some(&password_hash)));
        insert(database, &transaction, clock, &rows).await?;
    }
    for start in (0..count).step_by(usize::try_from(BATCH).unwrap_or(usize::MAX)) {
        let rows: Vec<_> = (start..count.min(start + BATCH)).map(made_up).collect();
        insert(database, &transaction, clock, &rows).await?;
    }
    if demo {
        super::set_up::forget_links(database, &transaction).await?;
    }
    transaction.commit().await
}

/// Name, address, its key, role, password hash.
type Row = [Value; 5];

fn row(name: &str, email: &str, role: Role, password_hash: Option<&str>) -> Row {
    [name.into(), email.into(), email.to_lowercase().into(), role.code().into(), password_hash.into()]
}

fn made_up(number: u64) -> Row {
    let pick = |names: &[&'static str], number: u64| names[usize::try_from(number).unwrap_or(0) % names.len()];
    let (first, last) = (pick(&FIRST_NAMES, number), pick(&LAST_NAMES, number));
    let email = format!("{first}.{last}.{number}@callcentre.test").to_lowercase();
    row(&format!("{first} {last}"), &email, Role::Agent, None)
}

async fn insert(
    database: &Database,
    transaction: &WriteTransaction,
    clock: &Clock,
    rows: &[Row],
) -> Result<(), AppError> {
    let now = clock.now();
    let places: Vec<String> = (0..rows.len()).map(|n| format!("({}, {now})", placeholders(n * 5))).collect();
    let sql = format!(
        "INSERT INTO person (name, email, email_key, role, password_hash, created_at) VALUES {}
         ON CONFLICT (email_key) DO NOTHING",
        places.join(", ")
    );
    let values = rows.iter().flatten().cloned();
    transaction.execute_raw(database.statement(&sql, values)).await.map(drop).map_err(error::database)
}

/// `$1, $2, $3, $4, $5` after `before` others.
fn placeholders(before: usize) -> String {
    (1..=5).map(|n| format!("${}", before + n)).collect::<Vec<_>>().join(", ")
}
