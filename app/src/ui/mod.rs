//! The components that every screen is made of. Plain HTML first: what the browser brings (dialogs, popovers, forms)
//! is used as it is, and works before any WebAssembly has loaded.

pub mod banner;
pub mod combobox;
pub mod dialog;
pub mod draft;
pub mod effect;
pub mod empty_state;
pub mod field;
pub mod filters;
pub mod form_state;
pub mod highlight;
pub mod icon;
pub mod list_page;
pub mod live;
pub mod loaded;
pub mod menu;
pub mod pagination;
pub mod post_form;
pub mod search_box;
pub mod table;
pub mod time;
pub mod toast;
