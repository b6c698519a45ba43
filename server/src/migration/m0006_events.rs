//! Numbers that grow with each change, for browsers that wait for one.

use super::run;
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager, async_trait};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0006_events"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, TABLE).await
    }
}

const TABLE: &[&str] = &["CREATE TABLE change_counter (
        -- what changed, see `events::Topic`; without a row nothing has so far
        topic {text} PRIMARY KEY NOT NULL,
        -- how often
        number {integer} NOT NULL
    ) {strict}"];
