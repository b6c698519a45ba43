//! Secrets that the database keeps encrypted: XChaCha20-Poly1305, bound to the place where they are kept.
//!
//! A sealed secret reads `v1|key id|nonce|ciphertext`, the last two in base64. Table, column and row go into the
//! authentication, so that a ciphertext moved to another row cannot be opened there.

mod key;
mod key_file;
mod unlock;

pub use key::Key;
pub use key_file::KeySource;
pub use unlock::unlock;

use crate::random;
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use secrecy::SecretString;
use std::sync::Arc;

const VERSION: &str = "v1";
const NONCE: usize = 24;

/// Seals and opens secrets. Cheap to clone.
#[derive(Clone)]
pub struct Secrets(Arc<[Key]>);

/// Where a secret is kept: it can be opened only there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Name of the table.
    pub table: &'static str,
    /// Name of the column.
    pub column: &'static str,
    /// Id of the row.
    pub row: i64,
}

/// Why a secret cannot be opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Not in the form of a sealed secret.
    #[error("a sealed secret has an unknown form")]
    Form,
    /// Sealed with a key that is not here.
    #[error("a secret is sealed with the key {0}, which is not in the key file")]
    UnknownKey(String),
    /// Tampered with, or moved from another place.
    #[error("a sealed secret was changed or belongs to another row")]
    Damaged,
}

impl Secrets {
    /// The first key seals; all of them open. At least one.
    #[must_use]
    pub fn new(keys: Vec<Key>) -> Option<Self> {
        (!keys.is_empty()).then(|| Self(keys.into()))
    }

    /// Encrypts a secret for its place.
    #[must_use]
    pub fn seal(&self, place: Place, secret: &str) -> String {
        let key = &self.0[0];
        let nonce = random::bytes::<NONCE>();
        let payload = Payload { msg: secret.as_bytes(), aad: &place.associated_data() };
        let sealed = XChaCha20Poly1305::new(key.bytes().into())
            .encrypt(&nonce.into(), payload)
            .expect("only a message of 256 GB cannot be encrypted");
        format!("{VERSION}|{}|{}|{}", key.id(), BASE64.encode(nonce), BASE64.encode(sealed))
    }

    /// Decrypts what was sealed for this place.
    ///
    /// # Errors
    /// [`Unreadable`]; its words hold no secret and may be logged.
    pub fn open(&self, place: Place, sealed: &str) -> Result<SecretString, Unreadable> {
        let mut parts = sealed.split('|');
        let (Some(VERSION), Some(id), Some(nonce), Some(ciphertext), None) =
            (parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(Unreadable::Form);
        };
        let nonce: [u8; NONCE] =
            BASE64.decode(nonce).ok().and_then(|nonce| nonce.try_into().ok()).ok_or(Unreadable::Form)?;
        let ciphertext = BASE64.decode(ciphertext).map_err(|_| Unreadable::Form)?;
        let key = self.0.iter().find(|key| key.id() == id).ok_or_else(|| Unreadable::UnknownKey(id.to_owned()))?;
        let payload = Payload { msg: &ciphertext, aad: &place.associated_data() };
        let opened = XChaCha20Poly1305::new(key.bytes().into())
            .decrypt(&nonce.into(), payload)
            .map_err(|_| Unreadable::Damaged)?;
        String::from_utf8(opened).map(Into::into).map_err(|_| Unreadable::Damaged)
    }
}

impl Place {
    /// Neither table nor column has a NUL in its name, so no two places look the same.
    fn associated_data(&self) -> Vec<u8> {
        format!("{}\0{}\0{}", self.table, self.column, self.row).into_bytes()
    }
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secrets(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;

    const PLACE: Place = Place { table: "sip_endpoint", column: "password", row: 7 };

    fn secrets() -> Secrets {
        Secrets::new(vec![Key::generate()]).expect("one key")
    }

    #[test]
    fn a_sealed_secret_opens_in_its_place() {
        let secrets = secrets();
        let sealed = secrets.seal(PLACE, "pä\"ss|wörd");
        assert!(sealed.starts_with("v1|") && !sealed.contains("wörd"), "{sealed}");
        assert_eq!(secrets.open(PLACE, &sealed).map(|s| s.expose_secret().to_owned()), Ok("pä\"ss|wörd".to_owned()));
    }

    #[test]
    fn a_secret_moved_to_another_row_column_or_table_does_not_open() {
        let secrets = secrets();
        let sealed = secrets.seal(PLACE, "secret");
        for place in
            [Place { row: 8, ..PLACE }, Place { column: "realm", ..PLACE }, Place { table: "sip_phone", ..PLACE }]
        {
            assert_eq!(secrets.open(place, &sealed).map(drop), Err(Unreadable::Damaged), "{place:?}");
        }
    }

    #[test]
    fn the_same_secret_never_looks_the_same_twice() {
        let secrets = secrets();
        assert_ne!(secrets.seal(PLACE, "secret"), secrets.seal(PLACE, "secret"));
    }

    #[test]
    fn a_changed_byte_is_noticed() {
        let secrets = secrets();
        let sealed = secrets.seal(PLACE, "secret");
        let (head, ciphertext) = sealed.rsplit_once('|').expect("four parts");
        let mut bytes = BASE64.decode(ciphertext).expect("base64");
        bytes[0] ^= 1;
        let changed = format!("{head}|{}", BASE64.encode(bytes));
        assert_eq!(secrets.open(PLACE, &changed).map(drop), Err(Unreadable::Damaged));
    }

    #[test]
    fn an_old_key_still_opens_and_the_first_one_seals() {
        let (old, new) = (Key::generate(), Key::generate());
        let before = Secrets::new(vec![old.clone()]).expect("one key");
        let after = Secrets::new(vec![new.clone(), old]).expect("two keys");
        assert!(after.open(PLACE, &before.seal(PLACE, "secret")).is_ok());
        let sealed = after.seal(PLACE, "secret");
        assert_eq!(before.open(PLACE, &sealed).map(drop), Err(Unreadable::UnknownKey(new.id().to_owned())));
    }

    #[test]
    fn what_is_no_sealed_secret_is_said_to_be_none() {
        for sealed in ["", "secret", "v2|a|b|c", "v1|a|b", "v1|a|b|c|d", "v1|00000000|%%|AAAA"] {
            assert_eq!(secrets().open(PLACE, sealed).map(drop), Err(Unreadable::Form), "{sealed:?}");
        }
    }

    #[test]
    fn neither_keys_nor_secrets_show_in_debug_output() {
        assert_eq!(format!("{:?}", secrets()), "Secrets(..)");
        let key = Key::generate();
        assert_eq!(format!("{key:?}"), format!("Key({})", key.id()));
    }
}
