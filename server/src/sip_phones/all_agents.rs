//! **All agents**: a row in the table of jobs, and the steps in which it is done.
//!
//! A step gives some people SIP access, writes to them and counts them, in one transaction: whoever is killed in the
//! middle of it has done nothing, and whoever comes next goes on there. The job's row is locked meanwhile, so that of
//! several servers one works at a time.

use super::store::PhoneStore;
use crate::database::WriteTransaction;
use crate::error;
use crate::events::{Events, Topic};
use crate::people::{self, without_phone};
use app::error::AppError;
use app::sip_phones::{CredentialsState, Progress};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, FromQueryResult, QueryResult};

/// People in one step: few enough that others who write do not wait long.
const STEP: usize = 50;
/// For so long a job that has ended is told of, in milliseconds.
const TOLD: i64 = 60_000;
/// The word in the database.
const KIND: &str = "all_agents";

/// A job under way.
#[derive(FromQueryResult)]
struct Job {
    id: i64,
    receiving: bool,
    last_id: i64,
    end_id: i64,
    begun_by: String,
}

/// What a step came to.
pub(super) enum Stepped {
    /// There may be more to do.
    Done,
    /// There is no job, or another server is at it.
    Nothing,
}

impl PhoneStore {
    /// Begins, unless it was begun already. It is for those who are without SIP access now: whoever is added later has
    /// to be given it by somebody.
    pub(super) async fn begin_all(&self, by: &str, receiving: bool) -> Result<Progress, AppError> {
        let now = self.clock.now();
        let insert = format!(
            "INSERT INTO job (kind, receiving, total, end_id, state, begun_by, started_at)
             SELECT '{KIND}', $1, count(*), coalesce(max(id), 0), 'running', $2, $3 FROM {}
             HAVING count(*) > 0
             ON CONFLICT DO NOTHING",
            without_phone(&self.database)
        );
        let values = [receiving.into(), by.into(), now.into()];
        let transaction = self.database.write().await?;
        let insert = self.database.statement(&insert, values);
        transaction.execute_raw(insert).await.map_err(error::database)?;
        Events::changed(&transaction, Topic::SipPhones);
        transaction.commit().await?;
        self.news.notify_one();
        Ok(self.latest_job().await?.unwrap_or(Progress { done: 0, total: 0, finished: true }))
    }

    /// The job under way, or one that ended a moment ago.
    pub(super) async fn latest_job(&self) -> Result<Option<Progress>, AppError> {
        let select = format!(
            "SELECT done, total, state FROM job WHERE kind = '{KIND}' AND (state = 'running' OR finished_at > $1)
             ORDER BY id DESC LIMIT 1"
        );
        let select = self.database.statement(&select, [(self.clock.now() - TOLD).into()]);
        let row = self.database.pool().query_one_raw(select).await.map_err(error::database)?;
        row.as_ref().map(progress).transpose().map_err(error::database)
    }

    /// Does some of the job, if there is one.
    pub(super) async fn step(&self) -> Result<Stepped, AppError> {
        // Only looking needs no lock: most of the time there is nothing.
        let look = self.database.statement("SELECT 1 FROM job WHERE state = 'running'", []);
        if self.database.pool().query_one_raw(look).await.map_err(error::database)?.is_none() {
            return Ok(Stepped::Nothing);
        }
        let transaction = self.database.write().await?;
        let Some(job) = self.locked_job(&transaction).await? else { return Ok(Stepped::Nothing) };
        let people = self.next_people(&transaction, &job).await?;
        let ended = people.is_empty() && !self.somebody_is_left(&transaction, &job).await?;
        if let Some(last) = people.last().map(|person| person.id) {
            let maker = self.maker(&job.begun_by);
            let phones = maker.give(&transaction, &people, job.receiving, CredentialsState::Queued).await?;
            let mut phones: Vec<_> = people.into_iter().zip(phones).collect();
            self.write_letters(&transaction, &mut phones, false).await?;
            self.count(&transaction, &job, phones.len(), last).await?;
        }
        if ended {
            self.finish(&transaction, &job).await?;
        }
        transaction.commit().await?;
        if ended {
            self.links.forget_expired().await;
        } else {
            self.outbox.wake();
        }
        Ok(Stepped::Done)
    }

    async fn locked_job(&self, transaction: &WriteTransaction) -> Result<Option<Job>, AppError> {
        let select = format!(
            "SELECT id, receiving, last_id, end_id, begun_by FROM job
             WHERE kind = '{KIND}' AND state = 'running' ORDER BY id LIMIT 1 {}",
            self.for_update("SKIP LOCKED")
        );
        let row = transaction.query_one_raw(self.database.statement(&select, [])).await.map_err(error::database)?;
        row.map(|row| Job::from_query_result(&row, "")).transpose().map_err(error::database)
    }

    /// The next who are without, locked.
    async fn next_people(&self, transaction: &WriteTransaction, job: &Job) -> Result<Vec<people::Model>, AppError> {
        let select = format!(
            "SELECT id FROM {} AND id > $1 AND id <= $2 ORDER BY id LIMIT {STEP} {}",
            without_phone(&self.database),
            self.for_update("")
        );
        let select = self.database.statement(&select, [job.last_id.into(), job.end_id.into()]);
        let rows = transaction.query_all_raw(select).await.map_err(error::database)?;
        let ids: Result<Vec<i64>, DbErr> = rows.iter().map(|row| row.try_get("", "id")).collect();
        people::lock_many(transaction, &ids.map_err(error::database)?).await
    }

    /// PostgreSQL leaves out whom somebody else gave SIP access while it waited for the lock; behind them there may be
    /// more.
    async fn somebody_is_left(&self, transaction: &WriteTransaction, job: &Job) -> Result<bool, AppError> {
        let select = format!("SELECT 1 FROM {} AND id > $1 AND id <= $2 LIMIT 1", without_phone(&self.database));
        let select = self.database.statement(&select, [job.last_id.into(), job.end_id.into()]);
        let row = transaction.query_one_raw(select).await.map_err(error::database)?;
        Ok(row.is_some())
    }

    async fn count(&self, transaction: &WriteTransaction, job: &Job, done: usize, last: i64) -> Result<(), AppError> {
        let update = "UPDATE job SET done = done + $2, last_id = $3,
            total = CASE WHEN done + $2 > total THEN done + $2 ELSE total END WHERE id = $1";
        let done = i64::try_from(done).unwrap_or(i64::MAX);
        let update = self.database.statement(update, [job.id.into(), done.into(), last.into()]);
        transaction.execute_raw(update).await.map(drop).map_err(error::database)
    }

    /// Whom somebody else gave SIP access meanwhile does not count.
    async fn finish(&self, transaction: &WriteTransaction, job: &Job) -> Result<(), AppError> {
        let update = "UPDATE job SET state = 'finished', total = done, finished_at = $2 WHERE id = $1";
        let update = self.database.statement(update, [job.id.into(), self.clock.now().into()]);
        transaction.execute_raw(update).await.map_err(error::database)?;
        Events::changed(transaction, Topic::SipPhones);
        Ok(())
    }

    /// SQLite's write lock keeps others out as it is.
    fn for_update(&self, or: &str) -> String {
        if self.database.backend() == DbBackend::Postgres { format!("FOR UPDATE {or}") } else { String::new() }
    }
}

fn progress(row: &QueryResult) -> Result<Progress, DbErr> {
    let number = |column| row.try_get::<i64>("", column).map(|number| u64::try_from(number).unwrap_or(0));
    let state: String = row.try_get("", "state")?;
    Ok(Progress { done: number("done")?, total: number("total")?, finished: state == "finished" })
}
