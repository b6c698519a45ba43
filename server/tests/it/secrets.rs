//! The key file, and whether it belongs to the database.

use crate::support::both;
use server::secrets::{Key, KeySource, Place, unlock};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

const PLACE: Place = Place { table: "sip_endpoint", column: "password", row: 1 };

fn file(folder: &Path) -> KeySource {
    KeySource::File(folder.join("secret.key"))
}

both!(the_first_start_makes_a_key_that_only_its_owner_can_read, |t| async move {
    let source = file(t.folder.path());
    let sealed = unlock(&t.database, &source).await.expect("a new key").seal(PLACE, "secret");
    let mode = fs::metadata(t.folder.path().join("secret.key")).expect("the file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let again = unlock(&t.database, &source).await.expect("the same key");
    assert!(again.open(PLACE, &sealed).is_ok());
});

both!(servers_that_start_at_once_agree_on_the_key, |t| async move {
    let starts = (0..4).map(|_| {
        let (database, source) = (t.database.clone(), file(t.folder.path()));
        tokio::spawn(async move { unlock(&database, &source).await })
    });
    let mut unlocked = Vec::new();
    for start in starts.collect::<Vec<_>>() {
        unlocked.push(start.await.expect("no panic").expect("a key"));
    }
    let sealed = unlocked[0].seal(PLACE, "secret");
    assert!(unlocked.iter().all(|secrets| secrets.open(PLACE, &sealed).is_ok()));
});

both!(another_key_is_an_error_at_the_start, |t| async move {
    let source = file(t.folder.path());
    unlock(&t.database, &source).await.expect("a new key");
    fs::remove_file(t.folder.path().join("secret.key")).expect("removed");
    source.create().expect("another key");
    let error = unlock(&t.database, &source).await.expect_err("the wrong key").to_string();
    assert!(error.contains("does not belong to this database"), "{error}");
    assert!(error.contains("SWITCHROOM_SECRET_KEY_FILE"), "{error}");
});

both!(a_key_that_went_missing_is_not_replaced, |t| async move {
    let source = file(t.folder.path());
    unlock(&t.database, &source).await.expect("a new key");
    fs::remove_file(t.folder.path().join("secret.key")).expect("removed");
    let error = unlock(&t.database, &source).await.expect_err("no key").to_string();
    assert!(error.contains("is missing"), "{error}");
    assert!(!t.folder.path().join("secret.key").exists());
});

both!(a_new_key_before_the_old_one_opens_what_was_sealed, |t| async move {
    let path = t.folder.path().join("secret.key");
    let source = KeySource::File(path.clone());
    let sealed = unlock(&t.database, &source).await.expect("a new key").seal(PLACE, "secret");
    let old = fs::read_to_string(&path).expect("the key file");
    fs::remove_file(&path).expect("removed");
    source.create().expect("another key");
    let new = fs::read_to_string(&path).expect("the key file");
    fs::write(&path, format!("# the active one\n{new}\n# until {}\n{old}", Key::generate().id())).expect("two keys");
    let rotated = unlock(&t.database, &source).await.expect("both keys");
    assert!(rotated.open(PLACE, &sealed).is_ok());
});

both!(a_key_file_that_others_can_read_is_an_error, |t| async move {
    let source = file(t.folder.path());
    source.create().expect("a key");
    for mode in [0o640, 0o604, 0o660] {
        fs::set_permissions(t.folder.path().join("secret.key"), Permissions::from_mode(mode)).expect("the mode");
        let error = unlock(&t.database, &source).await.expect_err("too open").to_string();
        assert!(error.contains("can be read by others") && error.contains("chmod 600"), "{error}");
    }
});

both!(a_key_file_without_a_key_is_an_error_that_does_not_quote_it, |t| async move {
    let path = t.folder.path().join("secret.key");
    for content in ["", "hunter22", "aHVudGVyMjI="] {
        fs::write(&path, content).expect("a file");
        fs::set_permissions(&path, Permissions::from_mode(0o600)).expect("the mode");
        let error = unlock(&t.database, &KeySource::File(path.clone())).await.expect_err("no key").to_string();
        assert!(error.contains("32 bytes in base64"), "{error}");
        assert!(content.is_empty() || !error.contains(content), "{error}");
    }
});

both!(a_credential_of_the_service_manager_comes_first, |t| async move {
    let credentials = t.folder.path().join("credentials");
    fs::create_dir(&credentials).expect("a folder");
    let file = t.folder.path().join("secret.key");
    assert_eq!(KeySource::choose(Some(&credentials), file.clone()), KeySource::File(file.clone()));
    KeySource::File(file.clone()).create().expect("a key");
    let credential = credentials.join("switchroom-key");
    fs::copy(&file, &credential).expect("a copy");
    fs::set_permissions(&credential, Permissions::from_mode(0o440)).expect("the mode that systemd shows");
    let source = KeySource::choose(Some(&credentials), file);
    assert_eq!(source, KeySource::Credential(credential));
    unlock(&t.database, &source).await.expect("the credential's key");
});
