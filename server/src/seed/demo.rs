//! A dozen endpoints to look around with.

use super::failed;
use super::load::{Job, Row, insert};
use crate::clock::Clock;
use crate::database::Database;
use crate::error::StartError;
use crate::secrets::Secrets;
use crate::sip_endpoints::{Values, password_place, values_of};
use app::sip_endpoints::SipEndpointForm;
use sea_orm::{ConnectionTrait, DbErr};

/// Reference, host, port, transport, codec, user name, password, realm.
type Demo = [&'static str; 8];

const DEMO: [Demo; 12] = [
    ["paris", "sip.paris.example.net", "5060", "udp", "alaw_ulaw", "fr-main", "tour-eiffel-1889", "paris.example.net"],
    ["paris-backup", "sbc2.paris.example.net", "5061", "tls", "alaw", "fr-main", "tour-eiffel-1889", ""],
    ["paris-lab", "10.20.0.14", "5060", "udp", "ulaw", "", "", ""],
    ["paris-v6", "2001:db8:40::5", "5060", "udp", "alaw_ulaw", "v6-fr", "", ""],
    ["paris_sud.2", "trunk.paris-sud.example.org", "5080", "tcp", "alaw", "sud@2", "orly-et-rungis", "Sud"],
    ["berlin", "sip.berlin.example.net", "5060", "udp", "alaw", "de-main", "brandenburger-tor", ""],
    ["london", "sip.london.example.net", "5061", "tls", "alaw", "uk-main", "tower-bridge-1894", "london.example.net"],
    ["new-york", "sbc1.newyork.example.com", "5060", "tcp", "ulaw", "us-east", "brooklyn-1883", "asterisk"],
    ["tokyo", "203.0.113.20", "5060", "udp", "ulaw", "jp-main", "", ""],
    ["carrier-nord", "trunk.nordtel.example", "5060", "udp", "alaw_ulaw", "4711", "fjord-and-sea", "nordtel.example"],
    ["emergency", "112.gateway.example.org", "5061", "tls", "alaw", "", "", ""],
    ["office-pbx", "pbx", "5060", "udp", "alaw_ulaw", "", "", ""],
];

/// Adds those that are not there yet and returns how many that were.
pub(super) async fn add(database: &Database, secrets: &Secrets, clock: &Clock) -> Result<usize, StartError> {
    let mut added = 0;
    for [reference, host, port, transport, codec, user_name, password, realm] in DEMO {
        let form = SipEndpointForm {
            host: host.into(),
            port: port.into(),
            reference: reference.into(),
            codec: codec.into(),
            transport: transport.into(),
            user_name: user_name.into(),
            realm: realm.into(),
            ..SipEndpointForm::default()
        };
        let values = values(&form)?;
        if is_there(database, &values).await.map_err(|error| failed(&error))? {
            continue;
        }
        let row = |id| Row {
            id,
            values: values.clone(),
            password: (!password.is_empty()).then(|| secrets.seal(password_place(id), password)),
        };
        insert(database, &Job::new(1, clock), row).await.map_err(|error| failed(&error))?;
        added += 1;
    }
    Ok(added)
}

fn values(form: &SipEndpointForm) -> Result<Values, StartError> {
    let input = form.check().map_err(|_| StartError(format!("The endpoint {} breaks a rule.", form.reference)))?;
    Ok(values_of(input).0)
}

async fn is_there(database: &Database, values: &Values) -> Result<bool, DbErr> {
    let sql = "SELECT 1 FROM sip_endpoint WHERE reference_key = $1";
    let found = database.pool().query_one_raw(database.statement(sql, [values.reference_key.clone().into()])).await?;
    Ok(found.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_endpoint_of_the_demo_keeps_the_rules() {
        for [reference, host, port, transport, codec, user_name, password, realm] in DEMO {
            let [host, port, reference, codec, transport, user_name, password, realm] =
                [host, port, reference, codec, transport, user_name, password, realm].map(str::to_owned);
            let form = SipEndpointForm {
                host,
                port,
                reference,
                codec,
                transport,
                user_name,
                password,
                realm,
                ..SipEndpointForm::default()
            };
            assert!(form.check().is_ok(), "{}", form.reference);
        }
    }
}
