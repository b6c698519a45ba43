//! A real mail server, and what it has received: `end2end/support/mailbox.mjs`.

use super::Test;
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use server::http::Stopping;
use server::mail::{Letter, MailSettings, Outbox, Recipient, Sender, SmtpUrl, Worker};
use server::random;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::task::JoinHandle;

/// Longest wait for anything here; nothing takes so long unless it is broken.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running mail server; gone when dropped.
pub(crate) struct Mailbox {
    child: Child,
    commands: ChildStdin,
    pub(crate) port: u16,
    printed: Arc<Mutex<Printed>>,
}

#[derive(Default)]
struct Printed {
    mails: Vec<Mail>,
    rules: usize,
}

/// A line of the script.
#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Mail(Box<Mail>),
    Rules {
        #[expect(dead_code, reason = "only that it came matters")]
        rules: serde_json::Value,
    },
}

/// A message as a mail program reads it.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Mail {
    pub(crate) from: Vec<Named>,
    pub(crate) to: Vec<Named>,
    pub(crate) reply_to: Vec<Named>,
    pub(crate) subject: String,
    pub(crate) date: i64,
    pub(crate) text: String,
    pub(crate) html: String,
    pub(crate) message_id: String,
    pub(crate) headers: Vec<String>,
    pub(crate) envelope: Envelope,
    pub(crate) secure: bool,
    pub(crate) user: Option<String>,
    pub(crate) session: String,
}

/// An address with a name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) address: String,
}

/// What the mail server was told, whatever the message says.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Envelope {
    pub(crate) from: String,
    pub(crate) to: Vec<String>,
}

impl Mailbox {
    /// Starts one; the options are those of the script.
    pub(crate) fn start(options: &[&str]) -> Self {
        let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../end2end/support/mailbox.mjs");
        let mut child = Command::new("node")
            .arg(script)
            .args(options)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node");
        let commands = child.stdin.take().expect("its input");
        let mut output = BufReader::new(child.stdout.take().expect("its output"));
        let mut line = String::new();
        output.read_line(&mut line).expect("a line");
        let ready: serde_json::Value = serde_json::from_str(&line)
            .expect("a mail server; without its npm packages it does not start: `cargo xtask test rust` installs them");
        let port = ready["port"].as_u64().and_then(|port| u16::try_from(port).ok()).expect("a port");
        let printed = Arc::default();
        std::thread::spawn({
            let printed = Arc::clone(&printed);
            move || listen(output, &printed)
        });
        Self { child, commands, port, printed }
    }

    /// Whom it refuses from now on, as the script says.
    pub(crate) async fn rules(&mut self, rules: serde_json::Value) {
        let before = self.printed().rules;
        writeln!(self.commands, "{rules}").expect("a command");
        until("the new rules", || self.printed().rules > before).await;
    }

    /// What it has received so far.
    pub(crate) fn mails(&self) -> Vec<Mail> {
        self.printed().mails.clone()
    }

    /// Waits until it has received so many messages.
    pub(crate) async fn wait_for(&self, mails: usize) -> Vec<Mail> {
        until("the mails", || self.printed().mails.len() >= mails).await;
        self.mails()
    }

    /// Settings that lead here.
    pub(crate) fn settings(&self) -> MailSettings {
        settings(&format!("smtp://127.0.0.1:{}", self.port))
    }

    fn printed(&self) -> std::sync::MutexGuard<'_, Printed> {
        self.printed.lock().expect("nobody panicked")
    }
}

impl Drop for Mailbox {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn listen(output: BufReader<ChildStdout>, printed: &Mutex<Printed>) {
    for line in output.lines() {
        let Ok(line) = line else { return };
        let line: Line = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error} in {line}"));
        let mut printed = printed.lock().expect("nobody panicked");
        match line {
            Line::Mail(mail) => printed.mails.push(*mail),
            Line::Rules { .. } => printed.rules += 1,
        }
    }
}

