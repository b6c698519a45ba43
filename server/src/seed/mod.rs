//! Made-up data (being written).

use crate::cli::SeedArgs;
use crate::database::Database;
use crate::error::StartError;
use crate::secrets::Secrets;

/// Fills the database.
///
/// # Errors
/// A sentence.
pub async fn run(_database: &Database, _secrets: &Secrets, _args: SeedArgs) -> Result<(), StartError> {
    Err(StartError::new("Being written."))
}
