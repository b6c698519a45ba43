//! Forms without JavaScript.

use crate::support::{Answer, both, form, send};
use app::listing::ListQuery;
use app::session::Role;
use app::sip_endpoints::SipEndpoints;
use http::{Method, StatusCode, header};

const PASSWORD: &str = "correct horse battery";

/// Every place that a form of this page posts to.
fn actions(page: &Answer) -> Vec<String> {
    let forms = page.body.split("action=\"").skip(1);
    forms.filter_map(|rest| rest.split('"').next()).map(|action| action.replace("&amp;", "&")).collect()
}

both!(a_form_that_is_taken_sends_the_browser_on, |t| async move {
    t.create_admin("ada@a.test", PASSWORD).await;
    let server = t.serve().await;
    let fields = [("email", "ada@a.test"), ("password", PASSWORD), ("back", "/account?x=1")];
    let answer = server.browser().post("/sign-in", "/api/session/sign-in", &fields).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/account?x=1"));
    let cookie = answer.header("set-cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"), "{cookie}");
    let page = server.browser().with_cookie(&answer.cookie()).get("/account").await;
    assert!(page.status == StatusCode::OK && page.body.contains("Ada Admin"), "{page:?}");
});

both!(a_form_never_sends_the_browser_to_another_site, |t| async move {
    t.create_admin("ada@a.test", PASSWORD).await;
    let server = t.serve().await;
    for back in ["https://evil.test", "//evil.test", "/\\evil.test", "/\r\nset-cookie: a=b"] {
        let fields = [("email", "ada@a.test"), ("password", PASSWORD), ("back", back)];
        let answer = server.browser().post("/sign-in", "/api/session/sign-in", &fields).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/"), "{back:?}");
    }
});

both!(a_refused_form_comes_back_with_what_was_typed_but_no_secret, |t| async move {
    let server = t.serve().await;
    let fields = [("email", "ada<b>@a.test"), ("password", "hunter22hunter22")];
    let page = server.browser().post("/sign-in?back=%2Faccount", "/api/session/sign-in", &fields).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED, "{page:?}");
    assert!(page.body.contains("do not belong together"), "{}", page.body);
    assert!(page.body.contains("ada&lt;b&gt;@a.test"), "{}", page.body);
    assert!(!page.body.contains("ada<b>@a.test") && !page.body.contains("hunter22"), "{}", page.body);
    assert_eq!(page.header("cache-control"), "no-store");
    assert!(page.header("content-security-policy").contains("'nonce-"));
});

both!(a_form_that_is_refused_twice_still_knows_its_page, |t| async move {
    let server = t.serve().await;
    let browser = server.browser();
    let fields = [("email", "ada@a.test"), ("password", "wrong")];
    let page = "/sign-in?back=%2Faccount%3Fa%3Db";
    let first = browser.post(page, "/api/session/sign-in", &fields).await;
    let action =
        actions(&first).into_iter().find(|action| action.starts_with("/api/session/sign-in?")).expect("a form");
    // The browser is at the function's address now, and says so.
    let second = browser.post("/api/session/sign-in", &action, &fields).await;
    assert_eq!(second.status, StatusCode::UNAUTHORIZED);
    assert!(actions(&second).contains(&action), "{:?}", actions(&second));
    assert!(second.body.contains("/account?a=b"), "the way back is on the page: {}", second.body);
});

both!(a_form_of_somebody_who_was_signed_out_meanwhile_leads_to_sign_in_and_back, |t| async move {
    let server = t.serve().await;
    let fields = [("form[reference]", "paris")];
    let answer = server.browser().post("/sip-endpoints/new?copy=7", "/api/sip-endpoints/create", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header("location"), "/sign-in?back=%2Fsip-endpoints%2Fnew%3Fcopy%3D7");
});

both!(a_form_from_nowhere_is_answered_all_the_same, |t| async move {
    let server = t.serve().await;
    let request = server.browser().request(Method::POST, "/api/session/sign-in");
    let request = form(request, &[("email", "ada@a.test"), ("password", "wrong")]).header(header::ACCEPT, "text/html");
    let answer = send(request).await;
    // Without a page to show, the front page decides: it sends whoever is not signed in to the sign-in.
    assert!(answer.status.is_redirection() || answer.status == StatusCode::UNAUTHORIZED, "{answer:?}");
});

