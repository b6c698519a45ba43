//! Passwords of phones: made here, and sealed for their rows.

use crate::error;
use crate::random;
use crate::secrets::{Place, Secrets};
use app::error::AppError;
use secrecy::{ExposeSecret, SecretString};

/// Characters of a password.
const LENGTH: usize = 20;

/// Letters and digits of which no two look alike: without 0 O o, 1 l I.
const ALPHABET: &[u8; 56] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz";

/// Where the password of this phone is kept.
const fn place(row: i64) -> Place {
    Place { table: "sip_phone", column: "password", row }
}

/// A new password: 116 random bits.
pub(super) fn generate() -> String {
    let mut password = String::with_capacity(LENGTH);
    while password.len() < LENGTH {
        // Six bits choose one of 64; what is beyond the alphabet is thrown again, so that none is likelier.
        let throws = random::bytes::<32>().map(|byte| usize::from(byte & 63));
        let letters = throws.into_iter().filter_map(|at| ALPHABET.get(at)).map(|letter| char::from(*letter));
        password.extend(letters.take(LENGTH - password.len()));
    }
    password
}

/// Encrypts the password of this phone.
pub(super) fn seal(secrets: &Secrets, id: i64, password: &str) -> String {
    secrets.seal(place(id), password)
}

/// Decrypts the password of this phone.
pub(super) fn open(secrets: &Secrets, id: i64, sealed: &str) -> Result<SecretString, AppError> {
    secrets.open(place(id), sealed).map_err(error::internal)
}

/// The same, for a letter or a page.
pub(super) fn open_to_show(secrets: &Secrets, id: i64, sealed: &str) -> Result<String, AppError> {
    open(secrets, id, sealed).map(|password| password.expose_secret().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    #[test]
    fn a_password_has_twenty_letters_and_digits_that_nobody_mixes_up() {
        let passwords: BTreeSet<String> = (0..1_000).map(|_| generate()).collect();
        assert_eq!(passwords.len(), 1_000);
        for password in passwords {
            assert_eq!(password.len(), 20);
            assert!(password.chars().all(|c| c.is_ascii_alphanumeric() && !"0Oo1lI".contains(c)), "{password}");
        }
    }

    #[test]
    fn no_character_is_likelier_than_another() {
        let mut counts: BTreeMap<char, u32> = BTreeMap::new();
        for c in (0..5_600).map(|_| generate()).collect::<String>().chars() {
            *counts.entry(c).or_default() += 1;
        }
        assert_eq!(counts.len(), ALPHABET.len());
        // 2,000 of each expected, with a standard deviation of 45.
        assert!(counts.values().all(|count| (1_700..2_300).contains(count)), "{counts:?}");
    }
}
