//! The least that can answer with a list: axum, the same statements, and the rows as JSON.

use crate::{Failure, data, say};
use app::error::AppError;
use app::listing::{ListQuery, Page};
use app::services::Services;
use app::session::Admin;
use app::sip_endpoints::SipEndpointRow;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use server::clock::Clock;
use server::database::{Database, DatabaseUrl};
use server::secrets::{Key, Secrets};

/// Answers until the process is killed.
pub(crate) async fn serve(url: &str) -> Result<(), Failure> {
    let url = DatabaseUrl::parse(url).ok_or("no address of a database")?;
    let database = Database::connect(&url).await?;
    // No password is opened for a list, so any key will do.
    let secrets = Secrets::new(vec![Key::generate()]).ok_or("no key")?;
    let (services, _) = data::services(&database, &secrets, &Clock::system());
    let admin = data::admin(services.clone()).await?;
    let router = Router::new().route("/sip-endpoints", get(list)).with_state((services, admin));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    say(&format!("Listening on http://{}", listener.local_addr()?));
    Ok(axum::serve(listener, router).await?)
}

async fn list(State((services, admin)): State<(Services, Admin)>) -> Result<Json<Page<SipEndpointRow>>, StatusCode> {
    let page: Result<_, AppError> = services.sip_endpoints.list(admin.as_reader(), &ListQuery::default()).await;
    page.map(Json).map_err(|error| StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR))
}
