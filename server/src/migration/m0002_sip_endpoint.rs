//! SIP endpoints, and the index that searches them.

use super::run;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, DbErr};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager, async_trait};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0002_sip_endpoint"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, TABLE).await?;
        match manager.get_connection().get_database_backend() {
            DbBackend::Postgres => run(manager, POSTGRES_SEARCH).await,
            _ => run(manager, SQLITE_SEARCH).await,
        }
    }
}

const TABLE: &[&str] = &[
    "CREATE TABLE sip_endpoint (
        id {id},
        -- canonical: small letters, punycode, RFC 5952
        host {text} NOT NULL,
        port {integer} NOT NULL CHECK (port BETWEEN 1 AND 65535),
        reference {text} NOT NULL,
        -- the reference in small letters: what makes it unique
        reference_key {text} NOT NULL,
        codec {text} NOT NULL CHECK (codec IN ('alaw', 'ulaw', 'alaw_ulaw')),
        transport {text} NOT NULL CHECK (transport IN ('udp', 'tcp', 'tls')),
        -- empty: none
        user_name {text} NOT NULL DEFAULT '',
        user_name_key {text} NOT NULL DEFAULT '',
        -- sealed for this row (see `secrets`); NULL: none
        password {text},
        realm {text},
        -- what is searched, see `search::search_text`
        search {text} NOT NULL,
        version {integer} NOT NULL DEFAULT 1,
        created_at {integer} NOT NULL,
        updated_at {integer} NOT NULL,
        -- name of the person who made the latest change
        updated_by {text} NOT NULL
    ) {strict}",
    "CREATE INDEX sip_endpoint_host_port_user_name_key ON sip_endpoint (host, port, user_name_key)",
];

/// An index for each sort key. Each ends with the id, so that a list has one order and can be continued anywhere, and
/// holds the searched text, so that a search along the order reads the index from page to page and not the table here
/// and there: ten times as fast.
///
/// The words of the full-text index are the grams of `search`, not its words; `search::grams` writes them.
const SQLITE_SEARCH: &[&str] = &[
    "CREATE UNIQUE INDEX sip_endpoint_reference_key ON sip_endpoint (reference_key)",
    "CREATE INDEX sip_endpoint_by_reference ON sip_endpoint (reference_key, id, search)",
    "CREATE INDEX sip_endpoint_by_host ON sip_endpoint (host, id, search)",
    "CREATE INDEX sip_endpoint_by_port ON sip_endpoint (port, id, search)",
    "CREATE INDEX sip_endpoint_by_codec ON sip_endpoint (codec, id, search)",
    "CREATE INDEX sip_endpoint_by_user_name ON sip_endpoint (user_name_key, id, search)",
    "CREATE VIRTUAL TABLE sip_endpoint_grams
     USING fts5(grams, content='', contentless_delete=1, detail=none, tokenize='ascii')",
];

/// Indexes as on SQLite, and the same grams as `search::grams` has them: each three bytes in a row as a number, and each byte.
///
/// The cost keeps the planner from computing them row by row instead of asking the index; workers would take longer to
/// start than a search takes. Statistics of such an expression would be costly and of no use.
const POSTGRES_SEARCH: &[&str] = &[
    "CREATE UNIQUE INDEX sip_endpoint_reference_key ON sip_endpoint (reference_key) INCLUDE (search)",
    "CREATE INDEX sip_endpoint_by_host ON sip_endpoint (host, id) INCLUDE (search)",
    "CREATE INDEX sip_endpoint_by_port ON sip_endpoint (port, id) INCLUDE (search)",
    "CREATE INDEX sip_endpoint_by_codec ON sip_endpoint (codec, id) INCLUDE (search)",
    "CREATE INDEX sip_endpoint_by_user_name ON sip_endpoint (user_name_key, id) INCLUDE (search)",
    "CREATE FUNCTION search_grams(text text) RETURNS int4[]
     LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL UNSAFE COST 1000 AS $$
     DECLARE
         bytes bytea := convert_to(text, 'UTF8');
         grams int4[] := ARRAY[]::int4[];
         byte int4;
         gram int4 := 0;
     BEGIN
         FOR i IN 0 .. length(bytes) - 1 LOOP
             byte := get_byte(bytes, i);
             gram := ((gram << 8) | byte) & 16777215;
             grams[2 * i + 1] := gram;
             grams[2 * i + 2] := byte;
         END LOOP;
         RETURN grams;
     END $$",
    "CREATE INDEX sip_endpoint_grams ON sip_endpoint USING gin (search_grams(search)) WITH (fastupdate = off)",
    "ALTER INDEX sip_endpoint_grams ALTER COLUMN 1 SET STATISTICS 0",
];
