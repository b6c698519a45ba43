//! Slows guessing down: counters in the database, one for the account and one for the address that asks.
//!
//! An attempt is counted before the password is looked at, so that many at once cannot slip through together, and taken
//! back when it succeeds. From its limit on, each further failure doubles the wait, up to a quarter of an hour; what is
//! asked during the wait does not prolong it.
//!
//! So that a stranger's guessing does not keep a person out, an account that has signed in from an address before is
//! counted apart there, and the address does not count for it.

use crate::clock::{Clock, millis};
use crate::database::{Database, WriteTransaction};
use crate::error;
use app::error::AppError;
use sea_orm::{ConnectionTrait, FromQueryResult};
use sha2::{Digest, Sha256};
use std::net::IpAddr;
use std::time::Duration;

/// Failures of an account before it has to wait.
const ACCOUNT_LIMIT: i64 = 5;
/// Failures from an address, behind which a whole office may sit.
const ADDRESS_LIMIT: i64 = 20;
const FIRST_WAIT: Duration = Duration::from_secs(5);
const LONGEST_WAIT: Duration = Duration::from_mins(15);
/// Failures count half after each of these.
const HALF_LIFE: Duration = Duration::from_hours(1);
/// Nothing is left of a counter after this.
const FORGOTTEN: Duration = Duration::from_hours(48);
/// How long an address stays known that is not used.
const KNOWN: Duration = Duration::from_hours(24 * 90);

/// Counts attempts.
#[derive(Clone)]
pub(super) struct Throttle {
    database: Database,
    clock: Clock,
}

/// An attempt that was let through and counted.
pub(super) struct Attempt {
    account: Vec<u8>,
    address: Option<Vec<u8>>,
    /// The account at this address, to be remembered when it succeeds.
    pair: Option<Vec<u8>>,
}

#[derive(FromQueryResult)]
struct Counter {
    failures: i64,
    last_at: i64,
    blocked_until: i64,
}

impl Throttle {
    pub(super) const fn new(database: Database, clock: Clock) -> Self {
        Self { database, clock }
    }

    /// Lets an attempt to sign in through and counts it.
    pub(super) async fn sign_in(&self, email_key: &str, from: IpAddr) -> Result<Attempt, AppError> {
        let network = network_of(from);
        let pair = subject(&["pair", email_key, &network]);
        let (account, address) = if self.is_known(&pair).await? {
            (pair.clone(), None)
        } else {
            (subject(&["account", email_key]), Some(subject(&["address", &network])))
        };
        self.count(Attempt { account, address, pair: Some(pair) }).await
    }

    /// Lets an attempt to prove the own password through and counts it.
    pub(super) async fn own_password(&self, person: i64, from: IpAddr) -> Result<Attempt, AppError> {
        let account = subject(&["own-password", &person.to_string()]);
        let address = subject(&["address", &network_of(from)]);
        self.count(Attempt { account, address: Some(address), pair: None }).await
    }

    /// Lets somebody who forgot the password through and counts it. Apart from sign-in: letters that a stranger asks
    /// for keep nobody from it.
    pub(super) async fn forgotten_password(&self, email_key: &str, from: IpAddr) -> Result<(), AppError> {
        let account = subject(&["forgotten", email_key]);
        let address = subject(&["forgotten-from", &network_of(from)]);
        self.count(Attempt { account, address: Some(address), pair: None }).await.map(drop)
    }

    async fn count(&self, attempt: Attempt) -> Result<Attempt, AppError> {
        let now = self.clock.now();
        let transaction = self.database.write().await?;
        // Always in this order, so that two of these cannot wait for each other.
        let account = std::iter::once((&attempt.account, ACCOUNT_LIMIT));
        let address = attempt.address.iter().map(|address| (address, ADDRESS_LIMIT));
        let mut counted = Vec::new();
        for (subject, limit) in account.chain(address) {
            let counter = self.lock(&transaction, subject, now).await?;
            if counter.blocked_until > now {
                return Err(wait(counter.blocked_until - now));
            }
            counted.push((subject, counter.plus_one(now, limit)));
        }
        for (subject, counter) in counted {
            self.put(&transaction, subject, &counter).await?;
        }
        self.forget(&transaction, now).await?;
        transaction.commit().await?;
        Ok(attempt)
    }

    /// The password was right: the account's counter goes, the address gets its one back, and is known from now on.
    pub(super) async fn succeeded(&self, attempt: &Attempt) -> Result<(), AppError> {
        let now = self.clock.now();
        let transaction = self.database.write().await?;
        let clear = "UPDATE sign_in_failure SET failures = 0, blocked_until = 0 WHERE subject = $1";
        self.execute(&transaction, clear, [attempt.account.clone().into()]).await?;
        let give_back = "UPDATE sign_in_failure SET failures = failures - 1,
                blocked_until = CASE WHEN failures <= $2 THEN 0 ELSE blocked_until END
            WHERE subject = $1 AND failures > 0";
        if let Some(address) = &attempt.address {
            self.execute(&transaction, give_back, [address.clone().into(), ADDRESS_LIMIT.into()]).await?;
        }
        if let Some(pair) = &attempt.pair {
            let remember = "INSERT INTO sign_in_failure (subject, failures, last_at, blocked_until, known)
                VALUES ($1, 0, $2, 0, $3)
                ON CONFLICT (subject) DO UPDATE SET last_at = excluded.last_at, known = excluded.known";
            self.execute(&transaction, remember, [pair.clone().into(), now.into(), true.into()]).await?;
        }
        transaction.commit().await
    }

