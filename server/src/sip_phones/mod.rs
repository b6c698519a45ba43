//! SIP phones: what agents are told about them, and what phones are given.

mod address;
mod provisioning;
mod qr;

pub(crate) use address::{outbound_proxy, uri_host};
pub use provisioning::{Provisioning, lpconfig};
pub use qr::svg;
