//! The list: what it shows, sorts by and searches.

use crate::search::{KeyKind, SortKey, Source};
use app::fields::{Codec, Transport};
use app::sip_endpoints::{SipEndpointColumn, SipEndpointRow};
use sea_orm::{DbErr, QueryResult};

/// The table as a list.
pub const SOURCE: Source = Source {
    table: "sip_endpoint",
    columns: "id, host, port, reference, codec, transport, user_name",
    keys: &[HOST, PORT, REFERENCE, CODEC, USER_NAME],
};

const HOST: SortKey = SortKey { column: "host", kind: KeyKind::Text, unique: false };
const PORT: SortKey = SortKey { column: "port", kind: KeyKind::Integer, unique: false };
const REFERENCE: SortKey = SortKey { column: "reference_key", kind: KeyKind::Text, unique: true };
const CODEC: SortKey = SortKey { column: "codec", kind: KeyKind::Text, unique: false };
const USER_NAME: SortKey = SortKey { column: "user_name_key", kind: KeyKind::Text, unique: false };

/// What a column is sorted by.
pub(super) const fn key(column: SipEndpointColumn) -> &'static SortKey {
    match column {
        SipEndpointColumn::Host => &HOST,
        SipEndpointColumn::Port => &PORT,
        SipEndpointColumn::Reference => &REFERENCE,
        SipEndpointColumn::Codec => &CODEC,
        SipEndpointColumn::UserName => &USER_NAME,
    }
}

/// Reads a row of [`SOURCE`].
pub(super) fn read(row: &QueryResult) -> Result<SipEndpointRow, DbErr> {
    let port: i64 = row.try_get("", "port")?;
    let codec: String = row.try_get("", "codec")?;
    let transport: String = row.try_get("", "transport")?;
    Ok(SipEndpointRow {
        id: row.try_get("", "id")?,
        host: row.try_get("", "host")?,
        port: u16::try_from(port).map_err(|_| unknown("port"))?,
        reference: row.try_get("", "reference")?,
        codec: Codec::parse(&codec).map_err(|_| unknown("codec"))?,
        transport: Transport::parse(&transport).map_err(|_| unknown("transport"))?,
        user_name: row.try_get("", "user_name")?,
    })
}

/// A value that this version cannot have written.
fn unknown(column: &str) -> DbErr {
    DbErr::Type(format!("a value of sip_endpoint.{column} is unknown"))
}
