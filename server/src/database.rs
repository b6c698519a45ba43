//! The database: SQLite in a file, or PostgreSQL.

mod ids;
mod places;

pub(crate) use ids::reserve;
pub(crate) use places::places;

use crate::error::{self, StartError};
use crate::events::Changes;
use crate::migration::Migrator;
use app::error::AppError;
use sea_orm::sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sea_orm::sqlx::{self, ConnectOptions};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, SqliteTransactionMode,
    SqlxPostgresConnector, SqlxSqliteConnector, Statement, TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;
use std::ops::Deref;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How long a request waits for a connection or a lock before it is told that the database does not answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// Longest statement of a request. Migrations and commands have no limit.
const LONGEST_STATEMENT: Duration = Duration::from_secs(20);
/// Connections of each server.
const CONNECTIONS: u32 = 10;
/// Any number that nobody else locks in this database.
const MIGRATION_LOCK: i64 = 0x5377_6974_6368;

/// Where the database is.
#[derive(Clone)]
pub enum DatabaseUrl {
    /// A file.
    Sqlite(PathBuf),
    /// A server; holds a password.
    Postgres(Box<PgConnectOptions>),
}

impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.place())
    }
}

impl DatabaseUrl {
    /// Reads `postgres://user:password@host/name` or `sqlite:path`. `None` when it is neither; the reason is not told,
    /// since it could quote the password.
    #[must_use]
    pub fn parse(url: &str) -> Option<Self> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            let path = path.split('?').next().unwrap_or_default();
            return (!path.is_empty() && path != ":memory:").then(|| Self::Sqlite(path.into()));
        }
        if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
            return None;
        }
        Some(Self::Postgres(Box::new(PgConnectOptions::from_str(url).ok()?)))
    }

    /// The place in words, without user and password.
    #[must_use]
    pub fn place(&self) -> String {
        match self {
            Self::Sqlite(path) => format!("SQLite at {}", path.display()),
            Self::Postgres(options) => format!(
                "PostgreSQL at {}:{}/{}",
                options.get_host(),
                options.get_port(),
                options.get_database().unwrap_or_default()
            ),
        }
    }
}

/// SQLite's code for a file that somebody else has locked.
const SQLITE_BUSY: &str = "5";
/// How often and after which pause a locked file is opened again: five seconds in all.
const LOCKED_TRIES: u32 = 100;
const LOCKED_PAUSE: Duration = Duration::from_millis(50);

/// The pool of connections. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Database {
    pool: DatabaseConnection,
    /// SQLite has one writer at a time. Whoever waits in this queue is served in turn; SQLite's own waiting is a
    /// lottery in which somebody can lose until the time is up.
    writer: Option<Arc<Semaphore>>,
}

impl Database {
    /// Opens the pool for answering requests.
    ///
    /// # Errors
    /// A sentence that names the place, without the password.
    pub async fn connect(url: &DatabaseUrl) -> Result<Self, StartError> {
        Self::open(url, Some(LONGEST_STATEMENT)).await
    }

    /// Opens the pool for commands, whose statements may take long.
    ///
    /// # Errors
    /// A sentence that names the place, without the password.
    pub async fn connect_patiently(url: &DatabaseUrl) -> Result<Self, StartError> {
        Self::open(url, None).await
    }

    async fn open(url: &DatabaseUrl, longest: Option<Duration>) -> Result<Self, StartError> {
        let opened = match url {
            DatabaseUrl::Sqlite(path) => open_sqlite(path).await,
            DatabaseUrl::Postgres(options) => open_postgres(options, longest).await,
        };
        opened.map_err(|error| StartError(format!("The database cannot be opened ({}): {error}.", url.place())))
    }

    /// Brings the tables up to date: all in one transaction, one server at a time.
    ///
    /// # Errors
    /// A sentence; the database is then as it was.
    pub async fn migrate(&self) -> Result<(), StartError> {
        self.migrate_in_transaction()
            .await
            .map_err(|error| StartError(format!("The database cannot be brought up to date: {error}.")))
    }

    async fn migrate_in_transaction(&self) -> Result<(), DbErr> {
        // SQLite: BEGIN IMMEDIATE keeps other processes out. PostgreSQL: an advisory lock until the commit does.
        let transaction = self.begin_write().await?;
        if self.backend() == DbBackend::Postgres {
            transaction.execute_unprepared("SET LOCAL statement_timeout = 0").await?;
            transaction.execute_unprepared("SET LOCAL lock_timeout = 0").await?;
            transaction.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")).await?;
        }
        Migrator::up(&*transaction, None).await?;
        transaction.transaction.commit().await
    }

    /// Which of the two it is.
    #[must_use]
    pub fn backend(&self) -> DbBackend {
        self.pool.get_database_backend()
    }

    /// For reading, and for writing with a single statement.
    #[must_use]
    pub const fn pool(&self) -> &DatabaseConnection {
        &self.pool
    }

    /// Begins a transaction that will write. On SQLite it has the write lock from its beginning, so that reading first
    /// and writing then cannot fail half-way; on PostgreSQL it is an ordinary transaction.
    ///
    /// # Errors
    /// [`AppError::Unavailable`] when the lock cannot be had in time.
    pub async fn write(&self) -> Result<WriteTransaction, AppError> {
        self.begin_write().await.map_err(error::database)
    }