    async fn is_known(&self, pair: &[u8]) -> Result<bool, AppError> {
        let select = "SELECT 1 FROM sign_in_failure WHERE subject = $1 AND known = $2";
        let select = self.database.statement(select, [pair.to_owned().into(), true.into()]);
        Ok(self.database.pool().query_one_raw(select).await.map_err(error::database)?.is_some())
    }

    /// The counter, kept from others until the end of the transaction.
    async fn lock(&self, transaction: &WriteTransaction, subject: &[u8], now: i64) -> Result<Counter, AppError> {
        let upsert = "INSERT INTO sign_in_failure (subject, failures, last_at, blocked_until) VALUES ($1, 0, $2, 0)
            ON CONFLICT (subject) DO UPDATE SET failures = sign_in_failure.failures
            RETURNING failures, last_at, blocked_until";
        let upsert = self.database.statement(upsert, [subject.to_owned().into(), now.into()]);
        let row = transaction.query_one_raw(upsert).await.map_err(error::database)?;
        let row = row.ok_or_else(|| error::internal("a counter was not returned"))?;
        Counter::from_query_result(&row, "").map_err(error::database)
    }

    async fn put(&self, transaction: &WriteTransaction, subject: &[u8], counter: &Counter) -> Result<(), AppError> {
        let Counter { failures, last_at, blocked_until } = *counter;
        let update = "UPDATE sign_in_failure SET failures = $2, last_at = $3, blocked_until = $4 WHERE subject = $1";
        let values = [subject.to_owned().into(), failures.into(), last_at.into(), blocked_until.into()];
        self.execute(transaction, update, values).await
    }

    /// Guesses at made-up accounts must not fill the disk.
    async fn forget(&self, transaction: &WriteTransaction, now: i64) -> Result<(), AppError> {
        let delete = "DELETE FROM sign_in_failure WHERE last_at < $1 AND (known = $2 OR last_at < $3)";
        let values = [(now - millis(FORGOTTEN)).into(), false.into(), (now - millis(KNOWN)).into()];
        self.execute(transaction, delete, values).await
    }

    async fn execute<const N: usize>(
        &self,
        transaction: &WriteTransaction,
        sql: &str,
        values: [sea_orm::Value; N],
    ) -> Result<(), AppError> {
        transaction.execute_raw(self.database.statement(sql, values)).await.map(drop).map_err(error::database)
    }
}

impl Counter {
    /// The counter after one more attempt.
    fn plus_one(&self, now: i64, limit: i64) -> Self {
        let half_lives = u32::try_from((now - self.last_at).max(0) / millis(HALF_LIFE)).unwrap_or(u32::MAX);
        let left = self.failures.checked_shr(half_lives).unwrap_or(0);
        let failures = left.saturating_add(1);
        let blocked_until = now + millis(wait_after(failures - limit));
        Self { failures, last_at: now, blocked_until }
    }
}

/// How long the next attempt has to wait when the limit is passed by `over`.
fn wait_after(over: i64) -> Duration {
    match u32::try_from(over) {
        Err(_) => Duration::ZERO,
        Ok(over) => {
            2_u32.checked_pow(over).map_or(LONGEST_WAIT, |times| FIRST_WAIT.saturating_mul(times)).min(LONGEST_WAIT)
        }
    }
}

fn wait(millis: i64) -> AppError {
    let retry_after = u64::try_from(millis).unwrap_or(0).div_ceil(1_000).max(1);
    AppError::TooManyAttempts { retry_after }
}

/// Hashed: addresses of people who never had an account here are nobody's business.
fn subject(parts: &[&str]) -> Vec<u8> {
    Sha256::digest(parts.join("\0")).to_vec()
}

/// One subscriber usually has a whole /64 of IPv6.
fn network_of(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_a_quarter_of_an_hour() {
        let seconds = |over| wait_after(over).as_secs();
        assert_eq!([seconds(-1), seconds(0), seconds(1), seconds(2)], [0, 5, 10, 20]);
        assert_eq!([seconds(7), seconds(8), seconds(1_000_000)], [640, 900, 900]);
    }

    #[test]
    fn failures_count_half_after_an_hour_and_nothing_after_a_day() {
        let after = |hours: i64| {
            let counter = Counter { failures: 8, last_at: 0, blocked_until: 0 };
            counter.plus_one(hours * 3_600_000, ACCOUNT_LIMIT).failures
        };
        assert_eq!([after(0), after(1), after(2), after(24), after(10_000)], [9, 5, 3, 1, 1]);
    }

    #[test]
    fn a_clock_that_goes_back_does_no_harm() {
        let counter = Counter { failures: 1, last_at: 5_000, blocked_until: 0 };
        assert_eq!(counter.plus_one(0, ACCOUNT_LIMIT).failures, 2);
    }

    #[test]
    fn a_network_of_ipv6_counts_as_one_address() {
        let network = |address: &str| network_of(address.parse().expect("an address"));
        assert_eq!(network("2001:db8:1:2:3::4"), network("2001:db8:1:2:ffff::1"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:192.0.2.1"), "192.0.2.1");
    }
}
