//! What every answer has in common: security headers, numbers, limits, signs of life.

use crate::support::{Browser, Options, both, form, send};
use app::error::{AppError, Dependency};
use app::fields::{EmailAddress, NewPassword, PersonName};
use app::services::Services;
use app::session::{NewSession, Person, Role, SessionToken, Sessions, SignedIn};
use async_trait::async_trait;
use http::{Method, StatusCode, header};
use std::collections::HashSet;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

both!(a_page_allows_its_own_scripts_alone, |t| async move {
    let server = t.serve().await;
    let page = t.browser_of(&server, Role::Admin).await.get("/account").await;
    assert_eq!(page.status, StatusCode::OK, "{page:?}");
    let policy = page.header("content-security-policy");
    for part in
        ["default-src 'none'", "'wasm-unsafe-eval'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"]
    {
        assert!(policy.contains(part), "{part} is not in {policy}");
    }
    assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
    let nonce = nonce_of(policy);
    let scripts = page.body.matches("<script").count();
    assert!(scripts > 0, "{}", page.body);
    assert_eq!(page.body.matches(&format!("nonce=\"{nonce}\"")).count(), scripts, "{}", page.body);
});

both!(a_nonce_is_never_used_twice, |t| async move {
    let server = t.serve().await;
    let browser = server.browser();
    let mut nonces = HashSet::new();
    for _ in 0..20 {
        nonces.insert(nonce_of(browser.get("/sign-in").await.header("content-security-policy")));
    }
    assert_eq!(nonces.len(), 20);
});

both!(a_page_may_be_begun_by_one_thread_and_ended_by_another, |t| async move {
    let server = t.serve().await;
    let browser = t.browser_of(&server, Role::Admin).await;
    // Many at once, so that the threads take them from each other.
    let pages: Vec<_> = (0..120)
        .map(|n| {
            let path = ["/sip-endpoints/new", "/sip-endpoints", "/account", "/sip-endpoints/new?copy=1"][n % 4];
            let browser = browser.clone();
            tokio::spawn(async move { (path, browser.get(path).await) })
        })
        .collect();
    for page in pages {
        let (path, page) = page.await.expect("no panic");
        assert!(!page.status.is_server_error(), "{path}: {page:?}");
    }
});

both!(every_answer_has_the_security_headers, |t| async move {
    let server = t.serve().await;
    let browser = server.browser();
    let mut answers = Vec::new();
    for path in ["/sign-in", "/nowhere", "/pkg/app.1a.js", "/pkg/gone.js", "/healthz", "/readyz", "/favicon.ico"] {
        answers.push((path, browser.get(path).await));
    }
    answers.push(("a server function", browser.call("session/me", &[]).await));
    answers.push(("no server function", browser.call("no/such", &[]).await));
    answers.push(("wrong method", send(browser.request(Method::DELETE, "/sign-in")).await));
    for (what, answer) in answers {
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{what}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{what}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{what}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{what}");
        assert!(answer.header("content-security-policy").contains("default-src 'none'"), "{what}: {answer:?}");
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"), "{what}");
        assert_eq!(answer.headers.get_all("content-security-policy").iter().count(), 1, "{what}");
        assert_eq!(answer.header("x-request-id").len(), 12, "{what}");
        assert!(answer.headers.contains_key("cache-control"), "{what}");
        assert!(!answer.headers.contains_key("strict-transport-security"), "{what}");
    }
});

both!(pages_and_data_are_not_kept_by_browsers, |t| async move {
    let server = t.serve().await;
    let browser = t.browser_of(&server, Role::Admin).await;
    assert_eq!(browser.get("/account").await.header("cache-control"), "no-store");
    assert_eq!(browser.call("session/me", &[]).await.header("cache-control"), "no-store");
});

both!(under_https_browsers_are_told_to_stay_there, |t| async move {
    let server = t.serve_with(Options { public_url: Some("https://a.test"), ..Options::default() }).await;
    let page = server.browser().get("/sign-in").await;
    assert_eq!(page.header("strict-transport-security"), "max-age=63072000");
});

