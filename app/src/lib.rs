//! Switchroom's screens and rules: everything that the browser and the server share.
//!
//! Built twice: with `ssr` into the server, which renders the pages and runs the server functions, and with `hydrate`
//! into WebAssembly, which brings the pages to life. Nothing here knows the database: [`services`] has the traits that
//! the server implements.
//!
//! One folder for each thing that people see (`sip_endpoints`, `session`, ...), `ui` for the components they are made
//! of, `fields` for the values that people type.

// Views are nested types; the compiler walks them.
#![recursion_limit = "256"]

pub mod app;
pub mod call;
pub mod error;
pub mod fields;
pub mod form;
pub mod listing;
pub mod mail;
pub mod navigation;
pub mod people;
#[cfg(feature = "ssr")]
pub mod services;
pub mod session;
pub mod sip_endpoints;
pub mod sip_phones;
pub mod ui;

/// Takes over the page that the server rendered. Called once by the page's start script.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_body(app::App);
}
