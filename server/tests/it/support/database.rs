//! A database for each test, copied from one that was migrated once.

use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::sqlx::{self, AssertSqlSafe, ConnectOptions, Connection, Executor, PgConnection};
use server::clock::Clock;
use server::database::{Database, DatabaseUrl};
use server::random;
use server::secrets::{Key, Secrets};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::UNIX_EPOCH;
use tempfile::TempDir;

/// When the clock of a test stands at first: the first of January 2026.
const NOON: i64 = 1_767_225_600_000;
/// Keeps tests from making the template at the same time.
const TEMPLATE_LOCK: i64 = 0x7465_7374;

/// The two databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Backend {
    Sqlite,
    Postgres,
}

/// What a test is given.
pub(crate) struct Test {
    /// Which database it is.
    pub(crate) backend: Backend,
    /// Empty but for its tables.
    pub(crate) database: Database,
    /// For opening it once more, as a second server does.
    pub(crate) url: DatabaseUrl,
    /// The same as text, for the environment of a process.
    pub(crate) url_text: String,
    /// Stands still until the test moves it.
    pub(crate) clock: Clock,
    /// Seals and opens.
    pub(crate) secrets: Secrets,
    /// The data folder; removed with the test.
    pub(crate) folder: TempDir,
}

/// Runs a test on a database of its own, and removes that whatever happens.
pub(crate) async fn run<F>(backend: Backend, test: impl FnOnce(Test) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let folder = tempfile::tempdir().expect("a temporary folder");
    let name = format!("switchroom_test_{}", random::bytes::<8>().map(|byte| format!("{byte:02x}")).concat());
    let url_text = match backend {
        Backend::Sqlite => copy_sqlite(&folder.path().join("switchroom.sqlite")).await,
        Backend::Postgres => copy_postgres(&name).await,
    };
    let url = DatabaseUrl::parse(&url_text).expect("a database's address");
    let database = Database::connect(&url).await.expect("the test's database");
    let secrets = Secrets::new(vec![Key::generate()]).expect("one key");
    let given = Test { backend, database: database.clone(), url, url_text, clock: Clock::fixed(NOON), secrets, folder };
    let outcome = tokio::spawn(test(given)).await;
    database.close().await;
    if backend == Backend::Postgres {
        execute(&mut admin().await, format!("DROP DATABASE {name} WITH (FORCE)")).await;
    }
    if let Err(error) = outcome {
        std::panic::resume_unwind(error.into_panic());
    }
}

/// A template is as old as the program that made it: another build may have other tables.
fn template_name() -> String {
    let program = std::env::current_exe().expect("this program");
    let built = std::fs::metadata(&program).and_then(|file| file.modified()).expect("its time");
    let age = built.duration_since(UNIX_EPOCH).expect("after 1970").as_nanos();
    let digest = Sha256::digest(format!("{} {age}", program.display()));
    format!("switchroom_template_{}", digest[..8].iter().map(|byte| format!("{byte:02x}")).collect::<String>())
}

async fn copy_sqlite(path: &Path) -> String {
    let template = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{}.sqlite", template_name()));
    if !template.exists() {
        // Under another name until it is whole: several tests may be doing this.
        let building = template.with_extension(random::token());
        let database = Database::connect(&DatabaseUrl::Sqlite(building.clone())).await.expect("a template");
        database.migrate().await.expect("the migrations");
        database.close().await;
        std::fs::rename(&building, &template).expect("the template in its place");
    }
    std::fs::copy(&template, path).expect("a copy of the template");
    format!("sqlite:{}", path.display())
}

async fn copy_postgres(name: &str) -> String {
    let template = template_name();
    let mut admin = admin().await;
    execute(&mut admin, format!("SELECT pg_advisory_lock({TEMPLATE_LOCK})")).await;
    let exists = sqlx::query("SELECT 1 FROM pg_database WHERE datname = $1")
        .bind(&template)
        .fetch_optional(&mut admin)
        .await
        .expect("the list of databases");
    if exists.is_none() {
        make_template(&mut admin, &template).await;
    }
    execute(&mut admin, format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
    execute(&mut admin, format!("SELECT pg_advisory_unlock({TEMPLATE_LOCK})")).await;
    address_of(name)
}

async fn make_template(admin: &mut PgConnection, template: &str) {
    execute(admin, "DROP DATABASE IF EXISTS switchroom_building WITH (FORCE)".into()).await;
    execute(admin, "CREATE DATABASE switchroom_building".into()).await;
    let url = DatabaseUrl::parse(&address_of("switchroom_building")).expect("a database's address");
    let database = Database::connect(&url).await.expect("a template");
    database.migrate().await.expect("the migrations");
    database.close().await;
    execute(admin, format!("ALTER DATABASE switchroom_building RENAME TO {template}")).await;
}

/// A new empty database on the test cluster, without any table; the caller drops it, or the cluster's end does.
pub(crate) async fn empty_postgres() -> String {
    let name = format!("switchroom_empty_{}", random::bytes::<8>().map(|byte| format!("{byte:02x}")).concat());
    execute(&mut admin().await, format!("CREATE DATABASE {name}")).await;
    address_of(&name)
}

fn cluster() -> String {
    std::env::var("SWITCHROOM_TEST_POSTGRES").expect(
        "SWITCHROOM_TEST_POSTGRES should be the address of a superuser on a throw-away PostgreSQL; \
         `cargo xtask test` starts one",
    )
}

fn address_of(name: &str) -> String {
    let cluster = cluster();
    let (server, _) = cluster.rsplit_once('/').expect("an address that ends with a database's name");
    format!("{server}/{name}")
}

async fn admin() -> PgConnection {
    let options =
        PgConnectOptions::from_str(&cluster()).expect("the address of a PostgreSQL").disable_statement_logging();
    PgConnection::connect_with(&options).await.expect("a PostgreSQL that answers")
}

async fn execute(connection: &mut PgConnection, sql: String) {
    connection.execute(AssertSqlSafe(sql)).await.expect("a statement that works");
}
