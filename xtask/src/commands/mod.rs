//! What a person types behind `cargo xtask`.

pub(crate) mod bench;
pub(crate) mod demo;
pub(crate) mod dist;
pub(crate) mod run;
mod watch;
