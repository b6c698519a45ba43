//! Two people edit the same endpoint: what the other one changed is put into the form of the second, except where the
//! second has typed something, and is named.

use crate::error::Conflict;
use crate::fields::{Codec, Transport};
use crate::ui::form_state::Values;

/// A field that the other person changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OtherChange {
    /// Name of the field.
    pub(super) field: &'static str,
    /// The words over it.
    pub(super) label: &'static str,
    /// What it was when this form was opened.
    pub(super) from: String,
    /// What it is now.
    pub(super) to: String,
    /// True where this form holds something else that was typed: it is kept.
    pub(super) kept: bool,
}

/// Among the values of two states: whether a password is kept. It is no field, and says nothing about the password.
pub const HAS_PASSWORD: &str = "has_password";

/// The value of [`HAS_PASSWORD`].
#[must_use]
pub const fn has_password(kept: bool) -> &'static str {
    if kept { "yes" } else { "" }
}

const LABELS: [(&str, &str); 8] = [
    ("host", "SIP endpoint"),
    ("port", "Port"),
    ("reference", "Reference"),
    ("codec", "Codec"),
    ("transport", "Transport"),
    ("user_name", "User name"),
    ("realm", "Realm"),
    (HAS_PASSWORD, "Password"),
];

/// Compares three states: `base` when the form was opened, `mine` as typed, and the server's now.
pub(super) fn changes(base: &Values, mine: &Values, conflict: &Conflict) -> Vec<OtherChange> {
    let get = |values: &Values, field: &str| values.get(field).cloned().unwrap_or_default();
    LABELS
        .into_iter()
        .filter_map(|(field, label)| {
            let (was, now) = (get(base, field), get(&conflict.current, field));
            // Nobody types that.
            let typed = if field == HAS_PASSWORD { was.clone() } else { get(mine, field) };
            (was != now).then(|| OtherChange { field, label, kept: typed != was && typed != now, from: was, to: now })
        })
        .collect()
}

impl OtherChange {
    /// "Port: 5060 → 5070".
    pub(super) fn words(&self) -> String {
        let kept = if self.kept { "; what you typed is kept" } else { "" };
        format!("{}: {} → {}{kept}", self.label, shown(self.field, &self.from), shown(self.field, &self.to))
    }
}

fn shown(field: &str, value: &str) -> String {
    match field {
        HAS_PASSWORD => if value.is_empty() { "none" } else { "kept" }.to_owned(),
        _ if value.is_empty() => "nothing".to_owned(),
        "codec" => Codec::parse(value).map_or_else(|_| value.to_owned(), |codec| codec.label().to_owned()),
        "transport" => Transport::parse(value).map_or_else(|_| value.to_owned(), |t| t.label().to_owned()),
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(pairs: &[(&str, &str)]) -> Values {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn what_the_other_changed_is_named_and_what_was_typed_is_kept() {
        let base = values(&[("port", "5060"), ("codec", "alaw"), ("realm", "")]);
        let mine = values(&[("port", "5060"), ("codec", "ulaw"), ("realm", "x")]);
        let current = values(&[("port", "5070"), ("codec", "alaw_ulaw"), ("realm", "")]);
        let conflict = Conflict { by: "Ada".into(), version: 2, current };
        let found = changes(&base, &mine, &conflict);
        let said: Vec<String> = found.iter().map(OtherChange::words).collect();
        assert_eq!(said, ["Port: 5060 → 5070", "Codec: alaw → alaw and ulaw; what you typed is kept"]);
        assert!(!found[0].kept && found[1].kept);
    }

    #[test]
    fn a_password_that_came_or_went_is_said() {
        let (with, without) = (values(&[(HAS_PASSWORD, has_password(true))]), values(&[(HAS_PASSWORD, "")]));
        let conflict = Conflict { by: "Ada".into(), version: 2, current: without.clone() };
        assert_eq!(changes(&with, &values(&[]), &conflict)[0].words(), "Password: kept → none");
        let conflict = Conflict { by: "Ada".into(), version: 2, current: with };
        assert_eq!(changes(&without, &values(&[]), &conflict)[0].words(), "Password: none → kept");
    }

    #[test]
    fn the_same_change_twice_is_no_quarrel() {
        let base = values(&[("port", "5060")]);
        let both = values(&[("port", "5070")]);
        let conflict = Conflict { by: "Ada".into(), version: 2, current: both.clone() };
        assert!(!changes(&base, &both, &conflict)[0].kept);
    }
}
