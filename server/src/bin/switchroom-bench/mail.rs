//! How many mails a second are handed over to a mail server.

use crate::data::{self, Data, Kind, Store};
use crate::sink::{Sink, Taken};
use crate::{Failure, say};
use lettre::transport::smtp::PoolConfig;
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data as Content, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use sea_orm::ConnectionTrait;
use server::http::Stopping;
use server::mail::{MailSettings, Sender, SmtpUrl, Worker};
use std::time::Instant;

/// Letters in the outbox, each with somebody's SIP credentials.
const MAILS: usize = 2_000;
/// Agents who are given SIP access at a time.
const AT_ONCE: usize = 500;

/// Of them, those that lettre's own sending takes: it is slow, see [`by_lettre`].
const FEW: usize = 200;

/// Switchroom's rate beside that of bare lettre, which hands over the same messages.
pub(crate) async fn measure(kind: Kind, store: &mut Store) -> Result<(), Failure> {
    let data = store.open(kind, data::Content::Agents, MAILS as u64).await?;
    write_letters(&data).await?;
    let (own, messages) = by_worker(&data).await?;
    data.database.close().await;
    let least = by_connection(&messages).await?;
    let lettre = by_lettre(&messages[..FEW]).await?;
    say(&format!("\nMails a second on {}: {least:.0} by a bare connection of lettre", kind.name()));
    say(&format!("{own:>20.0} from the outbox, ratio {:.2}", own / least.max(1e-9)));
    say(&format!("{lettre:>20.0} by lettre's own sending, ratio {:.2}", lettre / least.max(1e-9)));
    Ok(())
}

/// Gives all agents SIP access, which writes a letter to each of them.
async fn write_letters(data: &Data) -> Result<(), Failure> {
    let select = data.database.statement("SELECT id FROM person WHERE role = 'agent' ORDER BY id", []);
    let rows = data.database.pool().query_all_raw(select).await?;
    let agents = rows.iter().map(|row| row.try_get("", "id")).collect::<Result<Vec<i64>, _>>()?;
    for agents in agents.chunks(AT_ONCE) {
        data.services.phones.add(&data.admin, agents, true).await?;
    }
    Ok(())
}

/// Messages a second out of the outbox, and the messages.
async fn by_worker(data: &Data) -> Result<(f64, Vec<Taken>), Failure> {
    let mut sink = Sink::start()?;
    let server = SmtpUrl::parse(&format!("smtp://127.0.0.1:{}?tls=none", sink.port));
    let settings = MailSettings { server, ca: None, sender: Sender::default() };
    let worker = Worker::new(data.outbox.clone(), &settings, &data.folder)?;
    let stopping = Stopping::default();
    let begin = Instant::now();
    let working = tokio::spawn(worker.run(stopping.clone()));
    let messages = sink.taken(MAILS).await;
    stopping.stop();
    working.await?;
    let rate = MAILS as f64 / begin.elapsed().as_secs_f64();
    Ok((rate, messages?))
}

/// The commands alone, each message in one piece.
async fn by_connection(messages: &[Taken]) -> Result<f64, Failure> {
    let mut sink = Sink::start()?;
    let hello = ClientId::Domain("localhost".to_owned());
    let address = ("127.0.0.1", sink.port);
    let begin = Instant::now();
    let mut connection = AsyncSmtpConnection::connect_tokio1(address, None, &hello, None, None).await?;
    for Taken { envelope, content } in messages {
        connection.command(Mail::new(envelope.from().cloned(), Vec::new())).await?;
        for to in envelope.to() {
            connection.command(Rcpt::new(to.clone(), Vec::new())).await?;
        }
        connection.command(Content).await?;
        let content = String::from_utf8_lossy(content).replace("\r\n.", "\r\n..");
        connection.command(format!("{content}.\r\n")).await?;
    }
    let rate = messages.len() as f64 / begin.elapsed().as_secs_f64();
    connection.quit().await?;
    sink.taken(messages.len()).await.map(|_| rate)
}

/// As lettre sends by itself: the last line goes out on its own, and waits for the mail server's delayed acknowledgement.
async fn by_lettre(messages: &[Taken]) -> Result<f64, Failure> {
    let mut sink = Sink::start()?;
    let mailer = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous("127.0.0.1")
        .port(sink.port)
        .pool_config(PoolConfig::new().max_size(1))
        .build();
    let begin = Instant::now();
    for Taken { envelope, content } in messages {
        mailer.send_raw(envelope, content).await?;
    }
    sink.taken(messages.len()).await?;
    Ok(messages.len() as f64 / begin.elapsed().as_secs_f64())
}
