//! Passwords of people: argon2id, off the threads that answer requests.

use crate::{error, random};
use app::error::AppError;
use argon2::password_hash::PasswordHasher;
use argon2::{Algorithm, Argon2, Params, PasswordVerifier, Version};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// As OWASP recommends: 19 MiB, two passes, one lane.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// Hashes under way at a time: each takes a core and 19 MiB.
const AT_ONCE: usize = 2;
/// Hashes that may wait. Beyond that a flood of sign-ins is turned away before it takes the memory.
const WAITING: usize = 64;
/// What an unknown account is checked against, so that it takes as long as a known one. Nobody knows its password.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Hashes and checks passwords, a few at a time.
#[derive(Clone)]
pub(super) struct Passwords {
    running: Arc<Semaphore>,
    queue: Arc<Semaphore>,
}

impl Passwords {
    pub(super) fn new() -> Self {
        Self { running: Arc::new(Semaphore::new(AT_ONCE)), queue: Arc::new(Semaphore::new(AT_ONCE + WAITING)) }
    }

    /// The hash to keep.
    pub(super) async fn hash(&self, password: &str) -> Result<String, AppError> {
        let password = password.to_owned();
        self.run(move || hash(&password)).await?.map_err(error::internal)
    }

    /// Whether the password fits the hash; takes the same time without a hash, and then it never fits.
    pub(super) async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool, AppError> {
        let password = password.to_owned();
        let known = hash.is_some();
        let hash = hash.unwrap_or(NOBODY).to_owned();
        let fits =
            self.run(move || argon2().is_ok_and(|a| a.verify_password(password.as_bytes(), hash.as_str()).is_ok()));
        Ok(fits.await? && known)
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, AppError> {
        let _place = self.queue.try_acquire().map_err(|_| AppError::TooManyAttempts { retry_after: 5 })?;
        let running = Arc::clone(&self.running).acquire_owned().await.map_err(error::internal)?;
        let work = move || {
            // Held until the work is done, even when the request has gone away meanwhile.
            let _running = running;
            work()
        };
        tokio::task::spawn_blocking(work).await.map_err(error::internal)
    }
}

/// The hash of a password, at once: for commands, and inside [`Passwords`].
pub(super) fn hash(password: &str) -> Result<String, argon2::password_hash::Error> {
    let salt = random::bytes::<16>();
    let hash = argon2()?.hash_password_with_salt(password.as_bytes(), &salt)?;
    Ok(hash.to_string())
}

fn argon2() -> Result<Argon2<'static>, argon2::password_hash::Error> {
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(MEMORY_KIB, PASSES, LANES, None)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_fits_its_own_hash_alone() {
        let passwords = Passwords::new();
        let hash = passwords.hash("correct horse").await.expect("a hash");
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_eq!(passwords.verify("correct horse", Some(&hash)).await, Ok(true));
        assert_eq!(passwords.verify("correct horsf", Some(&hash)).await, Ok(false));
    }

    #[tokio::test]
    async fn nobody_s_password_never_fits() {
        assert_eq!(Passwords::new().verify("", None).await, Ok(false));
    }

    #[test]
    fn an_unknown_account_costs_the_same_work() {
        let cost = |hash: &str| hash.split('$').take(4).map(ToOwned::to_owned).collect::<Vec<_>>();
        assert_eq!(cost(NOBODY), cost(&hash("any").expect("a hash")));
        let parsed = argon2::PasswordHash::new(NOBODY).expect("a hash that can be checked");
        assert!(parsed.salt.is_some() && parsed.hash.is_some());
    }

    #[tokio::test]
    async fn a_flood_is_turned_away() {
        let passwords = Passwords::new();
        let _all = passwords.queue.try_acquire_many(u32::try_from(AT_ONCE + WAITING).expect("small")).expect("free");
        assert_eq!(passwords.verify("x", None).await, Err(AppError::TooManyAttempts { retry_after: 5 }));
    }
}
