//! Invitations: a person's link, and the letter that brings it.

use super::add::{Author, NewPerson, add, add_many};
use crate::clock::Clock;
use crate::database::{Database, WriteTransaction};
use crate::mail::{Letter, Outbox, Outgoing, Recipient};
use crate::session::{Links, Purpose};
use app::error::AppError;
use app::people::Invitation;

/// Adds and invites.
pub(super) struct Invitations {
    database: Database,
    clock: Clock,
    outbox: Outbox,
    links: Links,
}

impl Invitations {
    pub(super) fn new(database: Database, clock: Clock, outbox: Outbox) -> Self {
        let links = Links::new(database.clone(), clock.clone());
        Self { database, clock, outbox, links }
    }

    /// Adds one and returns the id.
    pub(super) async fn one(&self, by: &str, invitation: Invitation) -> Result<i64, AppError> {
        let person = new_person(invitation);
        let (name, email) = (person.name.clone(), person.email.clone());
        let transaction = self.database.write().await?;
        let author = Author { name: by, now: self.clock.now() };
        let id = add(&self.database, &transaction, author, person).await?;
        let link = self.links.issue(&transaction, Purpose::Invitation, id).await?;
        self.write(&transaction, by, Recipient { person: id, name, email }, link).await?;
        transaction.commit().await?;
        self.sent().await;
        Ok(id)
    }

    /// Adds those whose address nobody has, and returns how many that were.
    pub(super) async fn many(&self, by: &str, invitations: Vec<Invitation>) -> Result<u64, AppError> {
        let people = in_order(invitations);
        let transaction = self.database.write().await?;
        let author = Author { name: by, now: self.clock.now() };
        let added = add_many(&self.database, &transaction, author, &people).await?;
        let ids: Vec<i64> = added.iter().map(|(id, _)| *id).collect();
        let links = self.links.issue_many(&transaction, Purpose::Invitation, &ids).await?;
        let letters: Vec<(Recipient, Letter)> = added
            .iter()
            .zip(links)
            .map(|((id, person), link)| {
                let to = Recipient { person: *id, name: person.name.clone(), email: person.email.clone() };
                (to, letter(by, link))
            })
            .collect();
        let outgoing: Vec<Outgoing<'_>> =
            letters.iter().map(|(to, letter)| Outgoing { to, letter, phone: None }).collect();
        self.outbox.add_many(&transaction, &outgoing).await?;
        transaction.commit().await?;
        self.sent().await;
        Ok(added.len() as u64)
    }

    /// Invites somebody who is there already; the link of an earlier letter ends.
    pub(super) async fn again(&self, transaction: WriteTransaction, by: &str, to: Recipient) -> Result<(), AppError> {
        let link = self.links.issue(&transaction, Purpose::Invitation, to.person).await?;
        self.write(&transaction, by, to, link).await?;
        transaction.commit().await?;
        self.sent().await;
        Ok(())
    }

    async fn write(
        &self,
        transaction: &WriteTransaction,
        by: &str,
        to: Recipient,
        link: String,
    ) -> Result<(), AppError> {
        self.outbox.add(transaction, &to, &letter(by, link)).await.map(drop)
    }

    /// To be called after a person's links were ended.
    pub(super) fn taken_back(&self) {
        self.outbox.changed();
    }

    async fn sent(&self) {
        self.outbox.wake();
        self.links.forget_expired().await;
    }
}

fn letter(by: &str, link: String) -> Letter {
    Letter::Invitation { link, by: by.to_owned(), days: Purpose::Invitation.days() }
}

/// One for each address, the first, in the order of the addresses: so that two such lists at once, which PostgreSQL adds
/// side by side, cannot wait for each other.
fn in_order(invitations: Vec<Invitation>) -> Vec<NewPerson> {
    let mut people: Vec<NewPerson> = invitations.into_iter().map(new_person).collect();
    people.sort_by_cached_key(NewPerson::email_key);
    people.dedup_by_key(|person| person.email_key());
    people
}

fn new_person(Invitation { name, email, role }: Invitation) -> NewPerson {
    NewPerson { name: name.as_str().to_owned(), email: email.as_str().to_owned(), role, password_hash: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::fields::{EmailAddress, PersonName};
    use app::session::Role;

    #[test]
    fn of_two_with_one_address_the_first_is_invited() {
        let invitation = |name: &str, email: &str| Invitation {
            name: PersonName::parse(name).expect("a name"),
            email: EmailAddress::parse(email).expect("an address"),
            role: Role::Agent,
        };
        let people = in_order(vec![
            invitation("Second", "b@switchroom.test"),
            invitation("First", "A@switchroom.test"),
            invitation("Second again", "B@switchroom.test"),
        ]);
        let names: Vec<&str> = people.iter().map(|person| person.name.as_str()).collect();
        assert_eq!(names, ["First", "Second"]);
    }
}
