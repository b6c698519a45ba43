//! Statements of many rows.

use sea_orm::DbBackend;

/// The places for values in a statement of many rows, each row with `rest` at its end: `($1, $2), ($3, $4)`.
///
/// SQLite takes numbers for names, and looks each of them up among all the others: there they are `?`.
pub(crate) fn places(backend: DbBackend, rows: usize, columns: usize, rest: &str) -> String {
    let place = |number: usize| if backend == DbBackend::Sqlite { "?".to_owned() } else { format!("${number}") };
    let row = |row: usize| {
        let places: Vec<String> = (1..=columns).map(|column| place(row * columns + column)).collect();
        format!("({}{rest})", places.join(", "))
    };
    (0..rows).map(row).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_numbered_through_all_rows() {
        assert_eq!(places(DbBackend::Postgres, 2, 2, ", 7"), "($1, $2, 7), ($3, $4, 7)");
        assert_eq!(places(DbBackend::Sqlite, 2, 2, ""), "(?, ?), (?, ?)");
        assert_eq!(places(DbBackend::Postgres, 0, 2, ""), "");
    }
}
