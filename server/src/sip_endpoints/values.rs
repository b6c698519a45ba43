//! From a valid endpoint to the columns that keep it.

use super::entity::{ActiveModel, Model};
use crate::search::{fold, search_text};
use app::fields::{Codec, SipPassword};
use app::sip_endpoints::SipEndpointInput;
use sea_orm::ActiveValue::{NotSet, Set};

/// What the form decides about a row, but for the password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Values {
    pub(crate) host: String,
    pub(crate) port: i64,
    pub(crate) reference: String,
    pub(crate) reference_key: String,
    pub(crate) codec: Codec,
    pub(crate) transport: &'static str,
    pub(crate) user_name: String,
    pub(crate) user_name_key: String,
    pub(crate) realm: Option<String>,
}

/// What is to become of the password.
#[derive(Debug, Clone)]
pub(crate) enum Password {
    /// The kept one stays, if there is one.
    Keep,
    /// The kept one goes.
    Remove,
    /// This one is kept from now on.
    Set(SipPassword),
}

/// Takes what was sent apart. All fields are named, so that a new one cannot be forgotten here.
pub(crate) fn values_of(input: SipEndpointInput) -> (Values, Password) {
    let SipEndpointInput { host, port, reference, codec, transport, user_name, password, realm, remove_password } =
        input;
    let user_name = user_name.map(|name| name.as_str().to_owned()).unwrap_or_default();
    let password = match password {
        // A password belongs to a user name.
        _ if user_name.is_empty() => Password::Remove,
        Some(password) => Password::Set(password),
        None if remove_password => Password::Remove,
        None => Password::Keep,
    };
    let values = Values {
        host: host.as_str().to_owned(),
        port: port.get().into(),
        reference_key: reference.key(),
        reference: reference.into(),
        codec,
        transport: transport.code(),
        user_name_key: fold(&user_name),
        user_name,
        realm: realm.map(|realm| realm.as_str().to_owned()),
    };
    (values, password)
}

impl Values {
    /// What the list shows, each column as it is written there.
    pub(crate) fn search_text(&self) -> String {
        let Self { host, port, reference, codec, user_name, .. } = self;
        search_text([host, &port.to_string(), reference, codec.label(), user_name])
    }

    /// The columns of a row; those that the form does not decide are not set.
    pub(super) fn columns(&self) -> ActiveModel {
        let search = self.search_text();
        let Self { host, port, reference, reference_key, codec, transport, user_name, user_name_key, realm } =
            self.clone();
        ActiveModel {
            id: NotSet,
            host: Set(host),
            port: Set(port),
            reference: Set(reference),
            reference_key: Set(reference_key),
            codec: Set(codec.code().to_owned()),
            transport: Set(transport.to_owned()),
            user_name: Set(user_name),
            user_name_key: Set(user_name_key),
            password: NotSet,
            realm: Set(realm),
            search: Set(search),
            version: NotSet,
            created_at: NotSet,
            updated_at: NotSet,
            updated_by: NotSet,
        }
    }

    /// Whether the row has these values already.
    pub(super) fn are_those_of(&self, row: &Model) -> bool {
        let Self { host, port, reference, reference_key: _, codec, transport, user_name, user_name_key: _, realm } =
            self;
        (host, port, reference, codec.code(), *transport, user_name, realm)
            == (&row.host, &row.port, &row.reference, &*row.codec, &*row.transport, &row.user_name, &row.realm)
    }
}
