use app::session::Role;

/// What may change on the screens of others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// SIP phones: credentials, receiving, registrations.
    SipPhones,
    /// People and their roles.
    People,
    /// Outgoing mail.
    Mail,
}

impl Topic {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::SipPhones, Self::People, Self::Mail];

    /// The word in the database, in the address and in the events.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::SipPhones => "sip-phones",
            Self::People => "people",
            Self::Mail => "mail",
        }
    }

    /// The topic with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|topic| topic.code() == code)
    }

    /// Whether somebody of this role may be told of it: whoever sees the list.
    #[must_use]
    pub const fn is_for(self, role: Role) -> bool {
        match self {
            Self::SipPhones | Self::People | Self::Mail => matches!(role, Role::Admin | Role::Support),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_topic_is_found_by_its_code_and_none_is_for_agents() {
        for topic in Topic::ALL {
            assert_eq!(Topic::from_code(topic.code()), Some(topic));
            assert!(topic.is_for(Role::Admin) && topic.is_for(Role::Support) && !topic.is_for(Role::Agent));
        }
        assert_eq!(Topic::from_code("secrets"), None);
    }
}