both!(another_origin_is_refused, |t| async move {
    let server = t.serve().await;
    let browser = t.browser_of(&server, Role::Admin).await;
    let attempt = |name: &'static str, value: &'static str| {
        send(form(browser.request(Method::POST, "/api/session/sign-out"), &[]).header(name, value))
    };
    for (name, value) in [
        ("origin", "https://evil.test"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        let refused = attempt(name, value).await;
        assert_eq!((refused.status, refused.json()), (StatusCode::FORBIDDEN, AppError::Forbidden), "{name}: {value}");
    }
    assert!(browser.call("session/me", &[]).await.json::<Option<Person>>().is_some(), "still signed in");
    assert_eq!(attempt("sec-fetch-site", "same-origin").await.status, StatusCode::OK);
});

both!(with_a_public_url_a_forged_host_does_not_help, |t| async move {
    let server = t.serve_with(Options { public_url: Some("http://a.test"), ..Options::default() }).await;
    let attempt = |host: &'static str, origin: &'static str| {
        let request = server.browser().request(Method::POST, "/api/session/me");
        send(form(request, &[]).header(header::HOST, host).header(header::ORIGIN, origin))
    };
    assert_eq!(attempt("evil.test", "http://evil.test").await.status, StatusCode::FORBIDDEN);
    assert_eq!(attempt("inner:3000", "http://a.test").await.status, StatusCode::OK);
});

both!(health_says_that_the_process_runs_and_readiness_names_what_is_away, |t| async move {
    let server = t.serve().await;
    let browser = server.browser();
    assert_eq!(browser.get("/readyz").await.status, StatusCode::OK);
    t.database.close().await;
    assert_eq!(browser.get("/healthz").await.status, StatusCode::OK);
    let away = browser.get("/readyz").await;
    assert_eq!((away.status, away.body.as_str()), (StatusCode::SERVICE_UNAVAILABLE, "database: does not answer\n"));
    let me = browser.with_session(&SessionToken("x".repeat(43))).call("session/me", &[]).await;
    assert_eq!((me.status, me.json()), (StatusCode::SERVICE_UNAVAILABLE, AppError::Unavailable(Dependency::Database)));
});

both!(an_unknown_page_is_the_app_s_own_404, |t| async move {
    let server = t.serve().await;
    let browser = t.browser_of(&server, Role::Admin).await;
    for path in ["/no-such-page", "/sip-endpoints/1/nonsense", "/%00", "/wp-login.php"] {
        let page = browser.get(path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert!(page.body.contains("<html"), "{path}: {}", page.body);
    }
});

both!(whoever_is_signed_out_is_redirected_whatever_they_accept, |t| async move {
    let server = t.serve().await;
    for path in ["/", "/sip-endpoints", "/account"] {
        let answer = send(server.browser().request(Method::GET, path).header(header::ACCEPT, "*/*")).await;
        assert_eq!(answer.status, StatusCode::FOUND, "{path}");
        assert!(answer.header("location").starts_with("/sign-in"), "{path}");
    }
});

both!(a_slash_at_the_end_does_not_matter, |t| async move {
    let server = t.serve().await;
    let answer = server.browser().get("/account/?a=b").await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::PERMANENT_REDIRECT, "/account?a=b"));
    let elsewhere = server.browser().get("//evil.test/").await;
    assert!(!elsewhere.header("location").contains("evil"), "{elsewhere:?}");
});

both!(an_unknown_server_function_is_not_found, |t| async move {
    let server = t.serve().await;
    for function in ["no/such", "session/sign-in/x", "session", "%00", "session/sign-in/"] {
        let answer = server.browser().call(function, &[]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{function}");
        assert_eq!(answer.json::<AppError>(), AppError::NotFound, "{function}");
    }
});

both!(a_server_function_changes_nothing_on_a_get, |t| async move {
    let server = t.serve().await;
    for method in [Method::GET, Method::PUT, Method::DELETE, Method::HEAD] {
        let answer = send(server.browser().request(method.clone(), "/api/session/sign-out")).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method}");
    }
});

both!(a_body_that_is_too_large_is_refused_in_words, |t| async move {
    let server = t.serve().await;
    let huge = "x".repeat(4 * 1024 * 1024 + 1);
    let answer = server.browser().call("session/sign-in", &[("email", &huge)]).await;
    assert_eq!((answer.status, answer.json()), (StatusCode::PAYLOAD_TOO_LARGE, AppError::Malformed));
    let page = server.browser().post("/sign-in", "/api/session/sign-in", &[("email", &huge)]).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(page.body.contains("could not read this request"), "{}", page.body);
});

both!(pages_are_compressed_for_browsers_that_can, |t| async move {
    let server = t.serve().await;
    let page = |encoding: &'static str| {
        let request = server.browser().request(Method::GET, "/sign-in");
        send(request.header(header::ACCEPT, "text/html").header(header::ACCEPT_ENCODING, encoding))
    };
    assert_eq!(page("gzip, br").await.header("content-encoding"), "br");
    assert_eq!(page("gzip").await.header("content-encoding"), "gzip");
    assert_eq!(page("identity").await.header("content-encoding"), "");
});

both!(the_log_s_number_is_told_when_something_unforeseen_happens, |t| async move {
    let server = t.serve_with(Options { services: Some(failing(t.services())), ..Options::default() }).await;
    let browser = server.browser().with_session(&SessionToken("panic".into()));
    let answer = browser.call("session/me", &[]).await;
    let number = answer.header("x-request-id").to_owned();
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(answer.json::<AppError>(), AppError::Internal { request: number });
    let page = browser.get("/account").await;
    assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(page.body.contains(page.header("x-request-id")), "{}", page.body);
    assert_eq!(server.browser().get("/healthz").await.status, StatusCode::OK, "the others go on");
});

