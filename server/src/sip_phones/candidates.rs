//! Agents without SIP access.

use super::store::PhoneStore;
use crate::error;
use crate::people::{self, WITHOUT_PHONE, without_phone};
use app::error::AppError;
use app::listing::{ListQuery, PageSize, SEARCH_MAX};
use app::people::{PersonColumn, PersonRow};
use app::sip_phones::{Candidate, Candidates};
use sea_orm::ConnectionTrait;

/// Most that are offered at once.
const OFFERED: usize = 20;

impl PhoneStore {
    /// The first who match, by name, and how many there are without a search.
    pub(super) async fn find_candidates(&self, search: &str) -> Result<Candidates, AppError> {
        let search = search.chars().take(SEARCH_MAX).collect();
        let query = ListQuery::<PersonColumn> { search, size: PageSize::Small, ..ListQuery::default() };
        let found = self.people.marked_page(&query, &[WITHOUT_PHONE], people::key(PersonColumn::Name), people::read);
        let candidate = |PersonRow { id, name, email, .. }| Candidate { person: id, name, email };
        let people = found.await?.rows.into_iter().take(OFFERED).map(candidate).collect();
        Ok(Candidates { people, without: self.without().await? })
    }

    /// How many agents have no SIP access: counted in an index that has nobody else.
    async fn without(&self) -> Result<u64, AppError> {
        let count = format!("SELECT count(*) AS number FROM {}", without_phone(&self.database));
        let row = self.database.pool().query_one_raw(self.database.statement(&count, [])).await;
        let number: i64 = match row.map_err(error::database)? {
            Some(row) => row.try_get("", "number").map_err(error::database)?,
            None => 0,
        };
        Ok(u64::try_from(number).unwrap_or(0))
    }
}
