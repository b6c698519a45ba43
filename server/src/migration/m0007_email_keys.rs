//! Addresses are compared with their domain as DNS knows it (`xn--…`): those in other scripts get that key.

use app::fields::EmailAddress;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager, async_trait};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0007_email_keys"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        let backend = connection.get_database_backend();
        let octets = match backend {
            DbBackend::Postgres => "octet_length(email_key)",
            _ => "length(CAST(email_key AS BLOB))",
        };
        let beyond_ascii = format!("SELECT id, email FROM person WHERE {octets} <> length(email_key) ORDER BY id");
        for row in connection.query_all_raw(Statement::from_string(backend, beyond_ascii)).await? {
            let (id, email): (i64, String) = (row.try_get("", "id")?, row.try_get("", "email")?);
            let key = EmailAddress::key_of(&email);
            // Of two accounts of one mailbox the first gets the key; the other one stays as it was, for an administrator.
            for change in [
                "UPDATE person SET email_key = $2 WHERE id = $1
                     AND NOT EXISTS (SELECT 1 FROM person WHERE email_key = $2)",
                "UPDATE sip_phone SET email_key = $2 WHERE person_id = $1
                     AND EXISTS (SELECT 1 FROM person WHERE id = $1 AND email_key = $2)",
            ] {
                let values = [id.into(), key.clone().into()];
                connection.execute_raw(Statement::from_sql_and_values(backend, change, values)).await?;
            }
        }
        Ok(())
    }
}
