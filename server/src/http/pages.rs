//! The app's pages.

use super::{Web, context, refusal, security};
use app::app::{App, shell};
use app::error::AppError;
use app::session::{Known, safe_path};
use axum::Router;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use http::{Method, StatusCode, Uri, header};
use leptos::nonce::use_nonce;
use leptos::prelude::{provide_context, use_context};
use leptos_axum::{ResponseOptions, generate_route_list, render_app_async_with_context};

/// Adds the routes that the app's own router knows.
pub(super) fn routes(router: Router<Web>) -> Router<Web> {
    let routes = generate_route_list(App);
    routes.iter().fold(router, |router, route| router.route(route.path(), get(page)))
}

async fn page(State(web): State<Web>, request: Request) -> Response {
    render(&web, request, || {}).await
}

/// The app's own words for a page that is not there.
pub(super) async fn not_found(State(web): State<Web>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return refusal::answer(&AppError::NotFound, refusal::wants_page(request.headers()));
    }
    if let Some(address) = without_slash(request.uri()) {
        return Redirect::permanent(&address).into_response();
    }
    let mut response = render(&web, request, || {}).await;
    // A redirection stays one.
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response
}

/// `/account/` is `/account`, with whatever query it has.
fn without_slash(address: &Uri) -> Option<String> {
    let path = address.path().strip_suffix('/').filter(|path| !path.is_empty())?;
    let bare = match address.query() {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    };
    // Not to `//evil.test`.
    (safe_path(&bare) == bare).then_some(bare)
}

/// Renders the page at the request's address, with `extra` in its context.
pub(super) async fn render(web: &Web, request: Request, extra: impl Fn() + Clone + Send + Sync + 'static) -> Response {
    let web = web.clone();
    let known = Known::of(&web.0.services, request.headers()).await;
    let context = move || {
        provide_context(known.clone());
        context::provide(&web);
        set_policy();
        extra();
    };
    let mut response = render_app_async_with_context(context, shell)(request).await;
    // Leptos redirects only those who ask for HTML by name.
    if response.status() == StatusCode::OK && response.headers().contains_key(header::LOCATION) {
        *response.status_mut() = StatusCode::FOUND;
    }
    response
}

/// Leptos has minted the nonce by now; the policy has to name the same one.
fn set_policy() {
    if let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>()) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, security::page_policy(&nonce.to_string()));
    }
}
