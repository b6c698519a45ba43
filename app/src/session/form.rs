//! The rules of the forms for sign-in, set-up and the own password.

use crate::fields::{EmailAddress, FieldError, NewPassword, PersonName, Problem};

#[cfg(feature = "ssr")]
use crate::error::AppError;

/// Sign-in: both fields filled in, and not longer than any account's could be.
#[must_use]
pub fn check_sign_in(email: &str, password: &str) -> Vec<FieldError> {
    let email = wrong("email", filled_in(email.trim(), EmailAddress::MAX));
    email.into_iter().chain(wrong("password", filled_in(password, NewPassword::MAX))).collect()
}

/// Set-up of the first administrator.
#[must_use]
pub fn check_set_up(name: &str, email: &str, password: &str) -> Vec<FieldError> {
    let (typed_name, typed_email) = (name, email);
    let name = wrong("name", PersonName::parse(name).map(drop));
    let email = wrong("email", EmailAddress::parse(email).map(drop));
    let about = |password: NewPassword| password.not_about(typed_name, typed_email);
    name.into_iter().chain(email).chain(wrong("password", NewPassword::parse(password).and_then(about))).collect()
}

/// A forgotten password: an address to mail to.
#[must_use]
pub fn check_forgot_password(email: &str) -> Vec<FieldError> {
    wrong("email", EmailAddress::parse(email).map(drop)).into_iter().collect()
}

/// A password that is chosen behind a link.
#[must_use]
pub fn check_new_password(new: &str) -> Vec<FieldError> {
    wrong("new_password", NewPassword::parse(new).map(drop)).into_iter().collect()
}

/// A new password for oneself.
#[must_use]
pub fn check_password_change(current: &str, new: &str) -> Vec<FieldError> {
    let current = wrong("current_password", filled_in(current, NewPassword::MAX));
    current.into_iter().chain(wrong("new_password", NewPassword::parse(new).map(drop))).collect()
}

/// No errors, or all of them as one.
#[cfg(feature = "ssr")]
pub(super) fn none_wrong(errors: Vec<FieldError>) -> Result<(), AppError> {
    if errors.is_empty() { Ok(()) } else { Err(AppError::Invalid(errors)) }
}

fn wrong(field: &str, parsed: Result<(), Problem>) -> Option<FieldError> {
    parsed.err().map(|problem| FieldError::new(field, problem))
}

fn filled_in(value: &str, most: u16) -> Result<(), Problem> {
    match value.chars().take(usize::from(most) + 1).count() {
        0 => Err(Problem::Required),
        n if n > usize::from(most) => Err(Problem::TooLong(most)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(errors: &[FieldError]) -> Vec<&str> {
        errors.iter().map(|error| error.field.as_str()).collect()
    }

    #[test]
    fn sign_in_wants_both_fields() {
        assert_eq!(fields(&check_sign_in(" ", "")), ["email", "password"]);
        assert!(check_sign_in("a", "b").is_empty());
        assert_eq!(fields(&check_sign_in("a", &"b".repeat(1_000_000))), ["password"]);
    }

    #[test]
    fn set_up_checks_every_field() {
        assert_eq!(fields(&check_set_up("", "ada", "short")), ["name", "email", "password"]);
        assert!(check_set_up("Ada", "ada@example.org", "correct horse").is_empty());
        assert_eq!(fields(&check_set_up("Ada Lovelace", "ada@example.org", "ada.lovelace1")), ["password"]);
    }

    #[test]
    fn a_new_password_follows_the_rule_for_passwords() {
        assert_eq!(fields(&check_password_change("", "short")), ["current_password", "new_password"]);
        assert!(check_password_change("whatever", "correct horse").is_empty());
    }
}
