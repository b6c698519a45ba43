//! Made-up phones.

use super::entity::Model;
use super::give::Maker;
use super::rows;
use crate::clock::Clock;
use crate::database::{Database, WriteTransaction};
use crate::people;
use crate::secrets::Secrets;
use crate::seed::AUTHOR;
use crate::session::made_up_key;
use app::error::AppError;
use app::sip_phones::CredentialsState;

/// Phones that are made up at a time.
const BATCH: usize = 1_000;

/// Gives phones to the first `count` of the agents whom [`crate::session::seed_people`] makes. Who has one already keeps it;
/// nobody is told.
///
/// # Errors
/// What the database says.
pub async fn seed_phones(database: &Database, secrets: &Secrets, clock: &Clock, count: u64) -> Result<(), AppError> {
    let maker = Maker { database, secrets, clock, by: AUTHOR };
    let transaction = database.write().await?;
    for start in (0..count).step_by(BATCH) {
        let keys = (start..count).take(BATCH).map(made_up_key).collect();
        let people = people::with_keys(&transaction, keys).await?;
        let people: Vec<_> = people.into_iter().filter(|person| !person.has_phone).collect();
        if !people.is_empty() {
            let phones = maker.give(&transaction, &people, true, CredentialsState::Opened).await?;
            vary(database, &transaction, phones).await?;
        }
    }
    transaction.commit().await
}

/// Of ten phones eight are receiving and seven were looked at, so that each filter shows something.
async fn vary(database: &Database, transaction: &WriteTransaction, mut phones: Vec<Model>) -> Result<(), AppError> {
    let mut others = Vec::new();
    for phone in &mut phones {
        match phone.id % 10 {
            0 => phone.receiving = false,
            1 => CredentialsState::Sent.code().clone_into(&mut phone.credentials),
            2 => CredentialsState::Failed.code().clone_into(&mut phone.credentials),
            3 => phone.receiving = phone.id % 20 == 3,
            _ => continue,
        }
        if phone.credentials() == CredentialsState::Failed {
            "550 5.1.1 No such mailbox".clone_into(&mut phone.mail_error);
        }
        others.push(phone);
    }
    rows::save(database, transaction, &mut others).await
}
