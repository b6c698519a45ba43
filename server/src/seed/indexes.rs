//! The indexes of a table, taken away while it is filled: as the database itself wrote them down, so that a later
//! migration need not be repeated here.

/// Lists name and definition.
pub(super) const SQLITE: &str = "SELECT name, sql FROM sqlite_schema
    WHERE type = 'index' AND tbl_name = 'sip_endpoint' AND sql IS NOT NULL ORDER BY name";

/// Lists name and definition of all but the primary key. The gram index comes last: it takes the longest.
pub(super) const POSTGRES: &str = "SELECT indexname::text AS name, indexdef AS sql FROM pg_indexes
    WHERE schemaname = current_schema() AND tablename = 'sip_endpoint' AND indexname <> 'sip_endpoint_pkey'
    ORDER BY indexname = 'sip_endpoint_grams', indexname";

/// Not part of PostgreSQL's definitions; see the migration.
pub(super) const POSTGRES_AFTER: &str = "ALTER INDEX sip_endpoint_grams ALTER COLUMN 1 SET STATISTICS 0";

/// An index, and how to make it.
#[derive(Debug)]
pub(super) struct Index {
    pub(super) name: String,
    pub(super) sql: String,
}

impl Index {
    /// The statement that removes it.
    pub(super) fn drop(&self) -> String {
        format!("DROP INDEX {}", self.name)
    }
}
