//! Databases with many endpoints, made once for each size.

use crate::{Failure, say};
use app::fields::{EmailAddress, NewPassword, PersonName, Port, Transport};
use app::listing::Cursor;
use app::services::{CookiePolicy, Services};
use app::session::Reader;
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

/// A database that is filled.
pub(crate) struct Data {
    pub(crate) kind: Kind,
    pub(crate) rows: u64,
    pub(crate) database: Database,
    pub(crate) url: String,
    /// The data folder of a server on this database.
    pub(crate) folder: PathBuf,
    pub(crate) services: Services,
    pub(crate) reader: Reader,
    /// A row from the middle of the list sorted by reference.
    pub(crate) middle: Cursor,
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
    pub(crate) async fn open(&mut self, kind: Kind, rows: u64) -> Result<Data, Failure> {
        let folder = self.folder.join(format!("{}-{rows}", kind.name().to_lowercase()));
        std::fs::create_dir_all(&folder)?;
        let url = match kind {
            Kind::Sqlite => format!("sqlite:{}", folder.join("switchroom.sqlite").display()),
            Kind::Postgres => self.on_cluster(rows).await?,
        };
        let address = DatabaseUrl::parse(&url).ok_or("no address of a database")?;
        let database = Database::connect_patiently(&address).await?;
        database.migrate().await?;
        let secrets = unlock(&database, &KeySource::File(folder.join("secret.key"))).await?;
        let clock = Clock::system();
        if count(&database).await? < rows {
            say(&format!("{}: {rows} endpoints", kind.name()));
            let args = SeedArgs { people: 0, phones: 0, endpoints: rows, demo: false };
            server::seed::run(&database, &secrets, args).await?;
            create_admin(&database, &clock).await?;
        }
        let services = services(&database, &secrets, &clock);
        let reader = reader(services.clone()).await?;
        let middle = middle(&database, rows).await?;
        Ok(Data { kind, rows, database, url, folder, services, reader, middle })
    }

    async fn on_cluster(&mut self, rows: u64) -> Result<String, Failure> {
        let cluster = std::env::var("SWITCHROOM_TEST_POSTGRES")
            .map_err(|_| "SWITCHROOM_TEST_POSTGRES should be the address of a throw-away PostgreSQL")?;
        let (server, _) = cluster.rsplit_once('/').ok_or("the address of a PostgreSQL ends with a database's name")?;
        let name = format!("switchroom_bench_{rows}");
        if !self.names.contains(&name) {
            let admin = cluster_database(&cluster).await?;
            if !self.keep {
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

async fn count(database: &Database) -> Result<u64, Failure> {
    let sql = "SELECT count(*) AS n FROM sip_endpoint";
    let row = database.pool().query_one_raw(database.statement(sql, [])).await?.ok_or("no number")?;
    Ok(u64::try_from(row.try_get::<i64>("", "n")?)?)
}

async fn create_admin(database: &Database, clock: &Clock) -> Result<(), Failure> {
    let name = PersonName::parse("Ben Bench").map_err(|problem| problem.words())?;
    let email = EmailAddress::parse(EMAIL).map_err(|problem| problem.words())?;
    let password = NewPassword::parse(PASSWORD).map_err(|problem| problem.words())?;
    Ok(server::session::create_admin(database, clock, &name, &email, &password).await?)
}

/// Everything that can be asked for; nothing is mailed.
pub(crate) fn services(database: &Database, secrets: &Secrets, clock: &Clock) -> Services {
    let outbox = Outbox::new(database.clone(), secrets.clone(), clock.clone(), String::new());
    let sip = Sip { domain: None, server: None, port: Port::default_for(Transport::Udp), transport: Transport::Udp };
    let settings = PhoneSettings { sip, fallback: String::new(), mail_password: MailPassword::Link };
    let phones = PhoneStore::new(database.clone(), secrets.clone(), clock.clone(), outbox.clone(), settings);
    server::services::services(database, secrets, clock, &outbox, &phones, CookiePolicy { secure: false })
}

/// The key that the services ask for, from the permission check of a request that is made up.
pub(crate) async fn reader(services: Services) -> Result<Reader, Failure> {
    let session = services.sessions.sign_in(EMAIL, PASSWORD, [127, 0, 0, 1].into()).await?;
    let request = ::http::Request::builder().header("cookie", format!("switchroom={}", session.token.0)).body(())?;
    let (parts, ()) = request.into_parts();
    let check = Owner::new().with(|| {
        provide_context(services);
        provide_context(parts);
        ScopedFuture::new(app::session::reader())
    });
    Ok(check.await?)
}

async fn middle(database: &Database, rows: u64) -> Result<Cursor, Failure> {
    let sql = format!("SELECT reference_key, id FROM sip_endpoint ORDER BY reference_key LIMIT 1 OFFSET {}", rows / 2);
    let row = database.pool().query_one_raw(database.statement(&sql, [])).await?.ok_or("no row")?;
    Ok(Cursor { value: row.try_get("", "reference_key")?, id: row.try_get("", "id")? })
}
