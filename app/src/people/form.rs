//! The rules of an invitation.

use super::Invitation;
use crate::fields::{EmailAddress, FieldError, PersonName, Problem};
use crate::session::Role;

/// Reads what was typed.
///
/// # Errors
/// Every field that breaks a rule, in the order of the form.
pub(super) fn invitation(name: &str, email: &str, role: &str) -> Result<Invitation, Vec<FieldError>> {
    let name = PersonName::parse(name).map_err(|problem| FieldError::new("name", problem));
    let email = EmailAddress::parse(email).map_err(|problem| FieldError::new("email", problem));
    let role = Role::from_code(role).ok_or_else(|| FieldError::new("role", Problem::Choice));
    match (name, email, role) {
        (Ok(name), Ok(email), Ok(role)) => Ok(Invitation { name, email, role }),
        (name, email, role) => Err([name.err(), email.err(), role.err()].into_iter().flatten().collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_an_invitation_is_checked() {
        let wrong = invitation(" ", "ada", "boss").expect_err("errors");
        assert_eq!(wrong.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), ["name", "email", "role"]);
        assert!(invitation("Ada", "ada@example.org", "agent").is_ok());
    }
}
