//! What pages and server functions find in their context.

use super::Web;
use app::session::{ClientAddress, RequestId};
use http::request::Parts;
use leptos::prelude::{provide_context, use_context};

/// Provides the services and what is known about the request. Runs inside leptos, which has the request's `Parts` there.
pub(super) fn provide(web: &Web) {
    provide_context(web.0.services.clone());
    provide_context(web.0.site.clone());
    let Some(parts) = use_context::<Parts>() else { return };
    if let Some(address) = parts.extensions.get::<ClientAddress>() {
        provide_context(*address);
    }
    if let Some(id) = parts.extensions.get::<RequestId>() {
        provide_context(id.clone());
    }
}
