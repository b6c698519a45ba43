//! Requests that go round the app's own forms: always words, never a 500.

use crate::support::{Answer, both, form, send};
use app::error::AppError;
use app::session::Role;
use http::{Method, StatusCode, header};

fn assert_refused(answer: &Answer, what: &str) {
    assert!(answer.status.is_client_error(), "{what}: {answer:?}");
    let _: AppError = answer.json();
}

both!(a_megabyte_in_a_field_is_that_field_s_error, |t| async move {
    let server = t.serve().await;
    let huge = "x".repeat(1_000_000);
    let browser = t.browser_of(&server, Role::Admin).await;
    for field in ["host", "reference", "port", "user_name", "password", "realm", "codec", "transport"] {
        let answer = browser.call("sip-endpoints/create", &[(&format!("form[{field}]"), &huge)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}: {}", answer.status);
        assert!(answer.json::<AppError>().field(field).is_some(), "{field}");
    }
    for field in ["email", "password"] {
        let other = if field == "email" { "password" } else { "email" };
        assert_refused(&server.browser().call("session/sign-in", &[(field, &huge), (other, "x")]).await, field);
    }
    for field in ["name", "email", "password", "link"] {
        assert_refused(&server.browser().call("session/set-up", &[(field, &huge)]).await, field);
    }
});

both!(nul_bytes_are_refused_everywhere, |t| async move {
    let server = t.serve().await;
    let browser = t.browser_of(&server, Role::Admin).await;
    let good = [
        ("form[host]", "a.test"),
        ("form[reference]", "paris"),
        ("form[user_name]", "u"),
        ("form[password]", "p"),
        ("form[realm]", "r"),
    ];
    for (field, value) in good {
        let bad = format!("{value}\0");
        let fields: Vec<_> =
            good.iter().map(|(f, v)| if *f == field { (*f, bad.as_str()) } else { (*f, *v) }).collect();
        let answer = browser.call("sip-endpoints/create", &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}: {answer:?}");
    }
    let nul = "\0";
    let anonymous = server.browser();
    assert_refused(&anonymous.call("session/sign-in", &[("email", nul), ("password", nul)]).await, "sign-in");
    assert_refused(&anonymous.call("session/sign-in", &[("email", "a\0@b.test"), ("password", nul)]).await, "sign-in");
    let set_up = [("link", nul), ("name", "a\0b"), ("email", "a\0@b.test"), ("password", "correct\0horse battery")];
    assert_refused(&anonymous.call("session/set-up", &set_up).await, "set-up");
    let list = browser.call("sip-endpoints/list", &[("query", "q=%00&after=%00~1&sort=%00")]).await;
    assert_eq!(list.status, StatusCode::OK, "{list:?}");
});

both!(wrong_types_and_missing_fields_are_malformed, |t| async move {
    let server = t.serve().await;
    let browser = t.browser_of(&server, Role::Admin).await;
    for (function, fields) in [
        ("sip-endpoints/get", vec![]),
        ("sip-endpoints/get", vec![("id", "x")]),
        ("sip-endpoints/get", vec![("id", "")]),
        ("sip-endpoints/get", vec![("id", "1.5")]),
        ("sip-endpoints/get", vec![("id", "99999999999999999999")]),
        ("sip-endpoints/get", vec![("id[0]", "1")]),
        ("sip-endpoints/update", vec![("id", "1")]),
        ("sip-endpoints/create", vec![("form", "x")]),
        ("sip-endpoints/create", vec![("form[host]", "a"), ("form[host]", "b")]),
        ("sip-endpoints/create", vec![("form[host][0]", "x")]),
        ("sip-endpoints/create", vec![("form[unknown]", "x")]),
    ] {
        let answer = browser.call(function, &fields).await;
        assert_eq!(
            (answer.status, answer.json()),
            (StatusCode::BAD_REQUEST, AppError::Malformed),
            "{function} {fields:?}"
        );
    }
});

both!(a_foreign_or_missing_id_is_not_found, |t| async move {
    let server = t.serve().await;
    let browser = t.browser_of(&server, Role::Admin).await;
    for id in ["0", "-1", "1", "9223372036854775807", "-9223372036854775808"] {
        for function in ["sip-endpoints/get", "sip-endpoints/copy-of", "sip-endpoints/delete"] {
            let answer = browser.call(function, &[("id", id)]).await;
            assert_eq!((answer.status, answer.json()), (StatusCode::NOT_FOUND, AppError::NotFound), "{function} {id}");
        }
    }
});

both!(bodies_that_are_no_form_are_malformed, |t| async move {
    let server = t.serve().await;
    let browser = t.browser_of(&server, Role::Admin).await;
    for (kind, body) in [
        ("application/json", b"{\"id\": 1}".as_slice()),
        ("application/x-www-form-urlencoded", b"\xff\xfe\x00".as_slice()),
        ("application/x-www-form-urlencoded", b"id=%FF".as_slice()),
        ("application/x-www-form-urlencoded", b"%".as_slice()),
        ("multipart/form-data; boundary=x", b"--x--".as_slice()),
        ("", b"".as_slice()),
    ] {
        let request = browser.request(Method::POST, "/api/sip-endpoints/get").header(header::CONTENT_TYPE, kind);
        assert_refused(&send(request.body(body)).await, kind);
    }
});

both!(deep_and_wide_forms_do_no_harm, |t| async move {
    let server = t.serve().await;
    let browser = t.browser_of(&server, Role::Admin).await;
    let deep = format!("form{}=x", "[a]".repeat(10_000));
    let wide = (0..50_000).map(|n| format!("form[f{n}]=x")).collect::<Vec<_>>().join("&");
    for body in [deep, wide] {
        let request = form(browser.request(Method::POST, "/api/sip-endpoints/create"), &[]).body(body);
        assert_refused(&send(request).await, "form");
    }
});
