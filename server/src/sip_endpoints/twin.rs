//! Twins: endpoints with the same host, port and user name. Allowed, but worth a warning.

use super::entity::{Column, Entity};
use super::values::{Values, values_of};
use crate::error;
use app::error::AppError;
use app::fields::Reference;
use app::sip_endpoints::{SipEndpointForm, Twin};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// The oldest endpoint, other than `except`, that has the same host, port and user name.
pub(super) async fn twin(
    connection: &impl ConnectionTrait,
    values: &Values,
    except: Option<i64>,
) -> Result<Option<Twin>, AppError> {
    let mut query = Entity::find()
        .select_only()
        .column(Column::Reference)
        .filter(Column::Host.eq(&*values.host))
        .filter(Column::Port.eq(values.port))
        .filter(Column::UserNameKey.eq(&*values.user_name_key))
        .order_by_asc(Column::Id);
    if let Some(id) = except {
        query = query.filter(Column::Id.ne(id));
    }
    let found: Option<String> = query.limit(1).into_tuple().one(connection).await.map_err(error::database)?;
    Ok(found.map(|reference| Twin { reference }))
}

/// What decides about twins, from a form that may be wrong elsewhere; `None` when it is wrong in these fields.
pub(super) fn wanted(form: &SipEndpointForm) -> Option<Values> {
    let SipEndpointForm { host, port, transport, user_name, .. } = form.clone();
    let reference = Reference::parse("x").ok()?.into();
    let form = SipEndpointForm { host, port, transport, user_name, reference, ..SipEndpointForm::default() };
    form.check().ok().map(|input| values_of(input).0)
}
