//! How a phone is set up, in the words that its own screens have.

use crate::sip_phones::{outbound_proxy, uri_host};
use app::sip_phones::Connection;

/// A phone, and the way to set it up. The steps hold no password: it stands in the letter once, or nowhere.
pub(super) struct Program {
    pub(super) name: &'static str,
    /// Where its form is.
    pub(super) open: &'static str,
    /// What its form asks, and what to type.
    pub(super) fields: Vec<(&'static str, String)>,
    /// What to do at the end.
    pub(super) finish: &'static str,
}

/// The password's place in a form.
const PASSWORD: &str = "your SIP password";
/// Unless a phone needs it, nothing is to be typed into the field of a proxy.
const NO_PROXY: &str = "leave empty";

/// The three that most people have.
pub(super) fn programs(connection: &Connection) -> [Program; 3] {
    [linphone(connection), zoiper(connection), yealink(connection)]
}

/// `HOST:PORT`, or only the host when the port belongs to the outbound proxy.
fn host_and_port(connection: &Connection) -> String {
    let host = uri_host(&connection.domain);
    match outbound_proxy(connection) {
        None => format!("{host}:{}", connection.port),
        Some(_) => host.into_owned(),
    }
}

fn linphone(connection: &Connection) -> Program {
    let Connection { display_name, user_name, domain, transport, .. } = connection;
    let proxy = outbound_proxy(connection).map_or_else(
        || format!("<sip:{};transport={}>", host_and_port(connection), transport.code()),
        |proxy| format!("<sip:{proxy};transport={}>", transport.code()),
    );
    Program {
        name: "Linphone",
        open: "Open the assistant and choose Use a SIP account (in newer versions: Third-party SIP account).",
        fields: vec![
            ("Username", user_name.clone()),
            ("Password", PASSWORD.into()),
            ("Domain", uri_host(domain).into_owned()),
            ("Display name", display_name.clone()),
            ("Transport", transport.label().into()),
            ("Authentication ID (advanced settings)", user_name.clone()),
            ("Outbound proxy (advanced settings)", proxy),
        ],
        finish: "Choose Login. In Settings, Audio codecs, switch PCMA and PCMU on.",
    }
}

fn zoiper(connection: &Connection) -> Program {
    let Connection { user_name, domain, transport, .. } = connection;
    Program {
        name: "Zoiper",
        open: "Open Settings, Accounts, Add account (at the first start this form opens by itself).",
        fields: vec![
            ("Username / Login", format!("{user_name}@{}", uri_host(domain))),
            ("Password", PASSWORD.into()),
            ("Hostname or provider", host_and_port(connection)),
            ("Authentication username (optional)", user_name.clone()),
            ("Outbound proxy (optional)", outbound_proxy(connection).unwrap_or_else(|| NO_PROXY.into())),
            ("Transport, after the test", format!("SIP {}", transport.label())),
        ],
        finish: "Choose Next. In the account's settings, Audio codecs, a-law and u-law should be selected.",
    }
}

fn yealink(connection: &Connection) -> Program {
    let Connection { display_name, user_name, domain, server, port, transport } = connection;
    let mut fields = vec![
        ("Line Active", "Enabled".into()),
        ("Label", display_name.clone()),
        ("Display Name", display_name.clone()),
        ("Register Name", user_name.clone()),
        ("User Name", user_name.clone()),
        ("Password", PASSWORD.into()),
        ("SIP Server 1, Server Host", domain.clone()),
        ("SIP Server 1, Port", port.to_string()),
        ("SIP Server 1, Transport", transport.label().into()),
    ];
    if outbound_proxy(connection).is_some() {
        fields.push(("Enable Outbound Proxy Server", "Enabled".into()));
        fields.push(("Outbound Proxy Server 1", server.clone()));
        fields.push(("Outbound Proxy Server 1, Port", port.to_string()));
    }
    Program {
        name: "Yealink desk phone",
        open: "Press OK on the phone to see its IP address, open that address in a browser, sign in, and go to Account, Register.",
        fields,
        finish: "Choose Confirm. In Account, Codec, PCMA and PCMU should be among the enabled codecs.",
    }
}
