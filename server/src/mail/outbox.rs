//! Puts letters into the outbox.

use super::body::{Body, one_line, render};
use super::entity::{ActiveModel, Entity, searched};
use super::{Letter, Recipient, SOURCE};
use crate::clock::{Clock, millis};
use crate::database::{Database, WriteTransaction, reserve};
use crate::error;
use crate::events::{Events, Topic};
use crate::random;
use crate::search::{Finder, fold};
use crate::secrets::{Place, Secrets};
use crate::sip_phones;
use app::error::AppError;
use app::mail::MailState;
use sea_orm::ActiveValue::Set;
use sea_orm::EntityTrait;
use secrecy::ExposeSecret;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::Notify;
use url::{Host, Url};

/// Letters in one statement: as many as stay below the databases' limit on values.
const BATCH: usize = 1_000;

/// A letter to be written.
#[derive(Clone, Copy)]
pub struct Outgoing<'a> {
    /// Whom it goes to.
    pub to: &'a Recipient,
    /// What it says.
    pub letter: &'a Letter,
    /// The SIP phone whose list shows what becomes of it.
    pub phone: Option<i64>,
}

/// The outbox. Cheap to clone; clones wake the same worker.
#[derive(Clone)]
pub struct Outbox {
    pub(super) database: Database,
    pub(super) clock: Clock,
    pub(super) finder: Finder,
    phones: Finder,
    secrets: Secrets,
    base: Arc<str>,
    folder: Option<Arc<Path>>,
    news: Arc<Notify>,
}

/// Where the text of this message is kept.
const fn place(row: i64) -> Place {
    Place { table: "mail", column: "body", row }
}

impl Outbox {
    /// Over this database. `base` is what browsers call this server, without a slash at the end.
    #[must_use]
    pub fn new(database: Database, secrets: Secrets, clock: Clock, base: String) -> Self {
        let finder = Finder::new(database.clone(), clock.clone(), &SOURCE);
        let phones = Finder::new(database.clone(), clock.clone(), &sip_phones::SOURCE);
        Self { database, clock, finder, phones, secrets, base: base.into(), folder: None, news: Arc::default() }
    }

    /// The same, when its messages are written into this folder instead of being sent.
    #[must_use]
    pub fn with_folder(self, folder: Option<PathBuf>) -> Self {
        Self { folder: folder.map(Into::into), ..self }
    }

    /// The folder that messages are written into, if they are.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// Writes a letter in the transaction of the change that it tells of, and returns its number.
    ///
    /// # Errors
    /// What the database says.
    pub async fn add(&self, transaction: &WriteTransaction, to: &Recipient, letter: &Letter) -> Result<i64, AppError> {
        let letters = [Outgoing { to, letter, phone: None }];
        let ids = self.add_many(transaction, &letters).await?;
        ids.first().copied().ok_or_else(|| error::internal("a letter without a number"))
    }

    /// Writes many letters, and returns their numbers in the same order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn add_many(
        &self,
        transaction: &WriteTransaction,
        letters: &[Outgoing<'_>],
    ) -> Result<Vec<i64>, AppError> {
        let ids = reserve(&self.database, transaction, SOURCE.table, letters.len()).await.map_err(error::database)?;
        let numbered: Vec<(i64, &Outgoing<'_>)> = ids.iter().copied().zip(letters).collect();
        for some in numbered.chunks(BATCH) {
            self.add_some(transaction, some).await?;
        }
        Events::changed(transaction, Topic::Mail);
        Ok(ids)
    }

    async fn add_some(&self, transaction: &WriteTransaction, letters: &[(i64, &Outgoing<'_>)]) -> Result<(), AppError> {
        let rows = letters.iter().map(|(id, letter)| self.row(*id, letter)).collect::<Result<Vec<_>, _>>()?;
        let texts: Vec<(i64, String)> =
            letters.iter().zip(&rows).map(|((id, _), (text, _))| (*id, text.clone())).collect();
        let rows = rows.into_iter().map(|(_, row)| row);
        Entity::insert_many(rows).exec_without_returning(&**transaction).await.map_err(error::database)?;
        SOURCE.index_many(&self.database, transaction, &texts).await.map_err(error::database)
    }

    /// A row, and what of it is searched. Its body is sealed for its number.
    fn row(&self, id: i64, Outgoing { to, letter, phone }: &Outgoing<'_>) -> Result<(String, ActiveModel), AppError> {
        let (name, email, subject) = (one_line(&to.name), one_line(&to.email), letter.subject());
        let mut body = render(&self.base, &name, letter).map_err(|_| error::internal("a letter's template"))?;
        let text = searched(&name, &email, subject, MailState::Queued);
        let now = self.clock.now();
        body.until = letter.lifetime().map(|lifetime| now + millis(lifetime));
        let row = ActiveModel {
            id: Set(id),
            kind: Set(letter.kind().code().to_owned()),
            person_id: Set(Some(to.person)),
            phone_id: Set(*phone),
            to_key: Set(fold(&email)),
            to_name: Set(name),
            to_email: Set(email),
            subject: Set(subject.to_owned()),
            // Made once, so that whoever gets a message twice can tell.
            message_id: Set(format!("<{}@{}>", random::token(), self.domain())),
            body: Set(Some(self.seal(id, &body)?)),
            state: Set(MailState::Queued.code().to_owned()),
            tries: Set(0),
            next_at: Set(now),
            lease_by: Set(None),
            lease_until: Set(0),
            last_error: Set(String::new()),
            search: Set(text.clone()),
            created_at: Set(now),
            sent_at: Set(None),
        };
        Ok((text, row))
    }

    /// What browsers call this server, without a slash at the end.
    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The list of SIP phones, which shows what became of their letters.
    #[must_use]
    pub(crate) const fn phones(&self) -> &Finder {
        &self.phones
    }

    /// Wakes the worker: to be called after the transaction was committed.
    pub fn wake(&self) {
        self.changed();
        self.news.notify_one();
    }

    /// To be called after a transaction was committed that took messages back.
    pub(crate) fn changed(&self) {
        self.finder.changed();
        self.phones.changed();
    }

    /// Waits until somebody wakes the worker; returns at once when somebody did meanwhile.
    pub(super) async fn news(&self) {
        self.news.notified().await;
    }

    /// What stands in a message; `None` when it cannot be read any more.
    pub(super) fn open(&self, id: i64, sealed: &str) -> Option<Body> {
        let opened = self.secrets.open(place(id), sealed).map_err(|error| tracing::error!(mail = id, "{error}"));
        serde_json::from_str(opened.ok()?.expose_secret()).ok()
    }

    fn seal(&self, id: i64, body: &Body) -> Result<String, AppError> {
        let body = serde_json::to_string(body).map_err(|_| error::internal("a letter as JSON"))?;
        Ok(self.secrets.seal(place(id), &body))
    }

    /// The part of a Message-ID after `@`: the server's name or, in brackets, its address (RFC 5322 section 3.6.4).
    fn domain(&self) -> String {
        match Url::parse(&self.base).ok().and_then(|url| url.host().map(|host| host.to_owned())) {
            Some(Host::Domain(name)) => name,
            Some(Host::Ipv4(address)) => format!("[{address}]"),
            Some(Host::Ipv6(address)) => format!("[IPv6:{address}]"),
            None => "localhost".into(),
        }
    }
}