/// Settings with this mail server, or with none.
pub(crate) fn settings(url: &str) -> MailSettings {
    let server = (!url.is_empty()).then(|| SmtpUrl::parse(url).expect("a mail server"));
    let mailbox = |text| server::mail::mailbox(text).expect("an address");
    let sender = Sender {
        from: mailbox("Switchroom <switchroom@switchroom.test>"),
        reply_to: Some(mailbox("Help desk <help@switchroom.test>")),
    };
    MailSettings { server, ca: None, sender }
}

/// Waits until something is so.
pub(crate) async fn until(what: &str, is_so: impl Fn() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < end, "waited too long for {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// A worker under way; cut off when dropped.
pub(crate) struct Working {
    stopping: Stopping,
    task: JoinHandle<()>,
}

impl Working {
    /// Ends it in peace.
    pub(crate) async fn stop(mut self) {
        self.stopping.stop();
        tokio::time::timeout(PATIENCE, &mut self.task).await.expect("its end").expect("no panic");
    }

    /// Cuts it off wherever it is, and waits until it is gone.
    pub(crate) async fn kill(mut self) {
        self.task.abort();
        // An error says that it was cut off.
        let _ = (&mut self.task).await;
    }
}

impl Drop for Working {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// What the database says about a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) state: String,
    pub(crate) tries: i64,
    pub(crate) last_error: String,
    pub(crate) body: Option<String>,
}

impl Test {
    /// Starts a worker.
    pub(crate) fn work(&self, outbox: &Outbox, settings: &MailSettings) -> Working {
        let worker = Worker::new(outbox.clone(), settings, &self.outbox_folder()).expect("a worker");
        let stopping = Stopping::default();
        Working { task: tokio::spawn(worker.run(stopping.clone())), stopping }
    }

    /// Where messages are written without a mail server.
    pub(crate) fn outbox_folder(&self) -> PathBuf {
        self.folder.path().join("outbox")
    }

    /// Somebody to write to.
    pub(crate) async fn recipient(&self, name: &str, email: &str) -> Recipient {
        let sql = "INSERT INTO person (name, email, email_key, role, created_at) VALUES ($1, $2, $3, 'agent', 0)
            RETURNING id";
        let key = random::token();
        let statement = self.database.statement(sql, [name.into(), email.into(), key.into()]);
        let row = self.database.pool().query_one_raw(statement).await.expect("a person").expect("a row");
        Recipient { person: row.try_get_by(0).expect("an id"), name: name.into(), email: email.into() }
    }

    /// Writes a letter, and commits.
    pub(crate) async fn letter(&self, outbox: &Outbox, to: &Recipient, letter: &Letter) -> i64 {
        let transaction = self.database.write().await.expect("a transaction");
        let id = outbox.add(&transaction, to, letter).await.expect("a letter");
        transaction.commit().await.expect("committed");
        outbox.wake();
        id
    }

    /// What the database says about a message.
    pub(crate) async fn kept(&self, id: i64) -> Kept {
        let sql = "SELECT state, tries, last_error, body FROM mail WHERE id = $1";
        let statement = self.database.statement(sql, [id.into()]);
        let row = self.database.pool().query_one_raw(statement).await.expect("an answer").expect("a mail");
        Kept {
            state: row.try_get("", "state").expect("text"),
            tries: row.try_get("", "tries").expect("a number"),
            last_error: row.try_get("", "last_error").expect("text"),
            body: row.try_get("", "body").expect("text or nothing"),
        }
    }

    /// Waits until so many messages are in this state.
    pub(crate) async fn wait_for_state(&self, state: &str, number: i64) {
        let sql = "SELECT count(*) FROM mail WHERE state = $1";
        let end = Instant::now() + PATIENCE;
        loop {
            let statement = self.database.statement(sql, [state.into()]);
            let row = self.database.pool().query_one_raw(statement).await.expect("an answer").expect("a number");
            if row.try_get_by::<i64, _>(0).expect("a number") >= number {
                return;
            }
            assert!(Instant::now() < end, "waited too long for {number} to be {state}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until a message was tried so often.
    pub(crate) async fn wait_for_try(&self, id: i64, tries: i64) -> Kept {
        let end = Instant::now() + PATIENCE;
        loop {
            let kept = self.kept(id).await;
            if kept.tries >= tries {
                return kept;
            }
            assert!(Instant::now() < end, "waited too long: {kept:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}
