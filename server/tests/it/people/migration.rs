//! People who were there before the list was.

use super::list::{Model, agrees};
use crate::support::{Backend, Test, both, empty_postgres};
use sea_orm::ConnectionTrait;
use sea_orm_migration::MigratorTrait;
use server::database::{Database, DatabaseUrl};
use server::mail::Outbox;
use server::migration::Migrator;
use server::people::PeopleStore;

/// Migrations up to that of the SIP endpoints.
const BEFORE: u32 = 2;

/// A database as an earlier version left it, with people.
async fn old_database(t: &Test) -> Database {
    let url = match t.backend {
        Backend::Sqlite => DatabaseUrl::Sqlite(t.folder.path().join("old.sqlite")),
        Backend::Postgres => DatabaseUrl::parse(&empty_postgres().await).expect("an address"),
    };
    let database = Database::connect(&url).await.expect("an empty database");
    Migrator::up(database.pool(), Some(BEFORE)).await.expect("the earlier tables");
    let transaction = database.write().await.expect("a turn");
    for n in 0..2_300_i64 {
        let name =
            ["Kate Winslet", "ÅNGSTRÖM", "ΟΔΥΣΣΕΥΣ", "Ada Novak", "100%_a\\b"][usize::try_from(n % 5).expect("small")];
        let (email, role) =
            (format!("P{n}@Callcentre.test"), ["admin", "support", "agent"][usize::try_from(n % 3).expect("small")]);
        let hash = (n % 7 == 0).then(|| "$argon2id$".to_owned());
        let insert = "INSERT INTO person (id, name, email, email_key, role, password_hash, active, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, 0)";
        // With gaps, as deleting leaves them.
        let values = [
            (10 * n + 1).into(),
            name.into(),
            email.clone().into(),
            email.to_lowercase().into(),
            role.into(),
            hash.into(),
            (n % 11 != 0).into(),
        ];
        transaction.execute_raw(database.statement(insert, values)).await.expect("a person");
    }
    let session = "INSERT INTO session (token_hash, person_id, created_at, last_seen_at, expires_at)
        VALUES ($1, 1, 0, 0, 0)";
    let session = database.statement(session, [vec![1_u8; 32].into()]);
    transaction.execute_raw(session).await.expect("a session");
    transaction.commit().await.expect("a commit");
    database
}

both!(a_migration_compares_domains_as_dns_knows_them, |t| async move {
    let database = old_database(&t).await;
    let transaction = database.write().await.expect("a turn");
    for (id, email) in
        [(2, "zo\u{eb}@b\u{fc}cher.test"), (3, "zo\u{eb}@bu\u{308}cher.test"), (4, "zo\u{eb}@callcentre.test")]
    {
        let insert = "INSERT INTO person (id, name, email, email_key, role, active, created_at)
            VALUES ($1, 'Zoe', $2, $2, 'agent', $3, 0)";
        let insert = database.statement(insert, [id.into(), email.into(), true.into()]);
        transaction.execute_raw(insert).await.expect("a person");
    }
    transaction.commit().await.expect("a commit");
    database.migrate().await.expect("the latest tables");
    let select = database.statement("SELECT email_key FROM person WHERE id IN (2, 3, 4) ORDER BY id", []);
    let rows = database.pool().query_all_raw(select).await.expect("people");
    let keys: Vec<String> = rows.iter().map(|row| row.try_get_by(0).expect("a key")).collect();
    // Of two accounts of one mailbox the first keeps it.
    assert_eq!(keys, ["zo\u{eb}@xn--bcher-kva.test", "zo\u{eb}@bu\u{308}cher.test", "zo\u{eb}@callcentre.test"]);
    database.close().await;
});

both!(a_migration_puts_everybody_who_is_there_into_the_list, |t| async move {
    let database = old_database(&t).await;
    database.migrate().await.expect("the latest tables");
    let outbox = Outbox::new(database.clone(), t.secrets.clone(), t.clock.clone(), "http://switchroom.test".into());
    let people = || PeopleStore::new(database.clone(), t.clock.clone(), outbox.clone());
    let model = Model::read(&database).await;
    agrees(&t, people, &model).await;
    let strangers = "SELECT count(*) FROM person WHERE updated_by <> name";
    let row = database.pool().query_one_raw(database.statement(strangers, [])).await.expect("an answer");
    let strangers: i64 = row.expect("a row").try_get_by(0).expect("a number");
    assert_eq!(strangers, 0);
    database.close().await;
});
