//! SIP phones: what agents are told about them, and what phones are given.

mod address;
mod provisioning;
mod qr;

pub(crate) use address::{outbound_proxy, uri_host};
pub(crate) use provisioning::PREFIX as PROVISIONING;
pub use provisioning::{Provisioning, lpconfig, provisioning_address};
pub use qr::svg;
