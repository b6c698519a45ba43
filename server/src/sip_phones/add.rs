//! Who may be given SIP access, and the words for who may not.

use super::store::PhoneStore;
use crate::people;
use app::error::AppError;
use app::people::PersonState;
use app::session::Role;
use app::sip_phones::CredentialsState;

impl PhoneStore {
    /// Gives SIP access to all of these people or to none.
    pub(super) async fn add_to(&self, by: &str, ids: &[i64], receiving: bool) -> Result<u64, AppError> {
        let transaction = self.database.write().await?;
        let people = people::lock_many(&transaction, ids).await?;
        if people.len() < ids.len() {
            return Err(AppError::NotFound);
        }
        refuse(&people)?;
        let phones = self.maker(by).give(&transaction, &people, receiving, CredentialsState::Queued).await?;
        let mut phones: Vec<_> = people.into_iter().zip(phones).collect();
        self.write_letters(&transaction, &mut phones, false).await?;
        transaction.commit().await?;
        self.written().await;
        Ok(phones.len() as u64)
    }
}

/// [`AppError::Said`] when one of them cannot be given SIP access.
fn refuse(people: &[people::Model]) -> Result<(), AppError> {
    let of = |which: fn(&people::Model) -> bool| -> Vec<&str> {
        people.iter().filter(|person| which(person)).map(|person| person.name.as_str()).collect()
    };
    for (names, one, many) in [
        (of(|person| person.has_phone), "already has SIP access", "already have SIP access"),
        (of(|person| person.role() != Role::Agent), "is not an agent", "are not agents"),
        (of(|person| person.state() == PersonState::Deactivated), "is deactivated", "are deactivated"),
    ] {
        if !names.is_empty() {
            return Err(AppError::Said(sentence(&names, one, many)));
        }
    }
    Ok(())
}

/// `Curtis Stone and Jamie Oliver already have SIP access.`
pub(super) fn sentence(names: &[&str], one: &str, many: &str) -> String {
    match names {
        [] => String::new(),
        [name] => format!("{name} {one}."),
        [first, second] => format!("{first} and {second} {many}."),
        [first, second, third] => format!("{first}, {second} and {third} {many}."),
        [first, second, others @ ..] => format!("{first}, {second} and {} others {many}.", others.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn names_become_a_sentence_that_stays_short() {
        let said = |names: &[&str]| sentence(names, "is", "are");
        assert_eq!(said(&["A"]), "A is.");
        assert_eq!(said(&["A", "B"]), "A and B are.");
        assert_eq!(said(&["A", "B", "C"]), "A, B and C are.");
        assert_eq!(said(&["A", "B", "C", "D", "E"]), "A, B and 3 others are.");
    }
}