both!(a_form_that_names_its_page_needs_no_referer, |t| async move {
    let server = t.serve().await;
    let browser = t.browser_of(&server, Role::Admin).await;
    let page = browser.get("/sip-endpoints/new?q=par").await;
    let action =
        actions(&page).into_iter().find(|action| action.starts_with("/api/sip-endpoints/create?")).expect("a form");
    let request =
        form(browser.request(Method::POST, &action), &[("form[host]", "256.1.1.1"), ("form[reference]", "paris")]);
    let refused = send(request.header(header::ACCEPT, "text/html")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("value=\"256.1.1.1\"") && refused.body.contains("value=\"paris\""),
        "{}",
        refused.body
    );
});

both!(a_port_that_nobody_touched_follows_the_transport_without_javascript, |t| async move {
    let server = t.serve().await;
    let browser = t.browser_of(&server, Role::Admin).await;
    let reader = t.reader().await;
    for (reference, port, shown, expected) in
        [("followed", "5060", "5060", "5061"), ("chosen", "5060", "5061", "5060"), ("own", "5070", "5060", "5070")]
    {
        let fields = [
            ("form[host]", "sip.example.org"),
            ("form[port]", port),
            ("form[port_shown]", shown),
            ("form[transport]", "tls"),
            ("form[reference]", reference),
        ];
        let made = browser.post("/sip-endpoints/new", "/api/sip-endpoints/create", &fields).await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{made:?}");
        let query = ListQuery::from_query_string(&format!("?q={reference}"));
        let page = t.endpoints().list(&reader, &query).await.expect("a page");
        assert_eq!(page.rows[0].port.to_string(), expected, "{reference}");
    }
});

both!(a_page_that_is_refused_has_the_status_of_the_refusal, |t| async move {
    let server = t.serve().await;
    let (admin, support) = (t.browser_of(&server, Role::Admin).await, t.browser_of(&server, Role::Support).await);
    let agent = t.browser_of(&server, Role::Agent).await;
    t.seed(1).await;
    for path in ["/sip-endpoints/new", "/sip-endpoints/1/delete"] {
        assert_eq!(support.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(agent.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(agent.get("/sip-endpoints").await.status, StatusCode::FORBIDDEN);
    for path in ["/sip-endpoints/4711/edit", "/sip-endpoints/abc/edit", "/sip-endpoints/abc/delete"] {
        assert_eq!(admin.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
});

both!(an_endpoint_is_made_without_javascript, |t| async move {
    let server = t.serve().await;
    let browser = t.browser_of(&server, Role::Admin).await;
    let good = [("form[host]", "sip.example.org"), ("form[port]", "5060"), ("form[reference]", "paris")];
    let made = browser.post("/sip-endpoints/new", "/api/sip-endpoints/create", &good).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{made:?}");
    assert!(made.header("location").starts_with("/sip-endpoints"), "{made:?}");
    let twice = browser.post("/sip-endpoints/new", "/api/sip-endpoints/create", &good).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY, "{twice:?}");
    assert!(twice.body.contains("Another SIP endpoint has this reference"), "{}", twice.body);
    assert!(twice.body.contains("value=\"sip.example.org\""), "{}", twice.body);
});

both!(a_program_that_posts_gets_json_and_not_a_page, |t| async move {
    let server = t.serve().await;
    let answer = server.browser().call("session/sign-in", &[("email", "ada@a.test"), ("password", "x")]).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("location"), "");
});

both!(signing_in_again_ends_the_session_before_it, |t| async move {
    t.create_admin("ada@a.test", PASSWORD).await;
    let server = t.serve().await;
    let fields = [("email", "ada@a.test"), ("password", PASSWORD)];
    let first = server.browser().call("session/sign-in", &fields).await.cookie();
    assert!(server.browser().with_cookie(&first).call("session/me", &[]).await.body.contains("Ada Admin"));
    let second = server.browser().with_cookie(&first).call("session/sign-in", &fields).await.cookie();
    assert_eq!(server.browser().with_cookie(&first).call("session/me", &[]).await.body, "null");
    assert!(server.browser().with_cookie(&second).call("session/me", &[]).await.body.contains("Ada Admin"));
});
