//! Calls from the screens to the server functions.
//!
//! Every screen calls through the few functions here, which know only text: a path, a form body, and JSON that comes
//! back. The typed calls that the `#[server]` macro makes would bring their own copy of everything for each function,
//! and more than double the download.

use crate::error::AppError;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::future::Future;
use std::pin::Pin;

/// What a server function answered: its result as JSON.
pub type Reply = Result<String, AppError>;

/// An answer that is on its way.
pub type Replying = Pin<Box<dyn Future<Output = Reply> + Send>>;

/// A server function that reads: its arguments know how a form would post them.
pub trait Ask: ServerFn<Error = AppError, Output: Serialize + Send> + Send + 'static {
    /// Names and values of the arguments.
    fn fields(&self) -> Vec<(&'static str, String)>;
}

/// Calls a server function: on the server directly, in the browser over HTTP.
pub fn ask<A: Ask>(question: A) -> Replying {
    #[cfg(feature = "ssr")]
    return Box::pin(async move {
        let answer = question.run_body().await?;
        serde_json::to_string(&answer).map_err(|_| AppError::internal())
    });
    #[cfg(not(feature = "ssr"))]
    post(A::PATH, form_body(question.fields().into_iter()))
}

/// Reads an answer.
///
/// # Errors
/// The error that the server answered; [`AppError::Transport`] when the answer is something else.
pub fn read<T: DeserializeOwned>(reply: Reply) -> Result<T, AppError> {
    serde_json::from_str(&reply?).map_err(|_| AppError::Transport)
}

/// A server function's answer, asked again whenever `key` changes. The server waits for it before it sends the page.
pub fn resource(
    key: impl Fn() -> String + Send + Sync + 'static,
    fetch: impl Fn(String) -> Replying + Send + Sync + 'static,
) -> Resource<Reply> {
    /// Not generic: compiled once for all screens.
    fn make(
        key: Box<dyn Fn() -> String + Send + Sync>,
        fetch: Box<dyn Fn(String) -> Replying + Send + Sync>,
    ) -> Resource<Reply> {
        Resource::new_blocking(key, fetch)
    }
    make(Box::new(key), Box::new(fetch))
}

/// The body of a posted form (`application/x-www-form-urlencoded`).
pub fn form_body<N: AsRef<str>>(fields: impl Iterator<Item = (N, String)>) -> String {
    let encode = crate::listing::encode;
    fields.map(|(name, value)| format!("{}={}", encode(name.as_ref()), encode(&value))).collect::<Vec<_>>().join("&")
}

/// Posts to a server function from the browser.
#[cfg(feature = "hydrate")]
#[must_use]
pub fn post(path: &'static str, body: String) -> Replying {
    Box::pin(send_wrapper::SendWrapper::new(browser::post(path, body)))
}

/// Pages are rendered without posting anything.
#[cfg(not(feature = "hydrate"))]
#[must_use]
pub fn post(_path: &'static str, _body: String) -> Replying {
    Box::pin(async { Err(AppError::Transport) })
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::*;
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{Headers, RequestInit, Response};

    pub(super) async fn post(path: &'static str, body: String) -> Reply {
        let (ok, text) = fetch(path, &body).await.map_err(|_| AppError::Transport)?;
        if ok { Ok(text) } else { Err(serde_json::from_str(&text).unwrap_or(AppError::Transport)) }
    }

    async fn fetch(path: &str, body: &str) -> Result<(bool, String), JsValue> {
        let headers = Headers::new()?;
        headers.set("Content-Type", "application/x-www-form-urlencoded")?;
        headers.set("Accept", "application/json")?;
        let request = RequestInit::new();
        request.set_method("POST");
        request.set_headers(&headers);
        request.set_body(&JsValue::from_str(body));
        let response: Response = JsFuture::from(window().fetch_with_str_and_init(path, &request)).await?.dyn_into()?;
        let text = JsFuture::from(response.text()?).await?;
        Ok((response.ok(), text.as_string().unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_written_as_a_browser_would() {
        let fields = [("form[host]", "a b&c=é".to_owned()), ("id", "1".to_owned())];
        assert_eq!(form_body(fields.into_iter()), "form%5Bhost%5D=a%20b%26c%3D%C3%A9&id=1");
    }

    #[test]
    fn an_answer_is_read_or_is_an_error() {
        assert_eq!(read::<Option<u8>>(Ok("7".into())), Ok(Some(7)));
        assert_eq!(read::<u8>(Ok("<html>".into())), Err(AppError::Transport));
        assert_eq!(read::<u8>(Err(AppError::SignedOut)), Err(AppError::SignedOut));
    }
}
