//! The program itself: starting, stopping, and what it says.

use crate::support::{Backend, Process, both, browser, command, empty_postgres, finish, send};
use app::session::{Person, Role};
use http::{Method, StatusCode, header};
use sea_orm::ConnectionTrait;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};
use std::time::Duration;

both!(the_first_start_prints_the_link_that_makes_the_first_administrator, |t| async move {
    let mut process = t.start();
    assert_eq!(process.line(), "There is no administrator yet. Open this link to make the first one:");
    let line = process.line();
    let prefix = format!("{}/set-up?link=", process.base);
    let link = line.trim().strip_prefix(&prefix).unwrap_or_else(|| panic!("said {line:?}"));
    let fields = [("link", link), ("name", "Ada"), ("email", "ada@a.test"), ("password", "correct horse battery")];
    let answer = browser(&process.base).call("session/set-up", &fields).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    let me = browser(&process.base).with_cookie(&answer.cookie()).call("session/me", &[]).await;
    assert_eq!(me.json::<Option<Person>>().map(|me| me.role), Some(Role::Admin));
    process.signal("TERM");
    assert!(process.wait().0.success());
});

both!(behind_https_links_and_cookies_fit_the_public_url, |t| async move {
    t.start();
    let mut program = t.command(&[]);
    program.env("SWITCHROOM_PUBLIC_URL", "https://switchroom.example.org");
    let mut process = Process::start(program);
    process.line();
    let line = process.line();
    assert!(line.starts_with("  https://switchroom.example.org/set-up?link="), "said {line:?}");
    t.create_admin("ada@a.test", "correct horse battery").await;
    let fields = [("email", "ada@a.test"), ("password", "correct horse battery")];
    let answer = browser(&process.base).call("session/sign-in", &fields).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-switchroom=") && cookie.contains("; Secure"), "{cookie}");
    assert!(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=") && cookie.contains("; Path=/"), "{cookie}");
});

both!(a_session_is_kept_over_a_restart, |t| async move {
    t.create_admin("ada@a.test", "correct horse battery").await;
    let fields = [("email", "ada@a.test"), ("password", "correct horse battery")];
    let first = t.start();
    let cookie = browser(&first.base).call("session/sign-in", &fields).await.cookie();
    first.signal("INT");
    let (status, rest) = first.wait();
    assert!(status.success() && rest.is_empty(), "no set-up link any more: {rest}");
    let second = t.start();
    let me = browser(&second.base).with_cookie(&cookie).call("session/me", &[]).await;
    assert!(me.json::<Option<Person>>().is_some());
});

both!(a_request_under_way_is_finished_when_the_program_is_told_to_end, |t| async move {
    let process = t.start();
    let mut slow = TcpStream::connect(process.base.trim_start_matches("http://")).expect("a connection");
    let head = "POST /api/session/me HTTP/1.1\r\nhost: a\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 3\r\n\r\n";
    slow.write_all(head.as_bytes()).expect("half a request");
    std::thread::sleep(Duration::from_millis(300));
    process.signal("TERM");
    std::thread::sleep(Duration::from_millis(300));
    slow.write_all(b"a=b").expect("the other half");
    let mut answer = String::new();
    slow.read_to_string(&mut answer).expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(process.wait().0.success());
    if t.backend == Backend::Sqlite {
        // This test's own pool has the file open still; without it the log is gone.
        t.database.close().await;
        assert!(!t.folder.path().join("switchroom.sqlite-wal").exists(), "the log is in the database");
    }
});

both!(a_kill_in_the_middle_of_a_stream_of_creates_loses_nothing_acknowledged, |t| async move {
    t.create_admin("ada@a.test", "correct horse battery").await;
    let process = t.start();
    let sign_in = [("email", "ada@a.test"), ("password", "correct horse battery")];
    let cookie = browser(&process.base).call("session/sign-in", &sign_in).await.cookie();
    let acknowledged = Arc::new(Mutex::new(Vec::new()));
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let browser = browser(&process.base).with_cookie(&cookie);
            let acknowledged = Arc::clone(&acknowledged);
            tokio::spawn(async move {
                for number in 0.. {
                    let reference = format!("w{writer}-{number}");
                    let fields = [("form[host]", "sip.example.org"), ("form[reference]", reference.as_str())];
                    match browser.try_call("sip-endpoints/create", &fields).await {
                        Some(StatusCode::OK) => acknowledged.lock().expect("no panic").push(reference),
                        Some(status) => panic!("answered {status}"),
                        None => break,
                    }
                }
            })
        })
        .collect();
    let in_full_swing = || acknowledged.lock().expect("no panic").len() > 200;
    while !in_full_swing() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    process.signal("KILL");
    for writer in writers {
        writer.await.expect("no panic");
    }
    let again = t.start();
    let support = browser(&again.base).with_cookie(&cookie);
    assert_eq!(support.get("/readyz").await.status, StatusCode::OK);
    let acknowledged = acknowledged.lock().expect("no panic").clone();
    for reference in &acknowledged {
        let select = "SELECT 1 FROM sip_endpoint WHERE reference = $1";
        let select = t.database.statement(select, [reference.as_str().into()]);
        let row = t.database.pool().query_one_raw(select).await.expect("an answer");
        assert!(row.is_some(), "{reference} of {} is lost", acknowledged.len());
    }
});

