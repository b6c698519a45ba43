//! What a phone's row takes over from elsewhere: from its person, and from the letters about it.

use super::{links, rows};
use crate::database::{Database, WriteTransaction};
use crate::mail::{LetterKind, Withdrawal, withdraw};
use crate::people;
use app::error::AppError;
use app::sip_phones::CredentialsState;

/// To be called in the transaction that changed a person who has a phone: it takes over name and address, and the links of
/// somebody who is deactivated end, with the letters that would bring them. The phone itself stays for the day when they are reactivated; until then nobody may
/// register with it.
pub(crate) async fn person_changed(
    database: &Database,
    transaction: &WriteTransaction,
    person: &people::Model,
) -> Result<(), AppError> {
    let Some(mut phone) = rows::lock_of(transaction, &[person.id]).await?.pop() else { return Ok(()) };
    let mut is_told = true;
    if !person.active {
        links::end(transaction, &[phone.id]).await?;
        let (kinds, why) = ([LetterKind::Credentials], Withdrawal::Deactivated);
        let letters = withdraw(database, transaction, &[person.id], &kinds, why).await?;
        if phone.mail_id.is_some_and(|latest| letters.contains(&latest)) {
            CredentialsState::Failed.code().clone_into(&mut phone.credentials);
            why.words().clone_into(&mut phone.mail_error);
            is_told = false;
        }
    }
    if is_told && (&phone.name, &phone.email) == (&person.name, &person.email) {
        return Ok(());
    }
    phone.name.clone_from(&person.name);
    phone.name_key.clone_from(&person.name_key);
    phone.email.clone_from(&person.email);
    phone.email_key.clone_from(&person.email_key);
    rows::save(database, transaction, &mut [&mut phone]).await
}

/// Keeps a phone from others until the end of the transaction.
pub(crate) async fn lock_phone(transaction: &WriteTransaction, phone: i64) -> Result<(), AppError> {
    rows::lock(transaction, &[phone]).await.map(drop)
}

/// To be called in the transaction that notes what became of a letter. A later letter's state counts more, and so does
/// that the password was looked at.
pub(crate) async fn letter_became(
    database: &Database,
    transaction: &WriteTransaction,
    phone: i64,
    mail: i64,
    state: CredentialsState,
    error: &str,
) -> Result<(), AppError> {
    let Some(mut phone) = rows::lock(transaction, &[phone]).await?.pop() else { return Ok(()) };
    if phone.mail_id != Some(mail) || phone.credentials() == CredentialsState::Opened {
        return Ok(());
    }
    state.code().clone_into(&mut phone.credentials);
    error.clone_into(&mut phone.mail_error);
    rows::save(database, transaction, &mut [&mut phone]).await
}
