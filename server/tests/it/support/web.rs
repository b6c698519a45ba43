//! The real router on a real socket, and a browser for it.

use super::Test;
use app::services::Services;
use app::session::{Role, SessionToken};
use http::{HeaderMap, Method, StatusCode, header};
use reqwest::redirect::Policy;
use serde::de::DeserializeOwned;
use server::http::{Assets, Stopping, TrustedProxies, Web, WebConfig, router, serve};
use server::sip_phones::Provisioning;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use url::Url;

/// How a test's server differs from others.
#[derive(Default)]
pub(crate) struct Options {
    pub(crate) public_url: Option<&'static str>,
    pub(crate) trusted_proxies: Option<&'static str>,
    pub(crate) live_reload: bool,
    pub(crate) longest_request: Option<Duration>,
    pub(crate) session_check: Option<Duration>,
    pub(crate) provisioning: Option<Arc<dyn Provisioning>>,
    /// Instead of the real ones.
    pub(crate) services: Option<Services>,
}

/// A server that answers on a port of its own until the test ends.
pub(crate) struct Server {
    /// `http://127.0.0.1:PORT`
    pub(crate) base: String,
    pub(crate) stopping: Stopping,
    pub(crate) task: JoinHandle<()>,
}

/// A browser without JavaScript, or a program, with or without a session.
#[derive(Clone)]
pub(crate) struct Browser {
    client: reqwest::Client,
    base: String,
    cookie: Option<String>,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Test {
    /// Starts a server over this test's database.
    pub(crate) async fn serve(&self) -> Server {
        self.serve_with(Options::default()).await
    }

    /// Starts a server with other settings.
    pub(crate) async fn serve_with(&self, options: Options) -> Server {
        let stopping = Stopping::default();
        let config = WebConfig {
            assets: site(self),
            public_url: options.public_url.map(|url| Url::parse(url).expect("a URL")),
            trusted_proxies: options
                .trusted_proxies
                .map_or_else(TrustedProxies::default, |proxies| TrustedProxies::parse(proxies).expect("networks")),
            live_reload: options.live_reload,
            stopping: stopping.clone(),
            longest_request: options.longest_request.unwrap_or(Duration::from_secs(10)),
            session_check: options.session_check.unwrap_or(Duration::from_secs(60)),
            provisioning: Some(options.provisioning.unwrap_or_else(|| Arc::new(self.phones()))),
        };
        let services = options.services.unwrap_or_else(|| self.services());
        let web = Web::new(services, self.database.clone(), config);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("its address"));
        let task = tokio::spawn(serve(listener, router(&web), stopping.clone()));
        Server { base, stopping, task }
    }

    /// A browser whose person has this role.
    pub(crate) async fn browser_of(&self, server: &Server, role: Role) -> Browser {
        server.browser().with_session(&self.session_of(role).await)
    }
}

/// Files as the build makes them.
fn site(t: &Test) -> Assets {
    let folder = t.folder.path().join("site");
    std::fs::create_dir_all(folder.join("pkg")).expect("a folder");
    let write = |name: &str, content: &str| std::fs::write(folder.join(name), content).expect("a file");
    write(
        "manifest.json",
        r#"{"js": "/pkg/app.1a.js", "wasm": "/pkg/app.1a.wasm", "css": "/pkg/style.1a.css",
            "public": {"favicon.svg": "/pkg/favicon.1a.svg"}}"#,
    );
    write("pkg/app.1a.js", "plain script");
    write("pkg/app.1a.js.br", "brotli script");
    write("pkg/app.1a.js.gz", "gzip script");
    write("pkg/app.1a.wasm", "plain wasm");
    write("pkg/style.1a.css", "plain style");
    write("pkg/favicon.1a.svg", "<svg/>");
    Assets::load(&folder).expect("a site")
}

impl Server {
    /// A browser that nobody is signed in with.
    pub(crate) fn browser(&self) -> Browser {
        browser(&self.base)
    }
}

/// A browser for a server at this address.
pub(crate) fn browser(base: &str) -> Browser {
    let client = reqwest::Client::builder().redirect(Policy::none()).build().expect("a client");
    Browser { client, base: base.to_owned(), cookie: None }
}

impl Browser {
    /// The same browser, with this session in its cookie.
    pub(crate) fn with_session(self, token: &SessionToken) -> Self {
        self.with_cookie(&format!("switchroom={}", token.0))
    }

    /// The same browser, with this cookie alone.
    pub(crate) fn with_cookie(mut self, cookie: &str) -> Self {
        self.cookie = Some(cookie.to_owned());
        self
    }

    /// A request with this browser's cookie.
    pub(crate) fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let request = self.client.request(method, format!("{}{path}", self.base));
        match &self.cookie {
            Some(cookie) => request.header(header::COOKIE, cookie),
            None => request,
        }
    }

    /// Goes to a page.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        send(self.request(Method::GET, path).header(header::ACCEPT, "text/html")).await
    }

    /// Calls a server function, as the app in the browser does.
    pub(crate) async fn call(&self, function: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self.request(Method::POST, &format!("/api/{function}"));
        send(form(request, fields).header(header::ACCEPT, "application/json")).await
    }

    /// The same, for a server that may be gone: only the status.
    pub(crate) async fn try_call(&self, function: &str, fields: &[(&str, &str)]) -> Option<StatusCode> {
        let request = form(self.request(Method::POST, &format!("/api/{function}")), fields);
        let response = request.header(header::ACCEPT, "application/json").send().await.ok()?;
        let status = response.status();
        // An answer that was cut off is none.
        response.bytes().await.ok().map(|_| status)
    }

    /// Posts the form on a page, as a browser without JavaScript does.
    pub(crate) async fn post(&self, page: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
        let request = self.request(Method::POST, action);
        let request = form(request, fields)
            .header(header::ACCEPT, "text/html,application/xhtml+xml,*/*;q=0.8")
            .header(header::ORIGIN, &self.base)
            .header("sec-fetch-site", "same-origin")
            .header(header::REFERER, format!("{}{page}", self.base));
        send(request).await
    }
}

/// Sends a request and reads the whole answer.
pub(crate) async fn send(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.expect("an answer");
    let (status, headers) = (response.status(), response.headers().clone());
    let body = response.bytes().await.expect("a whole answer");
    Answer { status, headers, body: String::from_utf8_lossy(&body).into_owned() }
}

/// Adds fields as a form does.
pub(crate) fn form(request: reqwest::RequestBuilder, fields: &[(&str, &str)]) -> reqwest::RequestBuilder {
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(body)
}

impl Answer {
    /// A header's value, empty when there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The body as what it should be.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    /// The first cookie that was set, as the browser sends it back.
    pub(crate) fn cookie(&self) -> String {
        self.header("set-cookie").split(';').next().unwrap_or_default().to_owned()
    }
}
