use super::forgotten::Forgotten;
use super::links::{self, Links};
use super::password::Passwords;
use super::set_up;
use super::throttle::Throttle;
use super::token::Tokens;
use crate::clock::Clock;
use crate::database::Database;
use crate::mail::{Outbox, Withdrawal};
use crate::people;
use app::error::AppError;
use app::fields::{EmailAddress, NewPassword, PersonName, Problem};
use app::session::{NewSession, Person, SessionToken, Sessions, SignedIn};
use async_trait::async_trait;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};

/// Accounts, sign-in and sessions, kept in the database.
pub struct SessionStore {
    database: Database,
    clock: Clock,
    passwords: Passwords,
    throttle: Throttle,
    tokens: Tokens,
    /// Once there is an administrator there always is one: no need to ask again.
    is_set_up: AtomicBool,
    links: Links,
    forgotten: Forgotten,
}

impl SessionStore {
    /// Over this database.
    #[must_use]
    pub fn new(database: Database, clock: Clock, outbox: Outbox) -> Self {
        let links = Links::new(database.clone(), clock.clone());
        Self {
            passwords: Passwords::new(),
            throttle: Throttle::new(database.clone(), clock.clone()),
            tokens: Tokens::new(database.clone(), clock.clone()),
            is_set_up: AtomicBool::new(false),
            forgotten: Forgotten { database: database.clone(), outbox, links: links.clone() },
            links,
            database,
            clock,
        }
    }

    async fn replace_password(&self, me: &SignedIn, old_hash: &str, new_hash: &str) -> Result<bool, AppError> {
        let id = me.person().id;
        let transaction = self.database.write().await?;
        let mut row = people::locked(&transaction, id).await?;
        if row.password_hash.as_deref() != Some(old_hash) {
            return Ok(false);
        }
        row.password_hash = Some(new_hash.to_owned());
        people::save(&self.database, &transaction, &me.person().name, row).await?;
        self.tokens.end_others(&transaction, id, me.token()).await?;
        // Whoever asked for a link with the old password forgotten has no use for it any more.
        links::end_all(&self.database, &transaction, id, Withdrawal::PasswordChosen).await?;
        transaction.commit().await?;
        Ok(true)
    }

    async fn hash_of(&self, id: i64) -> Result<Option<String>, AppError> {
        Ok(people::by_id(&self.database, id).await?.and_then(|person| person.password_hash))
    }

    /// Uses the link up for a password that was hashed already. `None` when the link does not hold any more.
    async fn first_session(&self, id: i64, link: &str, hash: String) -> Result<Option<NewSession>, AppError> {
        let transaction = self.database.write().await?;
        let mut row = people::locked(&transaction, id).await?;
        if !row.active || !self.links.use_up(&transaction, id, link).await? {
            return Ok(None);
        }
        row.password_hash = Some(hash.clone());
        let name = row.name.clone();
        people::save(&self.database, &transaction, &name, row).await?;
        self.tokens.end_all(&transaction, id).await?;
        let session = self.tokens.start(&transaction, id, &hash).await?;
        transaction.commit().await?;
        Ok(session)
    }
}

#[async_trait]
impl Sessions for SessionStore {
    async fn person_of(&self, token: &SessionToken) -> Result<Option<Person>, AppError> {
        self.tokens.person_of(token).await
    }

    async fn still(&self, token: &SessionToken) -> Result<Option<Person>, AppError> {
        self.tokens.still(token).await
    }

    async fn sign_in(&self, email: &str, password: &str, from: IpAddr) -> Result<NewSession, AppError> {
        let email_key = EmailAddress::key_of(email);
        let attempt = self.throttle.sign_in(&email_key, from).await?;
        let person = people::by_email_key(&self.database, &email_key).await?;
        let hash = person.as_ref().and_then(|person| person.password_hash.as_deref());
        // Nobody has such a long password, but it must take as long to find out.
        let password = if password.len() > 4 * usize::from(NewPassword::MAX) { "" } else { password };
        let fits = self.passwords.verify(password, hash).await?;
        let (true, Some(person), Some(hash)) = (fits, &person, hash) else { return Err(AppError::WrongCredentials) };
        let transaction = self.database.write().await?;
        let session = self.tokens.start(&transaction, person.id, hash).await?;
        transaction.commit().await?;
        let session = session.ok_or(AppError::WrongCredentials)?;
        self.throttle.succeeded(&attempt).await?;
        tracing::info!(person = person.id, %from, "signed in");
        Ok(session)
    }

    async fn sign_out(&self, token: &SessionToken) -> Result<(), AppError> {
        self.tokens.end(token).await
    }

    async fn set_up_needed(&self) -> Result<bool, AppError> {
        if self.is_set_up.load(Ordering::Relaxed) {
            return Ok(false);
        }
        let needed = set_up::is_needed(&self.database).await?;
        self.is_set_up.store(!needed, Ordering::Relaxed);
        Ok(needed)
    }

    async fn set_up(
        &self,
        link: &str,
        name: PersonName,
        email: EmailAddress,
        password: NewPassword,
        from: IpAddr,
    ) -> Result<NewSession, AppError> {
        // Looked at before the costly hash, and once more when the account is made.
        if !set_up::is_valid(&self.database, link).await? {
            return Err(AppError::LinkNotValid);
        }
        let hash = self.passwords.hash(password.expose()).await?;
        let session = set_up::first_admin(&self.database, &self.clock, &self.tokens, link, &name, &email, hash).await?;
        tracing::info!(%from, "the first administrator was made");
        Ok(session)
    }

    async fn forgot_password(&self, email: &str, from: IpAddr) -> Result<(), AppError> {
        let email_key = EmailAddress::key_of(email);
        self.throttle.forgotten_password(&email_key, from).await?;
        self.forgotten.write_later(email_key);
        Ok(())
    }

    async fn person_of_link(&self, link: &str) -> Result<Person, AppError> {
        self.links.person_of(link).await?.ok_or(AppError::LinkNotValid)
    }

    async fn choose_password(&self, link: &str, new: NewPassword, from: IpAddr) -> Result<NewSession, AppError> {
        // Before the costly hash, which would be for nothing; and again with it, when others may have been faster.
        let person = self.person_of_link(link).await?;
        check(&new, &person)?;
        let hash = self.passwords.hash(new.expose()).await?;
        let session = self.first_session(person.id, link, hash).await?.ok_or(AppError::LinkNotValid)?;
        tracing::info!(person = person.id, %from, "chose a password");
        Ok(session)
    }

    async fn change_password(
        &self,
        me: &SignedIn,
        current: &str,
        new: NewPassword,
        from: IpAddr,
    ) -> Result<(), AppError> {
        let wrong = || AppError::invalid("current_password", Problem::WrongPassword);
        let attempt = self.throttle.own_password(me.person().id, from).await?;
        let old_hash = self.hash_of(me.person().id).await?;
        if !self.passwords.verify(current, old_hash.as_deref()).await? {
            return Err(wrong());
        }
        check(&new, me.person())?;
        let new_hash = self.passwords.hash(new.expose()).await?;
        if !self.replace_password(me, &old_hash.unwrap_or_default(), &new_hash).await? {
            return Err(wrong());
        }
        self.throttle.succeeded(&attempt).await
    }
}

/// Refuses a password that is the person's own name or address.
fn check(new: &NewPassword, person: &Person) -> Result<(), AppError> {
    new.not_about(&person.name, &person.email).map_err(|problem| AppError::invalid("new_password", problem))
}
