//! Makes the machine ready: installs what is missing, and only for the commands that need it.

pub(crate) mod apt;
pub(crate) mod programs;
mod standard_library;
pub(crate) mod wasm;
