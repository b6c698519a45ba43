//! Agents without SIP access.

use super::store::PhoneStore;
use crate::error;
use crate::people::{self, WITHOUT_PHONE, without_phone};
use app::error::AppError;
use app::listing::{ListQuery, PageSize, SEARCH_MAX, Total};
use app::people::{PersonColumn, PersonRow};
use app::sip_phones::{Candidate, Candidates, Waiting};
use sea_orm::ConnectionTrait;

/// Most that are offered at once.
const OFFERED: usize = 20;

/// Every look at the list and every letter that is typed count to here at most.
const COUNTED: i64 = 10_000;

impl PhoneStore {
    /// The first who match, by name, and how many there are without a search; above [`COUNTED`] only that there are so many.
    pub(super) async fn find_candidates(&self, search: &str) -> Result<Candidates, AppError> {
        let search = search.chars().take(SEARCH_MAX).collect();
        let query = ListQuery::<PersonColumn> { search, size: PageSize::Small, ..ListQuery::default() };
        let found = self.people.marked_page(&query, &[WITHOUT_PHONE], people::key(PersonColumn::Name), people::read);
        let candidate = |PersonRow { id, name, email, .. }| Candidate { person: id, name, email };
        let people = found.await?.rows.into_iter().take(OFFERED).map(candidate).collect();
        Ok(Candidates { people, without: self.without().await? })
    }

    /// Who waits for SIP access; above [`COUNTED`] agents only that there are so many.
    pub(super) async fn look_who_waits(&self) -> Result<Waiting, AppError> {
        Ok(Waiting { without: self.without().await?, all: self.latest_job().await? })
    }

    /// How many agents have no SIP access: counted in an index that has nobody else.
    async fn without(&self) -> Result<Total, AppError> {
        let some = format!("SELECT 1 FROM {} LIMIT $1", without_phone(&self.database));
        let count = format!("SELECT count(*) AS number FROM ({some}) AS waiting");
        let row = self.database.pool().query_one_raw(self.database.statement(&count, [(COUNTED + 1).into()])).await;
        let number: i64 = match row.map_err(error::database)? {
            Some(row) => row.try_get("", "number").map_err(error::database)?,
            None => 0,
        };
        let (number, most) = (u64::try_from(number).unwrap_or(0), COUNTED.unsigned_abs());
        Ok(if number > most { Total::AtLeast(most) } else { Total::Exactly(number) })
    }
}
