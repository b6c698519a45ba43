//! The letters that bring credentials.

use super::entity::Model;
use super::links::Kind;
use super::store::PhoneStore;
use super::{password, rows};
use crate::database::WriteTransaction;
use crate::mail::{Letter, LetterKind, MailPassword, Outgoing, Recipient, Withdrawal, withdraw};
use crate::people;
use app::error::AppError;
use app::sip_phones::CredentialsState;

impl PhoneStore {
    /// Writes to each of these people, who are locked with their phones, what their phone needs. Older links end. The
    /// phones' rows are written with it.
    pub(super) async fn write_letters(
        &self,
        transaction: &WriteTransaction,
        phones: &mut [(people::Model, Model)],
        renewed: bool,
    ) -> Result<(), AppError> {
        let letters = self.letters(transaction, phones, renewed).await?;
        let to: Vec<Recipient> = phones.iter().map(|(person, _)| recipient(person)).collect();
        let outgoing: Vec<Outgoing<'_>> = letters
            .iter()
            .zip(&to)
            .zip(phones.iter())
            .map(|((letter, to), (_, phone))| Outgoing { to, letter, phone: Some(phone.id) })
            .collect();
        let mails = self.outbox.add_many(transaction, &outgoing).await?;
        for ((_, phone), mail) in phones.iter_mut().zip(mails) {
            phone.mail_id = Some(mail);
            phone.credentials = CredentialsState::Queued.code().to_owned();
            phone.mail_error.clear();
        }
        let mut rows: Vec<&mut Model> = phones.iter_mut().map(|(_, phone)| phone).collect();
        rows::save(&self.database, transaction, &mut rows).await
    }

    async fn letters(
        &self,
        transaction: &WriteTransaction,
        phones: &[(people::Model, Model)],
        renewed: bool,
    ) -> Result<Vec<Letter>, AppError> {
        let ids: Vec<i64> = phones.iter().map(|(_, phone)| phone.id).collect();
        self.links.end(transaction, &ids).await?;
        let people: Vec<i64> = phones.iter().map(|(person, _)| person.id).collect();
        self.take_back(transaction, &people, Withdrawal::Replaced).await?;
        let letter = |phone: &Model, link: String, password: Option<String>| Letter::Credentials {
            link,
            connection: self.connection(phone),
            password,
            days: Kind::Password.days(),
            renewed,
        };
        match self.settings.mail_password {
            MailPassword::Link => {
                let links = self.links.issue(transaction, Kind::Password, &ids).await?;
                Ok(phones.iter().zip(links).map(|((_, phone), link)| letter(phone, link, None)).collect())
            }
            MailPassword::Inline => {
                let inline = |(_, phone): &(people::Model, Model)| {
                    let password = password::open_to_show(&self.secrets, phone.id, &phone.password)?;
                    Ok(letter(phone, String::new(), Some(password)))
                };
                phones.iter().map(inline).collect()
            }
        }
    }

    /// Takes back what was not sent yet to these people, whose phones are locked.
    pub(super) async fn take_back(
        &self,
        transaction: &WriteTransaction,
        people: &[i64],
        why: Withdrawal,
    ) -> Result<(), AppError> {
        withdraw(&self.database, transaction, people, &[LetterKind::Credentials], why).await.map(drop)
    }

    /// To be called after letters were committed.
    pub(super) async fn written(&self) {
        self.outbox.wake();
        self.links.forget_expired().await;
    }
}

fn recipient(person: &people::Model) -> Recipient {
    Recipient { person: person.id, name: person.name.clone(), email: person.email.clone() }
}
