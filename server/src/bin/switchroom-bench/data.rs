//! Databases with many rows, made once for each size.

use crate::{Failure, say};
use app::fields::{EmailAddress, NewPassword, PersonName, Port, Transport};
use app::listing::Cursor;
use app::services::{CookiePolicy, Services};
use app::session::Admin;
use leptos::prelude::{Owner, provide_context};
use leptos::reactive::computed::ScopedFuture;
use sea_orm::ConnectionTrait;
use server::cli::SeedArgs;
use server::clock::Clock;
use server::config::Sip;
use server::database::{Database, DatabaseUrl};
use server::mail::{MailPassword, Outbox};
use server::secrets::{KeySource, Secrets, unlock};
use server::sip_phones::{PhoneSettings, PhoneStore};
use std::path::PathBuf;

pub(crate) const EMAIL: &str = "bench@switchroom.test";
pub(crate) const PASSWORD: &str = "bench-bench-bench";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
}

impl Kind {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// What a database is filled with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    Endpoints,
    /// Agents, of whom the first half have a SIP phone.
    People,
    /// Agents without a phone, to be given one: made anew each time.
    Agents,
}

impl Content {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Endpoints => "endpoints",
            Self::People => "people",
            Self::Agents => "agents",
        }
    }

    const fn seed(self, rows: u64) -> SeedArgs {
        let nothing = SeedArgs { people: 0, phones: 0, endpoints: 0, demo: false };
        match self {
            Self::Endpoints => SeedArgs { endpoints: rows, ..nothing },
            Self::People => SeedArgs { people: rows, phones: rows / 2, ..nothing },
            Self::Agents => SeedArgs { people: rows, ..nothing },
        }
    }

    /// Whether all are there: those that are made last are counted.
    async fn is_in(self, database: &Database, rows: u64) -> Result<bool, Failure> {
        let (table, expected) = match self {
            Self::Endpoints => ("sip_endpoint", rows),
            Self::People => ("sip_phone", rows / 2),
            Self::Agents => ("person", rows),
        };
        let count = database.statement(&format!("SELECT count(*) AS n FROM {table}"), []);
        let row = database.pool().query_one_raw(count).await?.ok_or("no number")?;
        Ok(u64::try_from(row.try_get::<i64>("", "n")?)? >= expected)
    }
}

/// A database that is filled.
pub(crate) struct Data {
    pub(crate) kind: Kind,
    pub(crate) rows: u64,
    pub(crate) database: Database,
    pub(crate) url: String,
    /// The data folder of a server on this database.
    pub(crate) folder: PathBuf,
    pub(crate) services: Services,
    pub(crate) outbox: Outbox,
    pub(crate) admin: Admin,
}

impl Data {
    /// An endpoint from the middle of the list sorted by reference.
    pub(crate) async fn middle(&self) -> Result<Cursor, Failure> {
        let sql = "SELECT reference_key, id FROM sip_endpoint ORDER BY reference_key LIMIT 1 OFFSET $1";
        let select = self.database.statement(sql, [i64::try_from(self.rows / 2)?.into()]);
        let row = self.database.pool().query_one_raw(select).await?.ok_or("no row")?;
        Ok(Cursor { value: row.try_get("", "reference_key")?, id: row.try_get("", "id")? })
    }
}

/// Where the databases are.
pub(crate) struct Store {
    folder: PathBuf,
    keep: bool,
    /// Made on PostgreSQL.
    names: Vec<String>,
}

impl Store {
    pub(crate) fn new(keep: Option<PathBuf>) -> Result<Self, Failure> {
        let temporary = || std::env::temp_dir().join(format!("switchroom-bench-{}", std::process::id()));
        let store = Self { keep: keep.is_some(), folder: keep.unwrap_or_else(temporary), names: Vec::new() };
        std::fs::create_dir_all(&store.folder)?;
        Ok(store)
    }

