//! Made-up phones.

use super::give::Maker;
use super::{SOURCE, rows};
use crate::clock::Clock;
use crate::database::{Database, WriteTransaction};
use crate::secrets::Secrets;
use crate::seed::{AUTHOR, Index, MANY, forget_all, index_the_rest, put_back, take_away};
use crate::session::made_up_key;
use crate::{error, people};
use app::error::AppError;
use app::sip_phones::CredentialsState;
use sea_orm::{ConnectionTrait, DbBackend, DbErr};
use std::ops::Range;

/// Phones that are made up at a time: as many as stay below the databases' limit on values.
const BATCH: usize = 2_000;
const PERSON: &str = people::SOURCE.table;
/// The tables that are written, each with the index that cannot be missed: agents are found by their address, and a user
/// name is free when nobody has it.
const TABLES: [(&str, &str); 2] = [(PERSON, "person_email_key"), (SOURCE.table, "sip_phone_user_name_key")];

/// Of how many agents each kind of phone is, so that each filter shows something. Kinds come one after the other: a row
/// that is written twice is indexed twice.
const KINDS: [(Range<u64>, bool, CredentialsState); 4] = [
    (0..13, true, CredentialsState::Opened),
    (13..16, false, CredentialsState::Opened),
    (16..18, true, CredentialsState::Sent),
    (18..20, true, CredentialsState::Failed),
];

/// Gives phones to the first `count` of the agents whom [`crate::session::seed_people`] makes. Who has one already keeps it;
/// nobody is told.
///
/// # Errors
/// What the database says.
pub async fn seed_phones(database: &Database, secrets: &Secrets, clock: &Clock, count: u64) -> Result<(), AppError> {
    let maker = Maker { database, secrets, clock, by: AUTHOR };
    let is_big = count > MANY;
    let transaction = database.write().await?;
    let dropped = if is_big { prepare(database, &transaction).await } else { Ok(Vec::new()) };
    let dropped = dropped.map_err(error::database)?;
    for (share, receiving, state) in KINDS {
        let numbers: Vec<u64> = (0..count).filter(|number| share.contains(&(number % 20))).collect();
        for numbers in numbers.chunks(BATCH) {
            give(maker, &transaction, numbers, receiving, state).await?;
        }
    }
    if is_big {
        finish(database, &transaction, &dropped).await.map_err(error::database)?;
    }
    transaction.commit().await?;
    if is_big && database.backend() == DbBackend::Postgres {
        // What lets the planner find its way from the first question on.
        let vacuum = "VACUUM (ANALYZE) person, sip_phone";
        database.pool().execute_unprepared(vacuum).await.map_err(error::database)?;
    }
    Ok(())
}

/// Takes away what is quicker to be made anew than to be kept up.
async fn prepare(
    database: &Database,
    transaction: &WriteTransaction,
) -> Result<Vec<(&'static str, Vec<Index>)>, DbErr> {
    let mut dropped = Vec::new();
    for (table, needed) in TABLES {
        dropped.push((table, take_away(database, transaction, table, Some(needed)).await?));
    }
    forget_all(database, transaction, PERSON).await?;
    Ok(dropped)
}

async fn finish(
    database: &Database,
    transaction: &WriteTransaction,
    dropped: &[(&str, Vec<Index>)],
) -> Result<(), DbErr> {
    index_the_rest(database, transaction, PERSON).await?;
    for (table, indexes) in dropped {
        put_back(database, transaction, table, indexes).await?;
    }
    Ok(())
}

/// Gives phones of one kind to the agents with these numbers.
async fn give(
    maker: Maker<'_>,
    transaction: &WriteTransaction,
    numbers: &[u64],
    receiving: bool,
    state: CredentialsState,
) -> Result<(), AppError> {
    let keys = numbers.iter().copied().map(made_up_key).collect();
    let people = people::with_keys(transaction, keys).await?;
    let people: Vec<_> = people.into_iter().filter(|person| !person.has_phone).collect();
    if people.is_empty() {
        return Ok(());
    }
    let mut phones = maker.give(transaction, &people, receiving, state).await?;
    if state != CredentialsState::Failed {
        return Ok(());
    }
    for phone in &mut phones {
        "550 5.1.1 No such mailbox".clone_into(&mut phone.mail_error);
    }
    rows::save(maker.database, transaction, &mut phones.iter_mut().collect::<Vec<_>>()).await
}
