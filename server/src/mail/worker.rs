//! Empties the outbox.

use super::entity::Model;
use super::failure::{Failure, FailureKind};
use super::folder::Folder;
use super::message::{self, Sender, Written};
use super::smtp::Smtp;
use super::{MailSettings, Outbox, queue};
use crate::error::StartError;
use crate::http::Stopping;
use crate::random;
use app::error::AppError;
use std::path::Path;
use std::time::Duration;

/// How often it looks by itself: another server, or one that was killed, may have left something.
const LOOK: Duration = Duration::from_secs(1);
/// Pause while the mail server takes nothing, so that not every message uses up a try at once.
const NOBODY_THERE: Duration = Duration::from_secs(2);

/// Sends what is in the outbox, one message after the other. Several of them, in one program or in many, share the
/// work.
pub struct Worker {
    outbox: Outbox,
    sender: Sender,
    transport: Transport,
    /// Tells the leases of workers apart.
    name: String,
}

/// Where messages go.
enum Transport {
    Smtp(Box<Smtp>),
    Folder(Folder),
}

/// What a look into the outbox came to.
enum Turn {
    /// There may be more.
    Done,
    Nothing,
    NobodyThere,
}

impl Worker {
    /// For this outbox. Without a mail server messages are written into `folder`.
    ///
    /// # Errors
    /// A sentence when the certificates for the mail server cannot be read.
    pub fn new(outbox: Outbox, settings: &MailSettings, folder: &Path) -> Result<Self, StartError> {
        let MailSettings { server, ca, sender } = settings;
        let transport = match server {
            Some(server) => Transport::Smtp(Box::new(Smtp::new(server, ca.as_deref(), sender.from.email.domain())?)),
            None => Transport::Folder(Folder(folder.to_owned())),
        };
        let name = random::bytes::<8>().map(|byte| format!("{byte:02x}")).concat();
        Ok(Self { outbox, sender: sender.clone(), transport, name })
    }

    /// Works until told to stop; the message under way is finished first. Neither a mail server nor a database that
    /// does not answer ends it.
    pub async fn run(mut self, stopping: Stopping) {
        loop {
            let turn = self.turn().await;
            tokio::select! {
                biased;
                () = stopping.wait() => break,
                () = self.rest_after(turn) => {}
            }
        }
        self.transport.rest().await;
    }

    async fn rest_after(&self, turn: Result<Turn, AppError>) {
        match turn {
            Ok(Turn::Done) => {}
            // A database that does not answer was logged where it did not; it is asked again.
            Ok(Turn::Nothing) | Err(_) => drop(tokio::time::timeout(LOOK, self.outbox.news()).await),
            Ok(Turn::NobodyThere) => tokio::time::sleep(NOBODY_THERE).await,
        }
    }

    /// Sends the next message, if there is one.
    async fn turn(&mut self) -> Result<Turn, AppError> {
        let Some(mail) = queue::claim(&self.outbox, &self.name).await? else {
            self.transport.rest().await;
            return Ok(Turn::Nothing);
        };
        let outcome = match self.write(&mail) {
            Ok(written) => self.transport.deliver(&written).await,
            Err(failure) => Err(failure),
        };
        // Until this is kept nothing else is begun: whoever finds the message queued sends it once more.
        while let Err(error) = self.keep(&mail, &outcome).await {
            tracing::error!(mail = mail.id, "what became of a mail cannot be kept yet: {error:?}");
            tokio::time::sleep(LOOK).await;
        }
        let nobody_there = outcome.is_err_and(|failure| failure.kind == FailureKind::NobodyThere);
        Ok(if nobody_there { Turn::NobodyThere } else { Turn::Done })
    }

    fn write(&self, mail: &Model) -> Result<Written, Failure> {
        let lost = || Failure::new(FailureKind::ForGood, "The text of this message cannot be read any more.");
        let body = mail.body.as_deref().and_then(|sealed| self.outbox.open(mail.id, sealed)).ok_or_else(lost)?;
        if body.until.is_some_and(|until| until <= self.outbox.clock.now()) {
            return Err(Failure::new(FailureKind::Outdated, "Not sent: its link had expired."));
        }
        let odd = || Failure::new(FailureKind::ForGood, "Nothing can be sent to such an address.");
        message::write(&self.sender, mail, body).ok_or_else(odd)
    }

    /// Notes what became of a message. Addresses and the mail server's words, which may hold one, are not logged.
    async fn keep(&self, mail: &Model, outcome: &Result<(), Failure>) -> Result<(), AppError> {
        let (id, kind, tries) = (mail.id, &mail.kind, mail.tries + 1);
        let failure = match outcome {
            Ok(()) => {
                queue::sent(&self.outbox, mail).await?;
                tracing::info!(mail = id, kind, tries, "mail sent");
                return Ok(());
            }
            Err(failure) => failure,
        };
        let code = failure.code;
        // What no mail server said holds no address: "Connection refused".
        let why = code.is_none().then_some(&*failure.words);
        match queue::not_sent(&self.outbox, &self.name, mail, failure).await? {
            Some(pause) => {
                tracing::warn!(mail = id, kind, tries, code, why, "mail not sent, next try in {} s", pause.as_secs());
            }
            None => tracing::warn!(mail = id, kind, tries, code, why, "mail given up"),
        }
        Ok(())
    }
}

impl Transport {
    async fn deliver(&mut self, message: &Written) -> Result<(), Failure> {
        match self {
            Self::Smtp(smtp) => smtp.deliver(message).await,
            Self::Folder(folder) => folder.deliver(message).await,
        }
    }

    async fn rest(&mut self) {
        if let Self::Smtp(smtp) = self {
            smtp.rest().await;
        }
    }
}
