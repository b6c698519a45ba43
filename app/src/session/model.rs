//! People who sign in, and what their role allows.

use serde::{Deserialize, Serialize};

/// What a person may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Everything.
    Admin,
    /// Sees and searches everything but secrets; changes nothing.
    Support,
    /// The own **My phone** page, nothing else.
    Agent,
}

impl Role {
    /// The word kept in the database and in forms.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Support => "support",
            Self::Agent => "agent",
        }
    }

    /// The role with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Admin, Self::Support, Self::Agent].into_iter().find(|role| role.code() == code)
    }

    /// The word that people see.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Admin => "Admin",
            Self::Support => "Support",
            Self::Agent => "Agent",
        }
    }
}

/// Somebody with an account, as the screens show them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Number in the database.
    pub id: i64,
    /// Name as typed.
    pub name: String,
    /// E-mail address, the name for signing in.
    pub email: String,
    /// What they may do.
    pub role: Role,
}

impl Person {
    /// Up to two letters for the round picture: "Ada Admin" becomes "AA".
    #[must_use]
    pub fn initials(&self) -> String {
        let mut words = self.name.split_whitespace().filter_map(|word| word.chars().next());
        let first = words.next();
        let last = words.next_back();
        first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Person {
        Person { id: 1, name: name.into(), email: "a@b.test".into(), role: Role::Admin }
    }

    #[test]
    fn initials_are_those_of_the_first_and_last_name() {
        assert_eq!(named("Ada Admin").initials(), "AA");
        assert_eq!(named("Ada Maria von Admin").initials(), "AA");
        assert_eq!(named("Cher").initials(), "C");
        assert_eq!(named("").initials(), "");
    }

    #[test]
    fn every_role_is_found_by_its_code() {
        for role in [Role::Admin, Role::Support, Role::Agent] {
            assert_eq!(Role::from_code(role.code()), Some(role));
        }
        assert_eq!(Role::from_code("root"), None);
    }
}