both!(an_administrator_is_made_at_the_console, |t| async move {
    let create = ["admin", "create", "--email", "ada@a.test", "--name", "Ada Admin"];
    let said = finish(t.command(&create), "correct horse battery\n");
    assert!(said.status.success(), "{said:?}");
    assert_eq!(said.stdout, "ada@a.test can sign in as an administrator.\n");
    let sessions = t.services().sessions;
    assert!(sessions.sign_in("ada@a.test", "correct horse battery", [127, 0, 0, 1].into()).await.is_ok());
    let again = finish(t.command(&create), "correct horse battery\n");
    assert_eq!(again.status.code(), Some(1));
    assert_eq!(again.stderr, "switchroom: Somebody has this e-mail address already.\n");
});

both!(a_bad_account_is_refused_at_the_console, |t| async move {
    for (email, name, password, what) in [
        ("ada", "Ada", "correct horse battery", "--email"),
        ("ada@a.test", " ", "correct horse battery", "--name"),
        ("ada@a.test", "Ada", "short", "The password on standard input"),
        ("ada@a.test", "Ada", "", "The password on standard input"),
    ] {
        let said = finish(t.command(&["admin", "create", "--email", email, "--name", name]), password);
        assert_eq!(said.status.code(), Some(1), "{said:?}");
        assert!(said.stderr.starts_with(&format!("switchroom: {what}: ")), "{said:?}");
    }
});

both!(a_wrong_key_ends_the_start_with_a_sentence, |t| async move {
    let process = t.start();
    process.signal("TERM");
    process.wait();
    let key = t.folder.path().join("secret.key");
    std::fs::remove_file(&key).expect("removed");
    let missing = finish(t.command(&[]), "");
    assert_eq!(missing.status.code(), Some(1));
    assert!(
        missing.stderr.contains("SWITCHROOM_SECRET_KEY_FILE") && missing.stderr.contains("is missing"),
        "{missing:?}"
    );
    assert!(!key.exists(), "no new key in its place");
});

both!(migrate_says_what_it_did, |t| async move {
    let said = finish(t.command(&["migrate"]), "");
    assert!(said.status.success() && said.stdout.starts_with("The tables are up to date ("), "{said:?}");
});

#[tokio::test(flavor = "multi_thread")]
async fn programs_that_start_at_once_on_one_new_postgres_all_serve() {
    let url = empty_postgres().await;
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir_all(folder.path().join("site/pkg")).expect("a folder");
    std::fs::write(folder.path().join("site/manifest.json"), r#"{"js": "", "wasm": "", "css": ""}"#).expect("a file");
    let starts: Vec<_> = (0..3)
        .map(|_| {
            let mut program = command(folder.path(), &[]);
            program.env("SWITCHROOM_DATABASE_URL", &url);
            std::thread::spawn(move || Process::start(program))
        })
        .collect();
    for start in starts {
        let process = start.join().expect("a start");
        assert_eq!(browser(&process.base).get("/readyz").await.status, StatusCode::OK);
    }
}

#[test]
fn wrong_settings_end_the_start_with_sentences_that_name_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut program = command(folder.path(), &[]);
    program
        .env("SWITCHROOM_ADDR", "nonsense")
        .env("SWITCHROOM_DATABASE_URL", "postgres://me:hunter22@host:port/x")
        .env("SWITCHROOM_LOG_FORMAT", "xml");
    let said = finish(program, "");
    assert_eq!(said.status.code(), Some(1));
    assert_eq!(said.stderr.lines().count(), 3, "{said:?}");
    for name in ["SWITCHROOM_ADDR", "SWITCHROOM_DATABASE_URL", "SWITCHROOM_LOG_FORMAT"] {
        assert!(said.stderr.contains(&format!("switchroom: {name} should be ")), "{said:?}");
    }
    assert!(!said.stderr.contains("hunter22"));
}

