//! Answers browsers: pages, server functions, the browser's files, and signs of life.
//!
//! A request passes, from the outside in: its number and log line (`observe`), the security headers, what happens when
//! something panics or takes too long, the check where it comes from (`origin`), and then its route.

mod api;
mod assets;
mod client;
mod context;
mod events;
mod forms;
mod guard;
mod health;
mod live_reload;
mod negotiation;
mod observe;
mod origin;
mod pages;
mod provision;
mod refusal;
mod security;
mod serve;

pub use assets::Assets;
pub use client::{Peer, TrustedProxies};
pub use serve::{Stopping, serve};

use crate::database::Database;
use crate::events::Events;
use crate::sip_phones::Provisioning;
use app::app::Site;
use app::services::Services;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{any, get};
use std::sync::Arc;
use std::time::Duration;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{Predicate, SizeAbove};
use url::Url;

/// Most bytes of a request's body.
const BODY_LIMIT: usize = 4 * 1024 * 1024;

/// What the answers are made from. Cheap to clone.
#[derive(Clone)]
pub struct Web(Arc<Parts>);

struct Parts {
    services: Services,
    database: Database,
    assets: Assets,
    site: Site,
    public_url: Option<Url>,
    trusted_proxies: TrustedProxies,
    stopping: Stopping,
    longest_request: Duration,
    session_check: Duration,
    provisioning: Option<Arc<dyn Provisioning>>,
    events: Events,
    /// Streams of events under way.
    places: events::Places,
}

/// How to answer.
pub struct WebConfig {
    /// The browser's files.
    pub assets: Assets,
    /// `SWITCHROOM_PUBLIC_URL`
    pub public_url: Option<Url>,
    /// `SWITCHROOM_TRUSTED_PROXIES`
    pub trusted_proxies: TrustedProxies,
    /// `SWITCHROOM_LIVE_RELOAD`
    pub live_reload: bool,
    /// Ends what would go on for ever when the server stops.
    pub stopping: Stopping,
    /// A request that takes longer is given up.
    pub longest_request: Duration,
    /// So often a stream asks whether its session still holds.
    pub session_check: Duration,
    /// What the single-use addresses of phones stand for; without it none leads anywhere.
    pub provisioning: Option<Arc<dyn Provisioning>>,
}

impl Web {
    /// Puts the features and the settings together.
    #[must_use]
    pub fn new(services: Services, database: Database, config: WebConfig) -> Self {
        let WebConfig {
            assets,
            public_url,
            trusted_proxies,
            live_reload,
            stopping,
            longest_request,
            session_check,
            provisioning,
        } = config;
        let site = Site { live_reload, ..assets.site() };
        Self(Arc::new(Parts {
            services,
            events: Events::new(database.clone()),
            places: events::Places::default(),
            database,
            assets,
            site,
            public_url,
            trusted_proxies,
            stopping,
            longest_request,
            session_check,
            provisioning,
        }))
    }

    fn is_https(&self) -> bool {
        self.0.public_url.as_ref().is_some_and(|url| url.scheme() == "https")
    }
}

/// All routes.
pub fn router(web: &Web) -> Router {
    let mut router = Router::new()
        .route("/api/{*function}", any(api::call))
        .route("/pkg/{*file}", get(assets::file))
        .route("/favicon.ico", get(assets::favicon))
        .route("/events", get(events::stream))
        .route("/provision/{token}", get(provision::settings))
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz));
    if web.0.site.live_reload {
        router = router.route("/live-reload", get(live_reload::stream));
    }
    pages::routes(router)
        .fallback(pages::not_found)
        // `api` has a limit of its own.
        .layer(DefaultBodyLimit::disable())
        .method_not_allowed_fallback(refusal::wrong_method)
        .layer(CompressionLayer::new().quality(tower_http::CompressionLevel::Fastest).compress_when(worth_it()))
        .layer(from_fn_with_state(web.clone(), origin::check))
        .layer(from_fn_with_state(web.clone(), guard::guard))
        .layer(from_fn_with_state(web.clone(), security::headers))
        .layer(from_fn_with_state(web.clone(), observe::observe))
        .layer(from_fn(observe::number))
        .with_state(web.clone())
}

/// Pages and answers. What is compressed already, as the browser's files are, the layer leaves alone; a stream of events
/// would be held back.
fn worth_it() -> impl Predicate {
    SizeAbove::new(512).and(|_: http::StatusCode, _: http::Version, headers: &http::HeaderMap, _: &http::Extensions| {
        let kind = headers.get(http::header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        kind.starts_with("text/html") || kind.starts_with("application/json")
    })
}
