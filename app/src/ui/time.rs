//! Moments, as people read them.

use leptos::prelude::*;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// "22 Nov 2026, 07:20 UTC". The same on the server and in the browser, whatever time zone either is in.
#[component]
pub fn Moment(
    /// Milliseconds since 1970.
    at: i64,
) -> impl IntoView {
    let Parts { year, month, day, hour, minute } = parts(at);
    let machine = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}Z");
    let words = format!("{day} {} {year}, {hour:02}:{minute:02} UTC", MONTHS[month as usize - 1]);
    view! { <time datetime=machine>{words}</time> }.into_any()
}

struct Parts {
    year: i64,
    month: i64,
    day: i64,
    hour: i64,
    minute: i64,
}

/// The proleptic Gregorian calendar, counted in eras of 400 years that begin on 1 March.
fn parts(at: i64) -> Parts {
    let minutes = at.div_euclid(60_000);
    let days = minutes.div_euclid(24 * 60) + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    Parts {
        year: year_of_era + era * 400 + i64::from(month <= 2),
        month,
        day: of_year - (153 * shifted + 2) / 5 + 1,
        hour: minutes.rem_euclid(24 * 60) / 60,
        minute: minutes.rem_euclid(60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_from_milliseconds() {
        let read = |at| {
            let Parts { year, month, day, hour, minute } = parts(at);
            (year, month, day, hour, minute)
        };
        assert_eq!(read(0), (1970, 1, 1, 0, 0));
        assert_eq!(read(-1), (1969, 12, 31, 23, 59));
        assert_eq!(read(951_782_400_000), (2000, 2, 29, 0, 0));
        assert_eq!(read(1_795_332_059_999), (2026, 11, 22, 7, 20));
        assert_eq!(read(4_107_542_399_000), (2100, 2, 28, 23, 59));
    }
}
