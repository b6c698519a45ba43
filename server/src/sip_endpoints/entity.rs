//! The table of SIP endpoints.

use app::sip_endpoints::SipEndpointForm;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sip_endpoint")]
pub(super) struct Model {
    #[sea_orm(primary_key)]
    pub(super) id: i64,
    pub(super) host: String,
    pub(super) port: i64,
    pub(super) reference: String,
    pub(super) reference_key: String,
    pub(super) codec: String,
    pub(super) transport: String,
    pub(super) user_name: String,
    pub(super) user_name_key: String,
    pub(super) password: Option<String>,
    pub(super) realm: Option<String>,
    pub(super) search: String,
    pub(super) version: i64,
    pub(super) created_at: i64,
    pub(super) updated_at: i64,
    pub(super) updated_by: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(super) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// The form that shows this row; the password stays here.
    pub(super) fn form(&self) -> SipEndpointForm {
        SipEndpointForm {
            host: self.host.clone(),
            port: self.port.to_string(),
            reference: self.reference.clone(),
            codec: self.codec.clone(),
            transport: self.transport.clone(),
            user_name: self.user_name.clone(),
            realm: self.realm.clone().unwrap_or_default(),
            ..SipEndpointForm::default()
        }
    }
}
