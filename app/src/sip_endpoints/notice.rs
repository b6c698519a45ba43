//! What was just done, carried in the list's address for one moment: it works the same with and without WebAssembly.

use super::{PATH, Saved, SipEndpointColumn};
use crate::fields::Reference;
use crate::listing::{ListQuery, encode};
use crate::ui::toast::Notice;
use leptos_router::params::ParamsMap;

/// A change that is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Done {
    Created(Saved),
    Updated(Saved),
    Deleted(String),
}

impl Done {
    /// Address of the list that says so; `back` is the list's query string as it was.
    pub(super) fn path(&self, back: &str) -> String {
        let query = ListQuery::<SipEndpointColumn>::from_query_string(back).to_query_string();
        let joint = if query.is_empty() { '?' } else { '&' };
        let (name, reference, twin) = match self {
            Self::Created(saved) => ("created", &saved.reference, saved.twin.as_ref()),
            Self::Updated(saved) => ("updated", &saved.reference, saved.twin.as_ref()),
            Self::Deleted(reference) => ("deleted", reference, None),
        };
        let twin = twin.map(|twin| format!("&twin={}", encode(&twin.reference))).unwrap_or_default();
        format!("{PATH}{query}{joint}{name}={}{twin}", encode(reference))
    }
}

/// What the list's address says was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    /// Reference of the endpoint, for marking its row.
    pub(super) reference: String,
    /// The message.
    pub(super) notice: Notice,
}

impl Change {
    /// Reads the address. Only a well-formed reference is believed, since anybody can write an address.
    pub(super) fn from_parameters(parameters: &ParamsMap) -> Option<Self> {
        let reference = |name| Reference::parse(&parameters.get(name)?).ok().map(|found| found.as_str().to_owned());
        let (verb, of) = [("created", "added"), ("updated", "saved"), ("deleted", "deleted")]
            .into_iter()
            .find_map(|(name, verb)| reference(name).map(|of| (verb, of)))?;
        let warning = reference("twin").map(|twin| {
            format!("{twin} has the same server, port and user name. Incoming calls cannot tell them apart.")
        });
        Some(Self { notice: Notice { text: format!("SIP endpoint {of} {verb}."), warning }, reference: of })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Twin;
    use super::*;

    fn read(path: &str) -> Option<Change> {
        let parameters = path.split_once('?').map(|(_, query)| query).unwrap_or_default();
        let pairs = parameters.split('&').filter_map(|pair| pair.split_once('='));
        Change::from_parameters(&pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
    }

    #[test]
    fn what_was_done_is_said_on_the_list_as_it_was() {
        let twin = Some(Twin { reference: "lyon".into() });
        let path = Done::Created(Saved { id: 1, reference: "paris".into(), twin }).path("?q=par&sort=-port");
        assert_eq!(path, "/sip-endpoints?q=par&sort=-port&created=paris&twin=lyon");
        let change = read(&path).expect("a change");
        assert_eq!(change.notice.text, "SIP endpoint paris added.");
        assert!(change.notice.warning.is_some_and(|warning| warning.starts_with("lyon has the same")));
    }

    #[test]
    fn an_address_cannot_put_words_into_our_mouth() {
        assert_eq!(read("/sip-endpoints?created=call%20555"), None);
        assert_eq!(read("/sip-endpoints?created=<b>"), None);
        assert_eq!(Done::Deleted("a".into()).path("?evil=1&q=x"), "/sip-endpoints?q=x&deleted=a");
    }
}
