//! The browser's files.

use crate::support::{Answer, Server, both, send};
use http::{Method, StatusCode, header};

async fn script(server: &Server, encodings: &str) -> Answer {
    send(server.browser().request(Method::GET, "/pkg/app.1a.js").header(header::ACCEPT_ENCODING, encodings)).await
}

both!(a_file_is_sent_in_the_best_way_that_the_browser_takes, |t| async move {
    let server = t.serve().await;
    for (accepted, encoding, body) in [
        ("gzip, deflate, br", "br", "brotli script"),
        ("gzip", "gzip", "gzip script"),
        ("br;q=0, gzip;q=0.5", "gzip", "gzip script"),
        ("identity", "", "plain script"),
        ("", "", "plain script"),
    ] {
        let answer = script(&server, accepted).await;
        assert_eq!((answer.status, answer.header("content-encoding")), (StatusCode::OK, encoding), "{accepted}");
        assert_eq!(answer.body, body, "{accepted}");
        assert_eq!(answer.header("content-type"), "text/javascript; charset=utf-8");
        assert_eq!(answer.header("vary"), "accept-encoding");
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
    }
});

both!(a_file_without_a_compressed_copy_is_sent_plain, |t| async move {
    let server = t.serve().await;
    let request = server.browser().request(Method::GET, "/pkg/app.1a.wasm").header(header::ACCEPT_ENCODING, "br");
    let answer = send(request).await;
    assert_eq!((answer.header("content-type"), answer.body.as_str()), ("application/wasm", "plain wasm"));
    assert_eq!(answer.header("content-encoding"), "");
});

both!(a_file_that_the_browser_has_is_not_sent_again, |t| async move {
    let server = t.serve().await;
    let etag = script(&server, "br").await.header("etag").to_owned();
    assert_ne!(etag, script(&server, "gzip").await.header("etag"), "another encoding has another tag");
    let request = server.browser().request(Method::GET, "/pkg/app.1a.js").header(header::ACCEPT_ENCODING, "br");
    let again = send(request.header(header::IF_NONE_MATCH, etag)).await;
    assert_eq!((again.status, again.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
});

both!(what_is_not_in_the_site_is_not_found, |t| async move {
    let server = t.serve().await;
    for path in ["/pkg/old.js", "/pkg/app.1a.js.br", "/pkg/../manifest.json", "/pkg/..%2f..%2fsecret.key"] {
        let answer = server.browser().get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
});

both!(browsers_that_ask_for_a_favicon_get_it, |t| async move {
    let server = t.serve().await;
    let answer = server.browser().get("/favicon.ico").await;
    assert_eq!(answer.header("location"), "/pkg/favicon.1a.svg");
});
