//! Duplicating: the next free reference.

use super::entity::{Column, Entity};
use crate::database::Database;
use crate::error;
use app::error::AppError;
use app::fields::Reference;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::HashSet;

/// Names asked for at once: few copies are the rule, thousands possible.
const FIRST: u32 = 16;
const MOST: u32 = 1_024;

/// The first of `paris-copy`, `paris-copy-2`, … that nobody has. Somebody may take it before it is used.
pub(super) async fn free_reference(database: &Database, original: &Reference) -> Result<Reference, AppError> {
    let (mut number, mut batch) = (1_u32, FIRST);
    loop {
        let names: Vec<Reference> =
            (number..number.saturating_add(batch)).map(|number| original.copy(number)).collect();
        let taken = taken(database, &names).await?;
        if let Some(free) = names.into_iter().find(|name| !taken.contains(&name.key())) {
            return Ok(free);
        }
        number += batch;
        batch = (2 * batch).min(MOST);
    }
}

async fn taken(database: &Database, names: &[Reference]) -> Result<HashSet<String>, AppError> {
    let keys = names.iter().map(Reference::key);
    let query = Entity::find().select_only().column(Column::ReferenceKey).filter(Column::ReferenceKey.is_in(keys));
    let taken: Vec<String> = query.into_tuple().all(database.pool()).await.map_err(error::database)?;
    Ok(taken.into_iter().collect())
}