#[test]
fn a_missing_site_and_a_taken_port_are_said_in_sentences() {
    let folder = tempfile::tempdir().expect("a folder");
    let said = finish(command(folder.path(), &[]), "");
    assert!(said.stderr.contains("SWITCHROOM_SITE") && said.stderr.contains("cargo xtask run"), "{said:?}");
    std::fs::create_dir_all(folder.path().join("site/pkg")).expect("a folder");
    std::fs::write(folder.path().join("site/manifest.json"), r#"{"js": "", "wasm": "", "css": ""}"#).expect("a file");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("its address").to_string();
    let mut program = command(folder.path(), &[]);
    program.env("SWITCHROOM_ADDR", &address);
    let said = finish(program, "");
    assert!(said.stderr.contains("SWITCHROOM_ADDR") && said.stderr.contains(&address), "{said:?}");
}

both!(the_log_has_the_request_s_number_and_no_query_and_no_secret, |t| async move {
    t.create_admin("ada@a.test", "correct horse battery").await;
    let started = t.start();
    drop(started);
    let mut program = t.command(&[]);
    let log = t.folder.path().join("log");
    program.env("SWITCHROOM_LOG", "trace").env("SWITCHROOM_LOG_FORMAT", "json");
    let process = Process::start_logging(program, &log);
    let fields = [("email", "ada@a.test"), ("password", "correct horse battery")];
    let answer = browser(&process.base).call("session/sign-in?secret-query", &fields).await;
    let token = answer.cookie().split_once('=').expect("a cookie").1.to_owned();
    let me = browser(&process.base).with_cookie(&answer.cookie()).call("session/me", &[]).await;
    assert_eq!(me.status, StatusCode::OK);
    process.signal("TERM");
    process.wait();
    let log = std::fs::read_to_string(log).expect("the log");
    assert!(log.contains(answer.header("x-request-id")), "{log}");
    assert!(log.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()), "{log}");
    for secret in ["correct horse", "secret-query", token.as_str(), "postgres:"] {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
});

both!(links_and_single_use_addresses_stay_out_of_the_log, |t| async move {
    const SECRET: &str = "Zm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZ28";
    t.create_admin("ada@a.test", "correct horse battery").await;
    drop(t.start());
    for format in ["text", "json"] {
        let mut program = t.command(&[]);
        let log = t.folder.path().join("log");
        program.env("SWITCHROOM_LOG", "trace").env("SWITCHROOM_LOG_FORMAT", format);
        let process = Process::start_logging(program, &log);
        let browser = browser(&process.base);
        for path in [
            "/provision/SECRET",
            "/provision/SECRET/",
            "/provision/SECRET/x",
            "/Provision/SECRET",
            "//provision/SECRET",
            "/%70rovision/SECRET",
            "/provision/%FFSECRET",
            "/credentials?link=SECRET",
            "/credentials/?link=SECRET",
            "/credentials?link=%FFSECRET",
            "/choose-password?link=SECRET",
            "/set-up?link=SECRET",
            "/events?topics=SECRET",
            "/events?topics=people&topics=SECRET",
            "/api/no/such?link=SECRET",
        ] {
            let path = path.replace("SECRET", SECRET);
            for method in [Method::GET, Method::HEAD, Method::POST] {
                let referer = format!("{}/credentials?link={SECRET}", process.base);
                send(browser.request(method, &path).header(header::REFERER, referer)).await;
            }
        }
        browser.call("session/choose-password", &[("link", SECRET), ("password", "correct horse battery")]).await;
        process.signal("TERM");
        process.wait();
        let log = std::fs::read_to_string(log).expect("the log");
        assert!(log.contains("/provision/…") && log.contains("/credentials"), "{log}");
        let shown: Vec<_> = log.lines().filter(|line| line.contains(SECRET)).collect();
        assert!(shown.is_empty(), "{shown:#?}");
    }
});