    /// Opens the database with so many rows; makes it if it is not there.
    pub(crate) async fn open(&mut self, kind: Kind, content: Content, rows: u64) -> Result<Data, Failure> {
        let folder = self.folder.join(format!("{}-{}-{rows}", kind.name().to_lowercase(), content.name()));
        if content == Content::Agents && folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        std::fs::create_dir_all(&folder)?;
        let url = match kind {
            Kind::Sqlite => format!("sqlite:{}", folder.join("switchroom.sqlite").display()),
            Kind::Postgres => self.on_cluster(content, rows).await?,
        };
        let address = DatabaseUrl::parse(&url).ok_or("no address of a database")?;
        let database = Database::connect_patiently(&address).await?;
        database.migrate().await?;
        let secrets = unlock(&database, &KeySource::File(folder.join("secret.key"))).await?;
        let clock = Clock::system();
        if !content.is_in(&database, rows).await? {
            say(&format!("{}: {rows} {}", kind.name(), content.name()));
            server::seed::run(&database, &secrets, content.seed(rows)).await?;
            create_admin(&database, &clock).await?;
        }
        let (services, outbox) = services(&database, &secrets, &clock);
        let admin = admin(services.clone()).await?;
        Ok(Data { kind, rows, database, url, folder, services, outbox, admin })
    }

    async fn on_cluster(&mut self, content: Content, rows: u64) -> Result<String, Failure> {
        let cluster = std::env::var("SWITCHROOM_TEST_POSTGRES")
            .map_err(|_| "SWITCHROOM_TEST_POSTGRES should be the address of a throw-away PostgreSQL")?;
        let (server, _) = cluster.rsplit_once('/').ok_or("the address of a PostgreSQL ends with a database's name")?;
        let name = format!("switchroom_bench_{}_{rows}", content.name());
        if !self.names.contains(&name) {
            let admin = cluster_database(&cluster).await?;
            if !self.keep || content == Content::Agents {
                admin.pool().execute_unprepared(&format!("DROP DATABASE IF EXISTS {name}")).await?;
            }
            let there = format!("SELECT 1 FROM pg_database WHERE datname = '{name}'");
            if admin.pool().query_one_raw(admin.statement(&there, [])).await?.is_none() {
                admin.pool().execute_unprepared(&format!("CREATE DATABASE {name}")).await?;
            }
            admin.close().await;
            self.names.push(name.clone());
        }
        Ok(format!("{server}/{name}"))
    }

    /// Removes what was made, unless it is to be kept.
    pub(crate) async fn clear(&self) -> Result<(), Failure> {
        if self.keep {
            return Ok(());
        }
        std::fs::remove_dir_all(&self.folder)?;
        if let (Ok(cluster), false) = (std::env::var("SWITCHROOM_TEST_POSTGRES"), self.names.is_empty()) {
            let admin = cluster_database(&cluster).await?;
            for name in &self.names {
                admin.pool().execute_unprepared(&format!("DROP DATABASE {name}")).await?;
            }
        }
        Ok(())
    }
}

async fn cluster_database(url: &str) -> Result<Database, Failure> {
    let url = DatabaseUrl::parse(url).ok_or("no address of a database")?;
    Ok(Database::connect_patiently(&url).await?)
}

async fn create_admin(database: &Database, clock: &Clock) -> Result<(), Failure> {
    let name = PersonName::parse("Ben Bench").map_err(|problem| problem.words())?;
    let email = EmailAddress::parse(EMAIL).map_err(|problem| problem.words())?;
    let password = NewPassword::parse(PASSWORD).map_err(|problem| problem.words())?;
    Ok(server::session::create_admin(database, clock, &name, &email, &password).await?)
}

/// Everything that can be asked for, and the outbox, which nobody empties.
pub(crate) fn services(database: &Database, secrets: &Secrets, clock: &Clock) -> (Services, Outbox) {
    let outbox = Outbox::new(database.clone(), secrets.clone(), clock.clone(), "http://localhost".to_owned());
    let sip = Sip { domain: None, server: None, port: Port::default_for(Transport::Udp), transport: Transport::Udp };
    let settings = PhoneSettings { sip, fallback: "localhost".to_owned(), mail_password: MailPassword::Link };
    let phones = PhoneStore::new(database.clone(), secrets.clone(), clock.clone(), outbox.clone(), settings);
    let cookies = CookiePolicy { secure: false };
    (server::services::services(database, secrets, clock, &outbox, &phones, cookies), outbox)
}

/// The key that the services ask for, from the permission check of a request that is made up.
pub(crate) async fn admin(services: Services) -> Result<Admin, Failure> {
    let session = services.sessions.sign_in(EMAIL, PASSWORD, [127, 0, 0, 1].into()).await?;
    let request = ::http::Request::builder().header("cookie", format!("switchroom={}", session.token.0)).body(())?;
    let (parts, ()) = request.into_parts();
    let check = Owner::new().with(|| {
        provide_context(services);
        provide_context(parts);
        ScopedFuture::new(app::session::admin())
    });
    Ok(check.await?)
}