both!(a_request_that_takes_too_long_is_given_up_in_words, |t| async move {
    let options = Options {
        services: Some(failing(t.services())),
        longest_request: Some(Duration::from_millis(300)),
        ..Options::default()
    };
    let server = t.serve_with(options).await;
    let browser = server.browser().with_session(&SessionToken("sleep".into()));
    let answer = browser.call("session/me", &[]).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(matches!(answer.json(), AppError::Internal { .. }));
});

both!(only_a_trusted_proxy_says_whose_request_it_is, |t| async move {
    t.create_admin("ada@switchroom.test", "correct horse battery").await;
    let guess = |browser: Browser, from: &'static str| async move {
        let request =
            form(browser.request(Method::POST, "/api/session/sign-in"), &[("email", from), ("password", "x")]);
        send(request.header("x-forwarded-for", from)).await.json::<AppError>()
    };
    let open = t.serve().await;
    let proxied = t.serve_with(Options { trusted_proxies: Some("127.0.0.0/8"), ..Options::default() }).await;
    for _ in 0..4 {
        for from in ["192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4", "192.0.2.5"] {
            guess(open.browser(), from).await;
        }
    }
    // Whatever they claimed, all of them came from here.
    assert!(matches!(guess(open.browser(), "192.0.2.6").await, AppError::TooManyAttempts { .. }));
    assert_eq!(guess(proxied.browser(), "192.0.2.7").await, AppError::WrongCredentials);
});

both!(a_stopping_server_finishes_what_is_under_way_and_takes_no_more, |t| async move {
    let server = t.serve().await;
    let address = server.base.trim_start_matches("http://").to_owned();
    let mut slow = TcpStream::connect(&address).await.expect("a connection");
    let head = "POST /api/session/me HTTP/1.1\r\nhost: a\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 3\r\n\r\n";
    slow.write_all(head.as_bytes()).await.expect("half a request");
    tokio::time::sleep(Duration::from_millis(200)).await;
    server.stopping.stop();
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(TcpStream::connect(&address).await.is_err(), "takes no more");
    slow.write_all(b"a=b").await.expect("the other half");
    let mut answer = String::new();
    slow.read_to_string(&mut answer).await.expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("null"), "{answer}");
    tokio::time::timeout(Duration::from_secs(3), server.task).await.expect("in time").expect("no panic");
});

both!(a_stopping_server_does_not_wait_for_live_reload, |t| async move {
    let server = t.serve_with(Options { live_reload: true, ..Options::default() }).await;
    let stream = tokio::spawn(send(server.browser().request(Method::GET, "/live-reload")));
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(!stream.is_finished(), "goes on while the server does");
    server.stopping.stop();
    let stream = tokio::time::timeout(Duration::from_secs(3), stream).await.expect("in time").expect("no panic");
    assert_eq!(stream.header("content-type"), "text/event-stream");
    tokio::time::timeout(Duration::from_secs(3), server.task).await.expect("in time").expect("no panic");
});

both!(live_reload_is_for_development_alone, |t| async move {
    let server = t.serve().await;
    assert_eq!(server.browser().get("/live-reload").await.status, StatusCode::NOT_FOUND);
});

fn nonce_of(policy: &str) -> String {
    let (_, rest) = policy.split_once("'nonce-").unwrap_or_else(|| panic!("no nonce in {policy:?}"));
    rest.split('\'').next().unwrap_or_default().to_owned()
}

/// Services whose sessions panic or sleep, by the token.
fn failing(services: Services) -> Services {
    Services { sessions: Arc::new(Failing), ..services }
}

struct Failing;

#[async_trait]
impl Sessions for Failing {
    async fn person_of(&self, token: &SessionToken) -> Result<Option<Person>, AppError> {
        if token.0 == "sleep" {
            tokio::time::sleep(Duration::from_secs(60)).await;
        }
        panic!("as the test wants it");
    }

    async fn still(&self, _: &SessionToken) -> Result<Option<Person>, AppError> {
        Err(AppError::internal())
    }

    async fn sign_in(&self, _: &str, _: &str, _: IpAddr) -> Result<NewSession, AppError> {
        Err(AppError::internal())
    }

    async fn sign_out(&self, _: &SessionToken) -> Result<(), AppError> {
        Err(AppError::internal())
    }

    async fn set_up_needed(&self) -> Result<bool, AppError> {
        Ok(false)
    }

    async fn set_up(
        &self,
        _: &str,
        _: PersonName,
        _: EmailAddress,
        _: NewPassword,
        _: IpAddr,
    ) -> Result<NewSession, AppError> {
        Err(AppError::internal())
    }

    async fn forgot_password(&self, _: &str, _: IpAddr) -> Result<(), AppError> {
        unreachable!("nobody forgets here")
    }

    async fn person_of_link(&self, _: &str) -> Result<Person, AppError> {
        unreachable!("nobody is invited here")
    }

    async fn choose_password(&self, _: &str, _: NewPassword, _: IpAddr) -> Result<NewSession, AppError> {
        unreachable!("nobody is invited here")
    }

    async fn change_password(&self, _: &SignedIn, _: &str, _: NewPassword, _: IpAddr) -> Result<(), AppError> {
        Err(AppError::internal())
    }
}
