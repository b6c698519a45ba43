//! The form of a SIP endpoint: what was typed, and the one function that checks it.

use crate::fields::{
    Codec, FieldError, HostName, Port, Problem, Realm, Reference, SipPassword, SipUri, SipUserName, Transport,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What was typed, field by field. Everything is text, so that a wrong type is an error of the field and not of the
/// request; the `Debug` output leaves the password out.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SipEndpointForm {
    /// **SIP endpoint**: name or address, or a whole SIP URI.
    pub host: String,
    /// **Port**; empty for the transport's default.
    pub port: String,
    /// **Reference**
    pub reference: String,
    /// **Codec**: a [`Codec::code`]; empty for the default.
    pub codec: String,
    /// **Transport**: a [`Transport::code`]; empty for the default.
    pub transport: String,
    /// **User name**
    pub user_name: String,
    /// **Password**; empty means "unchanged" when editing and duplicating.
    pub password: String,
    /// **Realm**
    pub realm: String,
    /// `on` when editing: take the kept password away.
    pub remove_password: String,
    /// The usual port that a page without WebAssembly was rendered with: a port that still is the same was not touched,
    /// and follows the transport. Empty where WebAssembly does that.
    pub port_shown: String,
}

/// A valid endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SipEndpointInput {
    /// Where it is.
    pub host: HostName,
    /// 1 to 65535.
    pub port: Port,
    /// Its name.
    pub reference: Reference,
    /// Codecs offered.
    pub codec: Codec,
    /// What carries SIP.
    pub transport: Transport,
    /// For answering its challenge.
    pub user_name: Option<SipUserName>,
    /// A new password; `None` leaves the kept one as it is.
    pub password: Option<SipPassword>,
    /// The realm that it is expected to name.
    pub realm: Option<Realm>,
    /// Take the kept password away.
    pub remove_password: bool,
}

impl std::fmt::Debug for SipEndpointForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SipEndpointForm").field("reference", &self.reference).finish_non_exhaustive()
    }
}

impl SipEndpointForm {
    /// The form of a new endpoint.
    #[must_use]
    pub fn blank() -> Self {
        Self {
            port: Port::default_for(Transport::default()).get().to_string(),
            codec: Codec::default().code().to_owned(),
            transport: Transport::default().code().to_owned(),
            ..Self::default()
        }
    }

    /// A port that nobody touched is the transport's usual one.
    pub fn follow_transport(&mut self) {
        if !self.port_shown.is_empty() && self.port == self.port_shown {
            self.port = Port::default_for(Transport::parse(&self.transport).unwrap_or_default()).get().to_string();
        }
    }

    /// False when somebody chose another port than one of the usual ones.
    #[must_use]
    pub fn has_usual_port(&self) -> bool {
        self.port.is_empty() || Transport::ALL.iter().any(|&t| self.port == Port::default_for(t).get().to_string())
    }

    /// Takes a pasted SIP URI apart into the fields; `None` when there was none.
    pub fn split_uri(&mut self) -> Option<SipUri> {
        let uri = SipUri::split(&self.host)?;
        self.host.clone_from(&uri.host);
        if let Some(transport) = uri.transport {
            transport.code().clone_into(&mut self.transport);
            // Somebody's own port stays.
            if self.has_usual_port() {
                self.port = Port::default_for(transport).get().to_string();
            }
        }
        if let Some(port) = &uri.port {
            self.port.clone_from(port);
        }
        if let Some(user) = &uri.user {
            self.user_name.clone_from(user);
        }
        if let (true, Some(password)) = (self.password.is_empty(), &uri.password) {
            self.password.clone_from(password);
        }
        Some(uri)
    }

    /// Checks every rule.
    ///
    /// # Errors
    /// Every field that breaks one, in the order of the form.
    pub fn check(&self) -> Result<SipEndpointInput, Vec<FieldError>> {
        let mut form = self.clone();
        form.follow_transport();
        form.split_uri();
        let mut errors = Errors(Vec::new());
        let transport = errors.take("transport", Transport::parse(&form.transport));
        let input = (
            errors.take("host", HostName::parse(&form.host)),
            errors.take("port", form.parse_port(transport.unwrap_or_default())),
            errors.take("reference", Reference::parse(&form.reference)),
            errors.take("codec", Codec::parse(&form.codec)),
            transport,
            errors.take("user_name", SipUserName::parse(&form.user_name)),
            errors.take("password", SipPassword::parse(&form.password)),
            errors.take("realm", Realm::parse(&form.realm)),
        );
        if let (_, _, _, _, _, Some(None), Some(Some(_)), _) = input {
            errors.0.push(FieldError::new("password", Problem::PasswordWithoutUserName));
        }
        if !form.remove_password.is_empty() && matches!(input.6, Some(Some(_))) {
            errors.0.push(FieldError::new("password", Problem::PasswordAndRemoval));
        }
        match input {
            (
                Some(host),
                Some(port),
                Some(reference),
                Some(codec),
                Some(transport),
                Some(user_name),
                Some(password),
                Some(realm),
            ) if errors.0.is_empty() => {
                // A password belongs to a user name: without one the kept password goes too.
                let remove_password = !form.remove_password.is_empty() || user_name.is_none();
                Ok(SipEndpointInput {
                    host,
                    port,
                    reference,
                    codec,
                    transport,
                    user_name,
                    password,
                    realm,
                    remove_password,
                })
            }
            _ => Err(errors.in_order()),
        }
    }

    /// The problem of one field alone, for checking while people type.
    #[must_use]
    pub fn problem(&self, field: &str) -> Option<Problem> {
        self.check().err()?.into_iter().find(|error| error.field == field).map(|error| error.problem)
    }

    fn parse_port(&self, transport: Transport) -> Result<Port, Problem> {
        if self.port.trim().is_empty() { Ok(Port::default_for(transport)) } else { Port::parse(&self.port) }
    }

    /// Field name to value, without secrets: for showing and for comparing two states.
    #[must_use]
    pub fn shown(&self) -> BTreeMap<String, String> {
        let Self { host, port, reference, codec, transport, user_name, realm, .. } = self;
        [
            ("host", host),
            ("port", port),
            ("reference", reference),
            ("codec", codec),
            ("transport", transport),
            ("user_name", user_name),
            ("realm", realm),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.clone()))
        .collect()
    }

    /// Sets a field by its name; names that are none are ignored.
    pub fn set(&mut self, field: &str, value: &str) {
        let target = match field {
            "host" => &mut self.host,
            "port" => &mut self.port,
            "reference" => &mut self.reference,
            "codec" => &mut self.codec,
            "transport" => &mut self.transport,
            "user_name" => &mut self.user_name,
            "password" => &mut self.password,
            "realm" => &mut self.realm,
            "remove_password" => &mut self.remove_password,
            "port_shown" => &mut self.port_shown,
            _ => return,
        };
        value.clone_into(target);
    }
}

/// Collects what is wrong while everything is looked at.
struct Errors(Vec<FieldError>);

impl Errors {
    fn take<T>(&mut self, field: &str, parsed: Result<T, Problem>) -> Option<T> {
        parsed.map_err(|problem| self.0.push(FieldError::new(field, problem))).ok()
    }

    /// The first in the form comes first, so that it gets the focus.
    fn in_order(mut self) -> Vec<FieldError> {
        const ORDER: [&str; 8] = ["host", "port", "reference", "codec", "transport", "user_name", "password", "realm"];
        self.0.sort_by_key(|error| ORDER.iter().position(|field| *field == error.field));
        self.0
    }
}
