//! Opening, migrating, writing.

use crate::support::{Backend, both, empty_postgres, run};
use app::error::{AppError, Dependency};
use sea_orm::ConnectionTrait;
use server::database::{Database, DatabaseUrl};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

both!(a_database_migrates_twice_without_harm, |t| async move {
    t.database.migrate().await.expect("nothing to do");
    t.database.ping().await.expect("a sign of life");
});

#[tokio::test(flavor = "multi_thread")]
async fn servers_that_start_at_once_on_one_postgres_do_not_collide() {
    let url = DatabaseUrl::parse(&empty_postgres().await).expect("an address");
    let starts = (0..4).map(|_| {
        let url = url.clone();
        tokio::spawn(async move {
            let database = Database::connect(&url).await?;
            let migrated = database.migrate().await;
            database.close().await;
            migrated
        })
    });
    for start in starts.collect::<Vec<_>>() {
        start.await.expect("no panic").expect("a migrated database");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn servers_that_start_at_once_on_one_sqlite_file_do_not_collide() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = DatabaseUrl::Sqlite(folder.path().join("new").join("switchroom.sqlite"));
    let starts = (0..4).map(|_| {
        let url = url.clone();
        tokio::spawn(async move { Database::connect(&url).await?.migrate().await })
    });
    for start in starts.collect::<Vec<_>>() {
        start.await.expect("no panic").expect("a migrated database");
    }
}

both!(many_writers_at_once_all_succeed, |t| async move {
    t.database.pool().execute_unprepared("INSERT INTO setting (key, value) VALUES ('n', '0')").await.expect("a row");
    let writers = (0..50).map(|_| {
        let database = t.database.clone();
        tokio::spawn(async move {
            let transaction = database.write().await.expect("a turn");
            let add = "UPDATE setting SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE key = 'n'";
            transaction.execute_unprepared(add).await.expect("one more");
            transaction.commit().await.expect("a commit");
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.expect("no panic");
    }
    assert_eq!(value_of(&t.database, "n").await.as_deref(), Some("50"));
});

both!(two_servers_that_write_at_once_lose_nothing, |t| async move {
    let other = Database::connect(&t.url).await.expect("the second server");
    let writers = (0..60).map(|n| {
        let database = if n % 2 == 0 { t.database.clone() } else { other.clone() };
        tokio::spawn(async move {
            let transaction = database.write().await.expect("a turn");
            let insert = format!("INSERT INTO setting (key, value) VALUES ('k{n}', '')");
            transaction.execute_unprepared(&insert).await.expect("a row");
            transaction.commit().await.expect("a commit");
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.expect("no panic");
    }
    for n in 0..60 {
        assert!(value_of(&other, &format!("k{n}")).await.is_some(), "k{n}");
    }
    other.close().await;
});

#[tokio::test(flavor = "multi_thread")]
async fn a_server_finds_its_way_back_when_postgres_restarts() {
    run(Backend::Postgres, |t| async move {
        let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()";
        let other = Database::connect(&t.url).await.expect("another connection");
        t.database.ping().await.expect("a connection that is about to be cut");
        other.pool().execute_unprepared(cut).await.expect("all cut");
        // The first to notice is told, in words; whoever asks again is answered.
        if let Err(error) = t.database.ping().await {
            assert_eq!(error, AppError::Unavailable(Dependency::Database));
        }
        t.database.ping().await.expect("a new connection");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_can_read_the_sqlite_file() {
    run(Backend::Sqlite, |t| async move {
        let folder = t.folder.path().join("new");
        let path = folder.join("switchroom.sqlite");
        Database::connect(&DatabaseUrl::Sqlite(path.clone()))
            .await
            .expect("a database")
            .migrate()
            .await
            .expect("tables");
        let mode = |path: &Path| std::fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&path)), (0o700, 0o600));
        assert_eq!(mode(&folder.join("switchroom.sqlite-wal")), 0o600);
    })
    .await;
}

both!(what_is_not_committed_is_undone, |t| async move {
    let transaction = t.database.write().await.expect("a turn");
    transaction.execute_unprepared("INSERT INTO setting (key, value) VALUES ('x', '')").await.expect("a row");
    drop(transaction);
    assert_eq!(value_of(&t.database, "x").await, None);
    // The turn was given back: the next one does not wait for ever.
    let next = tokio::time::timeout(Duration::from_secs(3), t.database.write()).await.expect("in time");
    drop(next.expect("a turn"));
});

both!(a_closed_database_is_said_not_to_answer, |t| async move {
    t.database.close().await;
    assert_eq!(t.database.ping().await, Err(AppError::Unavailable(Dependency::Database)));
    assert_eq!(t.database.write().await.err(), Some(AppError::Unavailable(Dependency::Database)));
});

#[tokio::test]
async fn a_database_that_is_not_there_is_named_without_its_password() {
    let url = DatabaseUrl::parse("postgres://user:hunter22@127.0.0.1:1/calls").expect("an address");
    let error = Database::connect(&url).await.expect_err("nobody listens there").to_string();
    assert!(error.contains("127.0.0.1:1/calls"), "{error}");
    assert!(!error.contains("hunter22"), "{error}");
}

async fn value_of(database: &Database, key: &str) -> Option<String> {
    let select = database.statement("SELECT value FROM setting WHERE key = $1", [key.into()]);
    let row = database.pool().query_one_raw(select).await.expect("an answer")?;
    Some(row.try_get_by(0).expect("text"))
}