    async fn begin_write(&self) -> Result<WriteTransaction, DbErr> {
        let turn = match &self.writer {
            Some(writer) => Some(
                tokio::time::timeout(PATIENCE, Arc::clone(writer).acquire_owned())
                    .await
                    .map_err(|_| DbErr::ConnectionAcquire(sea_orm::ConnAcquireErr::Timeout))?
                    .map_err(|_| DbErr::ConnectionAcquire(sea_orm::ConnAcquireErr::ConnectionClosed))?,
            ),
            None => None,
        };
        let options = TransactionOptions {
            sqlite_transaction_mode: turn.as_ref().map(|_| SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let transaction = self.pool.begin_with_options(options).await?;
        Ok(WriteTransaction { transaction, changes: Changes::default(), _turn: turn })
    }

    /// A statement with numbered placeholders (`$1`, `$2`), which both databases read.
    pub fn statement<V>(&self, sql: &str, values: V) -> Statement
    where
        V: IntoIterator<Item = sea_orm::Value>,
    {
        Statement::from_sql_and_values(self.backend(), sql, values)
    }

    /// Asks the database for a sign of life.
    ///
    /// # Errors
    /// When there is none within two seconds.
    pub async fn ping(&self) -> Result<(), AppError> {
        // A table of this project, so that an empty or foreign database does not count.
        let question = self.pool.execute_unprepared("SELECT 1 FROM setting LIMIT 1");
        match tokio::time::timeout(Duration::from_secs(2), question).await {
            Ok(answer) => answer.map(drop).map_err(error::database),
            Err(_) => Err(AppError::Unavailable(app::error::Dependency::Database)),
        }
    }

    /// Closes all connections; SQLite then moves its write-ahead log into the database file. Whoever holds a connection
    /// too long is not waited for.
    pub async fn close(&self) {
        match tokio::time::timeout(PATIENCE, self.pool.close_by_ref()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!("the database was not closed: {}", error::without_values(&error)),
            Err(_) => tracing::warn!("the database was not closed in time"),
        }
    }
}

/// A transaction that writes. Rolled back when dropped without [`Self::commit`].
pub struct WriteTransaction {
    transaction: DatabaseTransaction,
    changes: Changes,
    _turn: Option<OwnedSemaphorePermit>,
}

impl WriteTransaction {
    /// Makes it so. After this the change survives a crash of the server.
    ///
    /// # Errors
    /// [`AppError::Unavailable`] or [`AppError::Internal`]; nothing was changed then.
    pub async fn commit(self) -> Result<(), AppError> {
        self.changes.count(&self.transaction).await.map_err(error::database)?;
        self.transaction.commit().await.map_err(error::database)
    }

    /// What others are to be told of after the commit.
    pub(crate) const fn changes(&self) -> &Changes {
        &self.changes
    }
}

impl Deref for WriteTransaction {
    type Target = DatabaseTransaction;

    fn deref(&self) -> &DatabaseTransaction {
        &self.transaction
    }
}

async fn open_sqlite(path: &Path) -> Result<Database, sqlx::Error> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        create_private_folder(folder)?;
    }
    // SQLite would let others read it. Its log takes over the rights of the file.
    std::fs::OpenOptions::new().create(true).append(true).mode(0o600).open(path)?;
    let options = SqliteConnectOptions::new()
        .filename(path)
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Wal)
        // In WAL mode a crash of the program loses nothing with NORMAL, a power cut at most the last moments.
        .synchronous(SqliteSynchronous::Normal)
        .busy_timeout(PATIENCE)
        .pragma("cache_size", "-16384")
        .pragma("mmap_size", "268435456")
        .pragma("temp_store", "MEMORY")
        .pragma("journal_size_limit", "67108864")
        .optimize_on_close(true, 400)
        .disable_statement_logging();
    // The first change of a new file to WAL does not wait for another server that does the same, whatever the time-out.
    let mut pool = open_sqlite_pool(options.clone()).await;
    for _ in 0..LOCKED_TRIES {
        match &pool {
            Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some(SQLITE_BUSY) => {
                tokio::time::sleep(LOCKED_PAUSE).await;
                pool = open_sqlite_pool(options.clone()).await;
            }
            _ => break,
        }
    }
    let pool = SqlxSqliteConnector::from_sqlx_sqlite_pool(pool?);
    Ok(Database { pool, writer: Some(Arc::new(Semaphore::new(1))) })
}

async fn open_sqlite_pool(options: SqliteConnectOptions) -> Result<sqlx::SqlitePool, sqlx::Error> {
    SqlitePoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(PATIENCE)
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(options)
        .await
}

async fn open_postgres(options: &PgConnectOptions, longest: Option<Duration>) -> Result<Database, sqlx::Error> {
    let statement_timeout = longest.map_or(0, |longest| longest.as_millis());
    let options = options
        .clone()
        .application_name("switchroom")
        .options([
            ("statement_timeout", statement_timeout.to_string()),
            ("lock_timeout", longest.map_or(0, |_| PATIENCE.as_millis()).to_string()),
            ("idle_in_transaction_session_timeout", "60000".to_owned()),
            // Compiling a statement takes longer than any statement here.
            ("jit", "off".to_owned()),
        ])
        .disable_statement_logging();
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(PATIENCE)
        .test_before_acquire(false)
        .before_acquire(|connection, meta| {
            // A connection that rested may have been cut meanwhile; one in steady use answers by being used.
            Box::pin(async move {
                if meta.idle_for > Duration::from_secs(10) {
                    sqlx::Connection::ping(connection).await?;
                }
                Ok(true)
            })
        })
        .connect_with(options)
        .await?;
    Ok(Database { pool: SqlxPostgresConnector::from_sqlx_postgres_pool(pool), writer: None })
}

/// Makes a folder that only its owner can enter, unless it is there.
///
/// # Errors
/// Those of the file system.
pub fn create_private_folder(folder: &Path) -> std::io::Result<()> {
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}
