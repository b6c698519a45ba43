//! Forms that are posted without JavaScript, to the same server functions.
//!
//! When the function is done, the browser is sent on. When it refuses, the form's page is rendered again with what was
//! typed. The browser then shows the function's address: with JavaScript the page repairs it. Every form names its page in
//! the address that it posts to (`?page=`), since the `Referer` may be missing or be the function itself.

use super::{Web, api, pages, refusal};
use app::error::AppError;
use app::fields::SipUri;
use app::form::{EchoedAt, FormEcho, is_secret};
use app::session::safe_path;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use leptos::prelude::provide_context;
use std::collections::BTreeMap;
use url::{Url, form_urlencoded};

/// The parameter of a form's address that names its page.
const PAGE: &str = "page";

/// Whether it is a form of a browser, and not the app in it.
pub(super) fn is_form(parts: &Parts) -> bool {
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    parts.method == Method::POST
        && kind.split(';').next().is_some_and(|kind| kind.trim() == "application/x-www-form-urlencoded")
        && refusal::wants_page(&parts.headers)
}

/// Runs the server function and answers with a page.
pub(super) async fn post(web: &Web, parts: Parts, body: Bytes) -> Response {
    let page = page_of(&parts);
    let request = Request::from_parts(parts.clone(), Body::from(body.clone()));
    let api::Outcome { response, error } = api::run(web, request).await;
    let cookies: Vec<_> = response.headers().get_all(header::SET_COOKIE).iter().cloned().collect();
    let mut answer = match error {
        None => go_on(response.headers().get(header::LOCATION), &page),
        Some(AppError::SignedOut) => see_other(&sign_in_and_back(&page)),
        Some(error) => refused(web, &parts, &body, page, error).await,
    };
    for cookie in cookies {
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
    answer
}

/// Path and query of the page that the form is on.
fn page_of(parts: &Parts) -> String {
    let named = form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes())
        .find(|(name, _)| name == PAGE)
        .map(|(_, page)| page.into_owned());
    // Browsers send the Referer within a site only (our own policy says so); another site's would have been refused.
    safe_path(&named.or_else(|| referer(&parts.headers)).unwrap_or_default())
}

fn referer(headers: &HeaderMap) -> Option<String> {
    let referer = Url::parse(headers.get(header::REFERER)?.to_str().ok()?).ok()?;
    Some(match referer.query() {
        Some(query) => format!("{}?{query}", referer.path()),
        None => referer.path().to_owned(),
    })
}

fn go_on(location: Option<&HeaderValue>, page: &str) -> Response {
    let location = location.and_then(|location| location.to_str().ok());
    see_other(location.unwrap_or(page))
}

fn sign_in_and_back(page: &str) -> String {
    format!("/sign-in?{}", form_urlencoded::Serializer::new(String::new()).append_pair("back", page).finish())
}

/// 303: what follows is a GET, also after a reload.
fn see_other(location: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

/// The form's page once more, with what was typed and what is wrong with it.
async fn refused(web: &Web, parts: &Parts, body: &[u8], page: String, error: AppError) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let Some(request) = page_request(parts, &page) else { return refusal::answer(&error, true) };
    let refused_with = error.clone();
    let (values, secrets) = typed(body);
    let echo = FormEcho { action: parts.uri.path().to_owned(), values, secrets, error };
    let at = EchoedAt(page.clone());
    let context = move || {
        provide_context(echo.clone());
        provide_context(at.clone());
    };
    let mut response = pages::render(web, request, context).await;
    if !response.status().is_redirection() {
        *response.status_mut() = status;
        response.headers_mut().extend(refusal::retry_after(&refused_with));
    }
    response
}

/// What was typed, by field name, without secrets; and the names of the secrets.
fn typed(body: &[u8]) -> (BTreeMap<String, String>, Vec<String>) {
    let (mut values, mut secrets) = (BTreeMap::new(), Vec::new());
    for (name, value) in form_urlencoded::parse(body) {
        if is_secret(&name) {
            if !value.is_empty() {
                secrets.push(name.into_owned());
            }
        } else if let Some(address) = SipUri::without_password(&value) {
            secrets.push("form[password]".to_owned());
            values.insert(name.into_owned(), address);
        } else {
            values.insert(name.into_owned(), value.into_owned());
        }
    }
    (values, secrets)
}

/// The browser's request for the page, as it would come now.
fn page_request(parts: &Parts, page: &str) -> Option<Request> {
    let mut request = Request::builder().method(Method::GET).uri(page).body(Body::empty()).ok()?;
    *request.extensions_mut() = parts.extensions.clone();
    *request.headers_mut() = parts.headers.clone();
    for of_the_body in [header::CONTENT_TYPE, header::CONTENT_LENGTH, header::TRANSFER_ENCODING] {
        request.headers_mut().remove(of_the_body);
    }
    Some(request)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_not_echoed() {
        let (typed, secrets) =
            typed(b"form[host]=sip:u:hunter22@a.test&form%5Bpassword%5D=&new_password=hunter22&link=x");
        assert_eq!(typed.into_iter().collect::<Vec<_>>(), [("form[host]".to_owned(), "sip:u@a.test".to_owned())]);
        assert_eq!(secrets, ["form[password]", "new_password", "link"]);
    }

    #[test]
    fn the_page_is_the_one_that_the_form_names_or_came_from() {
        let page = |uri: &str, referer: &str| {
            let request = http::Request::post(uri).header("referer", referer).body(()).expect("a request");
            page_of(&request.into_parts().0)
        };
        assert_eq!(page("/api/x", "http://a.test/sip-endpoints/new?copy=1"), "/sip-endpoints/new?copy=1");
        assert_eq!(page("/api/x?page=%2Fsip-endpoints%2Fnew", "http://a.test/api/x"), "/sip-endpoints/new");
        assert_eq!(page("/api/x", "http://a.test/api/x"), "/");
        assert_eq!(page("/api/x?page=%2F%2Fevil.test", "http://a.test/y"), "/");
        assert_eq!(page("/api/x?page=https:%2F%2Fevil.test", ""), "/");
    }
}
