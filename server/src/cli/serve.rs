//! `switchroom serve`

use super::say;
use crate::clock::Clock;
use crate::config::{Config, Sip};
use crate::database::Database;
use crate::error::StartError;
use crate::http::{self, Assets, Stopping, Web, WebConfig};
use crate::mail::{Outbox, Worker};
use crate::secrets::unlock;
use crate::sip_phones::{AllAgents, PhoneSettings, PhoneStore};
use crate::{services, session};
use app::services::CookiePolicy;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use url::Url;

/// A request that takes longer is given up.
const LONGEST_REQUEST: Duration = Duration::from_secs(30);
/// A stream of events outlives its session by no more than this.
const SESSION_CHECK: Duration = Duration::from_secs(30);
/// How long the mail under way may take when the server stops.
const LAST_MAIL: Duration = Duration::from_secs(10);
/// The same for the people under way of All agents.
const LAST_STEP: Duration = Duration::from_secs(5);

/// Answers browsers until the process is told to end.
pub(super) async fn serve(config: Config) -> Result<(), StartError> {
    let stopping = Stopping::default();
    stop_on_signals(&stopping)?;
    let assets = Assets::load(&config.site)?;
    let clock = Clock::system();
    let database = Database::connect(&config.database).await?;
    database.migrate().await?;
    let secrets = unlock(&database, &config.key).await?;
    let listener = listen(config.addr).await?;
    let address = listener.local_addr().map_err(|error| StartError(error.to_string()))?;

    let cookies = CookiePolicy { secure: config.public_url.as_ref().is_some_and(|url| url.scheme() == "https") };
    let base = config.public_url.as_ref().map(|url| url.as_str().trim_end_matches('/').to_owned());
    let base = base.unwrap_or_else(|| format!("http://{address}"));
    let folder = config.data.join("outbox");
    let outbox = Outbox::new(database.clone(), secrets.clone(), clock.clone(), base)
        .with_folder(config.mail.server.is_none().then(|| folder.clone()));
    let worker = Worker::new(outbox.clone(), &config.mail, &folder)?;
    let settings = PhoneSettings {
        fallback: Sip::fallback(config.public_url.as_ref(), address),
        sip: config.sip.clone(),
        mail_password: config.mail_password,
    };
    let phones = PhoneStore::new(database.clone(), secrets.clone(), clock.clone(), outbox.clone(), settings);
    let services = services::services(&database, &secrets, &clock, &outbox, &phones, cookies);
    let web = Web::new(
        services,
        database.clone(),
        WebConfig {
            assets,
            public_url: config.public_url.clone(),
            trusted_proxies: config.trusted_proxies,
            live_reload: config.live_reload,
            stopping: stopping.clone(),
            longest_request: LONGEST_REQUEST,
            session_check: SESSION_CHECK,
            provisioning: Some(Arc::new(phones.clone())),
        },
    );
    let router = http::router(&web);
    say(&format!("Listening on http://{address}"));
    tracing::info!("listening on http://{address}, with {}", config.database.place());
    print_set_up_link(&database, &clock, config.public_url.as_ref(), address).await?;

    let mut worker = tokio::spawn(worker.run(stopping.clone()));
    let mut all_agents = tokio::spawn(AllAgents::new(phones).run(stopping.clone()));
    http::serve(listener, router, stopping).await;
    if tokio::time::timeout(LAST_MAIL, &mut worker).await.is_err() {
        tracing::warn!("a mail was under way for too long; it is sent again after the next start");
        worker.abort();
    }
    if tokio::time::timeout(LAST_STEP, &mut all_agents).await.is_err() {
        tracing::warn!("a step of All agents was under way for too long; it is done after the next start");
        all_agents.abort();
    }
    database.close().await;
    tracing::info!("stopped");
    Ok(())
}

async fn listen(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address)
        .await
        .map_err(|error| StartError(format!("Nobody can connect to {address} (SWITCHROOM_ADDR): {error}.")))
}

/// The first administrator is whoever can read the console.
async fn print_set_up_link(
    database: &Database,
    clock: &Clock,
    public_url: Option<&Url>,
    address: SocketAddr,
) -> Result<(), StartError> {
    let link = session::new_link(database, clock).await.map_err(|error| StartError(error.words()))?;
    if let Some(link) = link {
        let base =
            public_url.map_or_else(|| format!("http://{address}"), |url| url.as_str().trim_end_matches('/').to_owned());
        say("There is no administrator yet. Open this link to make the first one:");
        say(&format!("  {base}/set-up?link={link}"));
    }
    Ok(())
}

/// From here on SIGTERM and SIGINT end the server in peace, and a second one at once.
fn stop_on_signals(stopping: &Stopping) -> Result<(), StartError> {
    let watch = |kind| signal(kind).map_err(|error| StartError(format!("Signals cannot be watched: {error}.")));
    let (mut terminate, mut interrupt) = (watch(SignalKind::terminate())?, watch(SignalKind::interrupt())?);
    let stopping = stopping.clone();
    tokio::spawn(async move {
        for stops in 0.. {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            if stops > 0 {
                std::process::exit(130);
            }
            stopping.stop();
        }
    });
    Ok(())
}
