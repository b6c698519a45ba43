//! Without a mail server: messages as files. And the program itself.

use super::{SECRET, invitation};
use crate::support::{Mailbox, Process, Test, both, finish, settings};
use app::mail::OutgoingMail;
use sea_orm::ConnectionTrait;
use server::clock::Clock;
use server::mail::{MailStore, Outbox};
use server::secrets::{KeySource, unlock};
use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

both!(without_a_mail_server_messages_become_files_of_their_owner, |t| async move {
    let folder = t.outbox_folder();
    let outbox = t.outbox().with_folder(Some(folder.clone()));
    assert_eq!(MailStore::new(outbox.clone()).folder(&t.reader().await), Some(folder.display().to_string()));
    let kate = t.recipient("Zoë, \"K\"", "kate@agents.test").await;
    let ids = [t.letter(&outbox, &kate, &invitation()).await, t.letter(&outbox, &kate, &invitation()).await];
    let working = t.work(&outbox, &settings(""));
    t.wait_for_state("sent", 2).await;
    working.stop().await;
    let mode = |path: &std::path::Path| std::fs::metadata(path).expect("a file").permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    let mut names: Vec<_> = std::fs::read_dir(&folder)
        .expect("the folder")
        .map(|file| file.expect("a file").file_name().into_string().expect("text"))
        .collect();
    names.sort();
    assert_eq!(names, ids.map(|id| format!("{id:08}.eml")), "nothing half-written is left");
    let path = folder.join(&names[0]);
    assert_eq!(mode(&path), 0o600);
    let content = std::fs::read_to_string(&path).expect("a message");
    assert!(content.contains("\r\nAuto-Submitted: auto-generated\r\n") && content.contains(SECRET), "{content}");
});

both!(a_folder_that_cannot_be_written_keeps_the_message, |t| async move {
    let outbox = t.outbox();
    std::fs::write(t.outbox_folder(), "in the way").expect("a file");
    let kate = t.recipient("Kate", "kate@agents.test").await;
    let id = t.letter(&outbox, &kate, &invitation()).await;
    let working = t.work(&outbox, &settings(""));
    let kept = t.wait_for_try(id, 1).await;
    assert!(kept.state == "queued" && kept.last_error.starts_with("The file cannot be written: "), "{kept:?}");
    working.stop().await;
});

both!(with_a_mail_server_there_is_no_folder, |t| async move {
    assert_eq!(MailStore::new(t.outbox()).folder(&t.reader().await), None);
});

/// An outbox with the program's own key and clock.
async fn outbox_of_program(t: &Test) -> Outbox {
    // Its first start makes the key.
    t.start();
    let keys = KeySource::File(t.folder.path().join("secret.key"));
    let secrets = unlock(&t.database, &keys).await.expect("the program's key");
    Outbox::new(t.database.clone(), secrets, Clock::system(), "https://a.test".into())
}

/// The program with this mail server.
fn program(t: &Test, mailbox: &Mailbox) -> Command {
    let mut command = t.command(&[]);
    command.env("SWITCHROOM_SMTP_URL", format!("smtp://127.0.0.1:{}", mailbox.port));
    command.env("SWITCHROOM_MAIL_FROM", "switchroom@switchroom.test");
    command
}

both!(the_program_sends_what_was_left_and_stops_in_peace, |t| async move {
    let (mailbox, outbox) = (Mailbox::start(&[]), outbox_of_program(&t).await);
    let kate = t.recipient("Kate", "kate@agents.test").await;
    let log = t.folder.path().join("log");
    t.letter(&outbox, &kate, &invitation()).await;
    let process = Process::start_logging(program(&t, &mailbox), &log);
    mailbox.wait_for(1).await;
    t.wait_for_state("sent", 1).await;
    process.signal("TERM");
    assert!(process.wait().0.success());
    let log = std::fs::read_to_string(log).expect("a log");
    assert!(log.contains("mail sent"), "{log}");
    for secret in [SECRET, "kate@agents.test"] {
        assert!(!log.contains(secret), "{log}");
    }
});

both!(a_program_that_is_killed_in_the_middle_sends_the_rest_after_its_next_start, |t| async move {
    let (mailbox, outbox) = (Mailbox::start(&["--slow", "50"]), outbox_of_program(&t).await);
    let kate = t.recipient("Kate", "kate@agents.test").await;
    for _ in 0..20 {
        t.letter(&outbox, &kate, &invitation()).await;
    }
    let process = Process::start(program(&t, &mailbox));
    mailbox.wait_for(5).await;
    process.signal("KILL");
    process.wait();
    // As if the minute of its lease were over.
    t.database.pool().execute_unprepared("UPDATE mail SET lease_until = 0").await.expect("a minute later");
    let process = Process::start(program(&t, &mailbox));
    t.wait_for_state("sent", 20).await;
    process.signal("TERM");
    assert!(process.wait().0.success());
    let mails = mailbox.mails();
    let ids: BTreeSet<&str> = mails.iter().map(|mail| &*mail.message_id).collect();
    assert!(ids.len() == 20 && mails.len() <= 21, "{} of {}", ids.len(), mails.len());
});

both!(wrong_settings_end_the_start_and_are_named, |t| async move {
    let from = "Switchroom <switchroom@switchroom.test>";
    for (wrong, url, from) in [
        ("SWITCHROOM_SMTP_URL", "smtp://me:hunter22@mail.test:port", from),
        ("SWITCHROOM_SMTP_URL", "smtp://me:hunter22@mail.test?tls=none", from),
        ("SWITCHROOM_MAIL_FROM", "smtp://me:hunter22@mail.test", ""),
        ("SWITCHROOM_MAIL_FROM", "smtp://me:hunter22@mail.test", "nobody"),
    ] {
        let mut command = t.command(&[]);
        command.env("SWITCHROOM_SMTP_URL", url).env("SWITCHROOM_MAIL_FROM", from);
        let said = finish(command, "");
        assert!(!said.status.success());
        assert!(said.stderr.starts_with(&format!("switchroom: {wrong} should be ")), "{}", said.stderr);
        assert!(!said.stderr.contains("hunter22") && said.stderr.lines().count() == 1, "{}", said.stderr);
    }
});
