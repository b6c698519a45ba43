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

#[cfg(test)]
mod tests {
    use super::*;
    use app::fields::Transport;

    fn connection(server: &str) -> Connection {
        Connection {
            display_name: "Kate Winslet".into(),
            user_name: "k.winslet".into(),
            domain: "phones.example.org".into(),
            server: server.into(),
            port: 5062,
            transport: Transport::Tcp,
        }
    }

    fn fields(program: &Program) -> Vec<(&str, &str)> {
        program.fields.iter().map(|(label, value)| (*label, value.as_str())).collect()
    }

    #[test]
    fn without_another_server_phones_go_to_the_domain_itself() {
        let [linphone, zoiper, yealink] = programs(&connection("phones.example.org"));
        let expected = [
            ("Username", "k.winslet"),
            ("Password", PASSWORD),
            ("Domain", "phones.example.org"),
            ("Display name", "Kate Winslet"),
            ("Transport", "TCP"),
            ("Authentication ID (advanced settings)", "k.winslet"),
            ("Outbound proxy (advanced settings)", "<sip:phones.example.org:5062;transport=tcp>"),
        ];
        assert_eq!(fields(&linphone), expected);
        let expected = [
            ("Username / Login", "k.winslet@phones.example.org"),
            ("Password", PASSWORD),
            ("Hostname or provider", "phones.example.org:5062"),
            ("Authentication username (optional)", "k.winslet"),
            ("Outbound proxy (optional)", NO_PROXY),
            ("Transport, after the test", "SIP TCP"),
        ];
        assert_eq!(fields(&zoiper), expected);
        let expected = [
            ("Line Active", "Enabled"),
            ("Label", "Kate Winslet"),
            ("Display Name", "Kate Winslet"),
            ("Register Name", "k.winslet"),
            ("User Name", "k.winslet"),
            ("Password", PASSWORD),
            ("SIP Server 1, Server Host", "phones.example.org"),
            ("SIP Server 1, Port", "5062"),
            ("SIP Server 1, Transport", "TCP"),
        ];
        assert_eq!(fields(&yealink), expected);
    }

    #[test]
    fn with_another_server_it_is_the_outbound_proxy_and_the_domain_stays() {
        let [linphone, zoiper, yealink] = programs(&connection("sip.example.net"));
        let proxy = ("Outbound proxy (advanced settings)", "<sip:sip.example.net:5062;transport=tcp>");
        assert!(fields(&linphone).contains(&proxy) && fields(&linphone).contains(&("Domain", "phones.example.org")));
        for field in
            [("Hostname or provider", "phones.example.org"), ("Outbound proxy (optional)", "sip.example.net:5062")]
        {
            assert!(fields(&zoiper).contains(&field), "{field:?}");
        }
        for field in [
            ("SIP Server 1, Server Host", "phones.example.org"),
            ("Enable Outbound Proxy Server", "Enabled"),
            ("Outbound Proxy Server 1", "sip.example.net"),
            ("Outbound Proxy Server 1, Port", "5062"),
        ] {
            assert!(fields(&yealink).contains(&field), "{field:?}");
        }
    }

    #[test]
    fn capital_letters_make_no_other_server() {
        for program in programs(&connection("Phones.Example.ORG")) {
            assert!(!fields(&program).iter().any(|(label, _)| label.contains("Proxy Server")), "{}", program.name);
        }
    }

    #[test]
    fn an_ipv6_address_has_brackets_where_a_port_follows() {
        let connection = Connection { domain: "2001:db8::1".into(), ..connection("2001:db8::1") };
        let [linphone, zoiper, yealink] = programs(&connection);
        assert_eq!(fields(&linphone)[6].1, "<sip:[2001:db8::1]:5062;transport=tcp>");
        assert_eq!(fields(&zoiper)[2].1, "[2001:db8::1]:5062");
        assert_eq!(fields(&yealink)[6].1, "2001:db8::1");
    }
}
