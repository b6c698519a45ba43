//! The single-use addresses that phones fetch their settings from.

use crate::support::{Answer, Browser, Options, Server, Test, both, send};
use app::error::{AppError, Dependency};
use app::fields::Transport;
use app::session::Role;
use app::sip_phones::Connection;
use async_trait::async_trait;
use http::{Method, StatusCode, header};
use server::sip_phones::{Provisioning, lpconfig};
use std::collections::HashSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

const TOKEN: &str = "Zm9vYmFy-_Zm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZ";
const PASSWORD: &str = "Xk7mPq2RtW9vBn4HjD5s";

/// Tokens that were not used yet, and how often anybody asked for one.
struct Unused {
    tokens: Mutex<HashSet<&'static str>>,
    asked: AtomicUsize,
}

#[async_trait]
impl Provisioning for Unused {
    async fn take(&self, token: &str) -> Result<Option<(Connection, String)>, AppError> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        if token == "away" {
            return Err(AppError::Unavailable(Dependency::Database));
        }
        let is_unused = self.tokens.lock().expect("no panic").remove(token);
        Ok(is_unused.then(|| (connection(), PASSWORD.to_owned())))
    }
}

fn connection() -> Connection {
    Connection {
        display_name: "Kate Winslet".into(),
        user_name: "kate.winslet".into(),
        domain: "phones.example.org".into(),
        server: "phones.example.org".into(),
        port: 5060,
        transport: Transport::Udp,
    }
}

async fn serve(t: &Test, public_url: Option<&'static str>) -> (Server, Arc<Unused>) {
    let unused = Arc::new(Unused { tokens: Mutex::new([TOKEN].into()), asked: AtomicUsize::new(0) });
    let provisioning: Arc<dyn Provisioning> = Arc::<Unused>::clone(&unused);
    let options = Options { provisioning: Some(provisioning), public_url, ..Options::default() };
    (t.serve_with(options).await, unused)
}

/// Asks as a phone does: no cookies, no origin, whatever it accepts.
async fn fetch(browser: &Browser, method: Method, token: &str) -> Answer {
    send(browser.request(method, &format!("/provision/{token}"))).await
}

both!(a_phone_gets_its_settings_once, |t| async move {
    let (server, _) = serve(&t, None).await;
    let phone = server.browser();
    let settings = fetch(&phone, Method::GET, TOKEN).await;
    assert_eq!((settings.status, settings.header("content-type")), (StatusCode::OK, "application/xml"));
    assert_eq!(settings.header("cache-control"), "no-store");
    assert_eq!(settings.header("set-cookie"), "");
    assert_eq!(settings.body, lpconfig(&connection(), PASSWORD).expect("settings"));
    assert!(settings.body.contains(PASSWORD), "{settings:?}");
    for _ in 0..2 {
        let again = fetch(&phone, Method::GET, TOKEN).await;
        assert_eq!((again.status, again.body.as_str()), (StatusCode::NOT_FOUND, ""));
        assert_eq!(again.header("cache-control"), "no-store");
    }
});

both!(of_many_at_once_one_gets_them, |t| async move {
    let (server, _) = serve(&t, None).await;
    let fetches: Vec<_> = (0..16)
        .map(|_| {
            let phone = server.browser();
            tokio::spawn(async move { fetch(&phone, Method::GET, TOKEN).await.status })
        })
        .collect();
    let mut given = 0;
    for fetch in fetches {
        match fetch.await.expect("no panic") {
            StatusCode::OK => given += 1,
            other => assert_eq!(other, StatusCode::NOT_FOUND),
        }
    }
    assert_eq!(given, 1);
});

both!(looking_does_not_use_an_address_up, |t| async move {
    let (server, unused) = serve(&t, None).await;
    let browser = server.browser();
    let head = fetch(&browser, Method::HEAD, TOKEN).await;
    assert_eq!((head.status, head.body.as_str()), (StatusCode::NOT_FOUND, ""));
    for method in [Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS] {
        assert_eq!(fetch(&browser, method.clone(), TOKEN).await.status, StatusCode::METHOD_NOT_ALLOWED, "{method}");
    }
    assert_eq!(unused.asked.load(Ordering::Relaxed), 0);
    assert_eq!(fetch(&browser, Method::GET, TOKEN).await.status, StatusCode::OK);
});

both!(what_is_no_token_is_not_even_looked_for, |t| async move {
    let (server, unused) = serve(&t, None).await;
    let browser = server.browser();
    let long = "x".repeat(129);
    for odd in ["%00", "%FF", "a.b", "a%2Fb", "a%20b", "'%3B--", "%C3%AB", "a+b", "a=", &long] {
        let answer = fetch(&browser, Method::GET, odd).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{odd:?}");
    }
    assert_eq!(unused.asked.load(Ordering::Relaxed), 0);
    assert_eq!(fetch(&browser, Method::GET, "wrong").await.status, StatusCode::NOT_FOUND);
    assert_eq!(unused.asked.load(Ordering::Relaxed), 1);
});

both!(a_wrong_address_with_a_token_in_it_gives_nothing, |t| async move {
    let (server, unused) = serve(&t, None).await;
    let browser = t.browser_of(&server, Role::Admin).await;
    for path in ["/provision", "/provision/", &format!("/provision/{TOKEN}/x"), &format!("/provision/x/{TOKEN}")] {
        assert!(!browser.get(path).await.status.is_success(), "{path}");
    }
    assert_eq!(unused.asked.load(Ordering::Relaxed), 0);
});

both!(whatever_a_phone_sends_along_does_not_matter, |t| async move {
    for public_url in [None, Some("https://switchroom.example.org")] {
        let (server, _) = serve(&t, public_url).await;
        let request = server.browser().request(Method::GET, &format!("/provision/{TOKEN}"));
        let request = request
            .header(header::HOST, "switchroom.example.org")
            .header(header::ORIGIN, "null")
            .header("sec-fetch-site", "cross-site")
            .header(header::ACCEPT, "text/html")
            .header(header::ACCEPT_ENCODING, "gzip, br")
            .header(header::COOKIE, "switchroom=nonsense")
            .header(header::USER_AGENT, "LinphoneAndroid/6.0");
        let settings = send(request).await;
        assert_eq!((settings.status, settings.header("content-encoding")), (StatusCode::OK, ""), "{settings:?}");
        assert!(settings.body.starts_with("<?xml"), "{settings:?}");
    }
});

both!(without_sip_phones_no_address_leads_anywhere, |t| async move {
    let server = t.serve().await;
    assert_eq!(fetch(&server.browser(), Method::GET, TOKEN).await.status, StatusCode::NOT_FOUND);
});

both!(a_database_that_is_away_is_said, |t| async move {
    let (server, _) = serve(&t, None).await;
    let answer = fetch(&server.browser(), Method::GET, "away").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.json::<AppError>(), AppError::Unavailable(Dependency::Database));
});
