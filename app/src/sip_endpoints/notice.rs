//! What was just done, carried in the list's address for one moment: it works the same with and without WebAssembly.

use super::{PATH, Saved, SipEndpointColumn};
use crate::fields::Reference;
use crate::listing::{ListQuery, encode};
use crate::ui::list_page;
use crate::ui::toast::Notice;
use leptos_router::params::ParamsMap;

/// A change that is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    verb: &'static str,
    /// Reference of the endpoint, for marking its row.
    reference: String,
    twin: Option<String>,
    single_label: bool,
}

/// What is in the address, and what people read.
const VERBS: [(&str, &str); 3] = [("created", "added"), ("updated", "saved"), ("deleted", "deleted")];

impl Change {
    /// An endpoint was added.
    pub(super) fn created(saved: &Saved) -> Self {
        Self::saved("created", saved)
    }

    /// An endpoint was changed.
    pub(super) fn updated(saved: &Saved) -> Self {
        Self::saved("updated", saved)
    }

    /// An endpoint was deleted.
    pub(super) fn deleted(reference: &str) -> Self {
        Self { verb: "deleted", reference: reference.to_owned(), twin: None, single_label: false }
    }

    fn saved(verb: &'static str, saved: &Saved) -> Self {
        let twin = saved.twin.as_ref().map(|twin| twin.reference.clone());
        Self { verb, reference: saved.reference.clone(), twin, single_label: saved.single_label }
    }

    /// Address of the list that says so; `back` is the list's query string as it was.
    pub(super) fn path(&self, back: &str) -> String {
        let query = ListQuery::<SipEndpointColumn>::from_query_string(back).to_query_string();
        let joint = if query.is_empty() { '?' } else { '&' };
        let twin = self.twin.as_ref().map(|twin| format!("&twin={}", encode(twin))).unwrap_or_default();
        let short = if self.single_label { "&short=yes" } else { "" };
        format!("{PATH}{query}{joint}{}={}{twin}{short}", self.verb, encode(&self.reference))
    }

    /// Reads the address. Only a well-formed reference is believed, since anybody can write an address.
    fn from_parameters(parameters: &ParamsMap) -> Option<Self> {
        let reference = |name| Some(Reference::parse(&parameters.get(name)?).ok()?.as_str().to_owned());
        let (verb, of) = VERBS.into_iter().find_map(|(name, _)| reference(name).map(|of| (name, of)))?;
        let single_label = parameters.get("short").is_some();
        Some(Self { verb, reference: of, twin: reference("twin"), single_label })
    }

    /// The message.
    fn notice(&self) -> Notice {
        let verb = VERBS.into_iter().find(|(name, _)| *name == self.verb).map_or("changed", |(_, words)| words);
        Notice {
            text: format!("SIP endpoint {} {verb}.", self.reference),
            warning: [self.twin.as_deref().map(twin_warning), self.single_label.then(single_label_warning)]
                .into_iter()
                .flatten()
                .reduce(|all, next| format!("{all} {next}")),
        }
    }
}

/// What was just done, if the list's address says so.
pub(super) fn read(parameters: &ParamsMap) -> Option<list_page::Change> {
    let change = Change::from_parameters(parameters)?;
    Some(list_page::Change { notice: change.notice(), row: change.reference })
}

/// Said about a host without a dot: allowed, but worth a warning.
pub(super) fn single_label_warning() -> String {
    "A name without a dot is only found where the servers share a search domain.".to_owned()
}

/// Said when another endpoint has the same server, port and user name: allowed, but worth a warning.
pub(super) fn twin_warning(reference: &str) -> String {
    format!("{reference} has the same server, port and user name. Incoming calls cannot tell them apart.")
}

#[cfg(test)]
mod tests {
    use super::super::Twin;
    use super::*;

    fn change_of(path: &str) -> Option<Change> {
        let parameters = path.split_once('?').map(|(_, query)| query).unwrap_or_default();
        let pairs = parameters.split('&').filter_map(|pair| pair.split_once('='));
        Change::from_parameters(&pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
    }

    #[test]
    fn what_was_done_is_said_on_the_list_as_it_was() {
        let twin = Some(Twin { reference: "lyon".into() });
        let path = Change::created(&Saved { id: 1, reference: "paris".into(), twin, single_label: true })
            .path("?q=par&sort=-port");
        assert_eq!(path, "/sip-endpoints?q=par&sort=-port&created=paris&twin=lyon&short=yes");
        let change = change_of(&path).expect("a change");
        assert_eq!(change.notice().text, "SIP endpoint paris added.");
        assert!(change.notice().warning.is_some_and(|warning| warning.starts_with("lyon has the same")));
    }

    #[test]
    fn an_address_cannot_put_words_into_our_mouth() {
        assert_eq!(change_of("/sip-endpoints?created=call%20555"), None);
        assert_eq!(change_of("/sip-endpoints?created=<b>"), None);
        assert_eq!(Change::deleted("a").path("?evil=1&q=x"), "/sip-endpoints?q=x&deleted=a");
    }
}
