//! What the forms of SIP phones send.

use super::PhoneChange;
use crate::error::AppError;
use crate::fields::{FieldError, PhoneUserName, Problem};

/// Most phones or people that are named at once; everybody together is a choice of its own.
const MOST: usize = 1_000;

/// `yes` or `no`.
///
/// # Errors
/// [`AppError::Invalid`] on this field.
#[cfg(any(feature = "ssr", test))]
pub(super) fn yes_or_no(field: &str, typed: &str) -> Result<bool, AppError> {
    read(typed).ok_or_else(|| AppError::invalid(field, Problem::Choice))
}

/// `yes`, or nothing.
///
/// # Errors
/// [`AppError::Invalid`] on this field.
#[cfg(any(feature = "ssr", test))]
pub(super) fn flag(field: &str, typed: &str) -> Result<bool, AppError> {
    if typed.is_empty() { Ok(false) } else { yes_or_no(field, typed) }
}

fn read(typed: &str) -> Option<bool> {
    match typed {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// Numbers with commas between them, each once.
///
/// # Errors
/// [`AppError::Invalid`] on this field when there are none or more than 1,000; [`AppError::Malformed`] when they are none.
pub(super) fn numbers(field: &str, typed: &str) -> Result<Vec<i64>, AppError> {
    let parsed: Result<Vec<i64>, _> = typed.split(',').filter(|part| !part.is_empty()).map(str::parse).collect();
    let mut numbers = parsed.map_err(|_| AppError::Malformed)?;
    numbers.sort_unstable();
    numbers.dedup();
    match numbers.len() {
        0 => Err(AppError::invalid(field, Problem::NobodyChosen)),
        count if count > MOST => Err(AppError::Said("At most 1,000 at once.".to_owned())),
        _ => Ok(numbers),
    }
}

/// The form of **Edit**.
///
/// # Errors
/// Every field that breaks a rule, in the order of the form.
pub(super) fn change(user_name: &str, receiving: &str, new_password: &str) -> Result<PhoneChange, Vec<FieldError>> {
    let user_name = PhoneUserName::parse(user_name).map_err(|problem| FieldError::new("user_name", problem));
    let receiving = read(receiving).ok_or_else(|| FieldError::new("receiving", Problem::Choice));
    match (user_name, receiving) {
        (Ok(user_name), Ok(receiving)) => {
            Ok(PhoneChange { user_name, receiving, new_password: !new_password.is_empty() })
        }
        (user_name, receiving) => Err([user_name.err(), receiving.err()].into_iter().flatten().collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_each_once() {
        assert_eq!(numbers("ids", "3,1,3"), Ok(vec![1, 3]));
        assert_eq!(numbers("ids", ""), Err(AppError::invalid("ids", Problem::NobodyChosen)));
        assert_eq!(numbers("ids", "1,x"), Err(AppError::Malformed));
        let many: Vec<String> = (0..=1_000).map(|n: i64| n.to_string()).collect();
        assert!(matches!(numbers("ids", &many.join(",")), Err(AppError::Said(_))));
    }

    #[test]
    fn a_change_is_checked_field_by_field() {
        let wrong = change("a b", "perhaps", "").expect_err("errors");
        assert_eq!(wrong.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), ["user_name", "receiving"]);
        assert!(change("curtis.stone", "no", "on").is_ok_and(|change| change.new_password && !change.receiving));
    }
}
