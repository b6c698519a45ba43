//! SIP phones, and the agents who have them.

use super::Test;
use app::fields::{HostName, Port, Transport};
use app::listing::ListQuery;
use app::session::{Admin, Role};
use app::sip_phones::{PhoneColumn, PhoneRow, SipPhones};
use sea_orm::ConnectionTrait;
use server::config::Sip;
use server::http::Stopping;
use server::mail::{MailPassword, Outbox};
use server::sip_phones::{AllAgents, PhoneSettings, PhoneStore};
use std::time::{Duration, Instant};
use tokio::task::JoinHandle;

/// Longest wait for anything here.
const PATIENCE: Duration = Duration::from_secs(60);

/// What phones are told in tests.
pub(crate) fn phone_settings(mail_password: MailPassword) -> PhoneSettings {
    let host = |name: &str| Some(HostName::parse(name).expect("a host"));
    let transport = Transport::Tls;
    let (domain, server) = (host("phones.test"), host("sip.phones.test"));
    let sip = Sip { domain, server, port: Port::default_for(transport), transport };
    PhoneSettings { sip, fallback: "fallback.test".into(), mail_password }
}

/// A worker at **All agents** under way; cut off when dropped.
pub(crate) struct Giving {
    stopping: Stopping,
    task: JoinHandle<()>,
}

impl Giving {
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

impl Drop for Giving {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Test {
    /// SIP phones over this test's database.
    pub(crate) fn phones(&self) -> PhoneStore {
        self.phones_with(&self.outbox())
    }

    /// The same, with this outbox.
    pub(crate) fn phones_with(&self, outbox: &Outbox) -> PhoneStore {
        self.phones_as(outbox, MailPassword::Link)
    }

    /// The same, with passwords in letters or behind links.
    pub(crate) fn phones_as(&self, outbox: &Outbox, mail_password: MailPassword) -> PhoneStore {
        let (database, secrets, clock) = (self.database.clone(), self.secrets.clone(), self.clock.clone());
        PhoneStore::new(database, secrets, clock, outbox.clone(), phone_settings(mail_password))
    }

    /// An agent without SIP access.
    pub(crate) async fn agent(&self, name: &str) -> i64 {
        let email = format!("{}@agents.test", name.to_lowercase().replace(' ', "."));
        self.add_person(name, &email, Role::Agent).await
    }

    /// An agent with a phone.
    pub(crate) async fn agent_with_phone(&self, by: &Admin, name: &str) -> PhoneRow {
        let person = self.agent(name).await;
        assert_eq!(self.phones().add(by, &[person], true).await, Ok(1));
        self.phone_of(by, person).await
    }

    /// The phone of this person.
    pub(crate) async fn phone_of(&self, by: &Admin, person: i64) -> PhoneRow {
        let id = self.number(&format!("SELECT id FROM sip_phone WHERE person_id = {person}")).await;
        self.phones().get(by.as_reader(), id).await.expect("a phone")
    }

    /// What the list says for this query string.
    pub(crate) async fn listed(&self, by: &Admin, query: &str) -> Vec<PhoneRow> {
        let query = ListQuery::<PhoneColumn>::from_query_string(query);
        self.phones().list(by.as_reader(), &query).await.expect("a list").rows
    }

    /// The one number that a statement finds.
    pub(crate) async fn number(&self, sql: &str) -> i64 {
        let row = self.database.pool().query_one_raw(self.database.statement(sql, [])).await.expect("an answer");
        row.unwrap_or_else(|| panic!("nothing: {sql}")).try_get_by(0).expect("a number")
    }

    /// Starts a worker at **All agents**.
    pub(crate) fn give(&self, phones: PhoneStore) -> Giving {
        let stopping = Stopping::default();
        Giving { task: tokio::spawn(AllAgents::new(phones).run(stopping.clone())), stopping }
    }

    /// Waits until no job is under way.
    pub(crate) async fn wait_for_job(&self) {
        let end = Instant::now() + PATIENCE;
        while self.number("SELECT count(*) FROM job WHERE state = 'running'").await > 0 {
            assert!(Instant::now() < end, "waited too long for All agents");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}
