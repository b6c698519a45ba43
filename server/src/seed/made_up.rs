//! SIP endpoints that nobody has.

use super::dice::Dice;
use crate::sip_endpoints::Values;
use app::fields::{Codec, Transport};
use std::net::Ipv6Addr;

/// Words to search the made-up endpoints for, by how many of them have each.
pub mod terms {
    /// In one endpoint, whatever their number is (from 777 on).
    pub const ONCE: &str = "ushuaia";
    /// In the host names of a tenth, anywhere in every order but that of the host.
    pub const TENTH: &str = "tokyo";
    /// In about one of a hundred.
    pub const HUNDREDTH: &str = "lisbon-pbx";
    /// In the host names of nine of ten.
    pub const NEARLY_ALL: &str = "example";
    /// In the references of a tenth, so that they stand together at the end of the list sorted by reference.
    pub const CLUSTERED: &str = "zurich";
    /// In none, though other endpoints have all of its parts of two letters.
    pub const NONE: &str = "atlantis";
    /// Two letters that a tenth have.
    pub const TWO_LETTERS: &str = "ky";
    /// Two letters that none has.
    pub const TWO_LETTERS_NONE: &str = "qx";
}

/// One of each, so that [`terms::ONCE`] is there once.
const ONCE_AT: u64 = 777;

const CITIES: [&str; 24] = [
    "paris", "london", "berlin", "madrid", "rome", "oslo", "lima", "quito", "cairo", "delhi", "hanoi", "seoul",
    "perth", "sydney", "dakar", "lagos", "nairobi", "lisbon", "turin", "atlanta", "vienna", "athens", "boston",
    "porto",
];
const KINDS: [&str; 4] = ["sbc", "trunk", "pbx", "gw"];
const NETWORKS: [&str; 5] = ["voice", "carrier", "telco", "calls", "net"];
const TOP_LEVELS: [&str; 3] = ["net", "com", "org"];
const CODECS: [Codec; 4] = [Codec::AlawUlaw, Codec::AlawUlaw, Codec::Alaw, Codec::Ulaw];
const REALMS: [&str; 3] = ["asterisk", "Voice", "sip.example.net"];

/// An endpoint, and its password in clear if it has one.
#[derive(Debug)]
pub(super) struct MadeUp {
    pub(super) values: Values,
    pub(super) password: Option<String>,
}

/// The endpoint with this number: always the same one.
pub(super) fn endpoint(number: u64) -> MadeUp {
    let mut dice = Dice::new(number);
    let reference = reference(number, &mut dice);
    let host = if number == ONCE_AT { format!("sip.{}.example.net", terms::ONCE) } else { host(&mut dice) };
    let transport = if dice.percent(20) { Transport::Tls } else { dice.pick(&[Transport::Udp, Transport::Tcp]) };
    let port = match dice.below(10) {
        0 => 5080,
        1 => 1024 + i64::try_from(dice.below(60_000)).unwrap_or(0),
        _ if transport == Transport::Tls => 5061,
        _ => 5060,
    };
    let user_name = if dice.percent(20) { String::new() } else { user_name(&mut dice) };
    let password = (number.is_multiple_of(10) && !user_name.is_empty())
        .then(|| format!("made-up-{:010}", dice.below(10_000_000_000)));
    let values = Values {
        host,
        port,
        reference_key: reference.to_ascii_lowercase(),
        reference,
        codec: dice.pick(&CODECS),
        transport: transport.code(),
        user_name_key: user_name.to_lowercase(),
        user_name,
        realm: dice.percent(15).then(|| dice.pick(&REALMS).to_owned()),
    };
    MadeUp { values, password }
}

/// `paris-sbc-000123`; some people write it with capital letters.
fn reference(number: u64, dice: &mut Dice) -> String {
    let city = if dice.percent(10) { terms::CLUSTERED } else { dice.pick(&CITIES) };
    let reference = format!("{city}-{}-{number:06}", dice.pick(&KINDS));
    if dice.percent(2) { reference.to_uppercase() } else { reference }
}

fn host(dice: &mut Dice) -> String {
    match dice.below(100) {
        0..7 => format!("10.{}.{}.{}", dice.below(256), dice.below(256), 1 + dice.below(254)),
        7..10 => {
            let groups = [0x2001, 0xdb8, dice.below(0x4000), 0, 0, 0, 0, 1 + dice.below(0xffff)];
            Ipv6Addr::from(groups.map(|group| u16::try_from(group).unwrap_or(0))).to_string()
        }
        _ => {
            let city = if dice.percent(11) { terms::TENTH } else { dice.pick(&CITIES) };
            let machine = format!("{}{}", dice.pick(&["sip", "sbc", "gw", "edge"]), dice.below(100));
            let network = format!("{}{}", dice.pick(&NETWORKS), dice.below(400));
            format!("{machine}.{city}.{network}.example.{}", dice.pick(&TOP_LEVELS))
        }
    }
}

fn user_name(dice: &mut Dice) -> String {
    let name = format!(
        "{}-{}-{}",
        dice.pick(&["fr", "de", "jp", "uk", "us", "no"]),
        dice.pick(&["main", "lab", "sud", "nord"]),
        dice.below(100_000)
    );
    if dice.percent(5) { name.to_uppercase() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::Words;
    use app::sip_endpoints::SipEndpointForm;

    #[test]
    fn what_is_made_up_keeps_the_rules_of_the_form() {
        for number in 1..=2_000 {
            let MadeUp { values, password } = endpoint(number);
            let form = SipEndpointForm {
                host: values.host.clone(),
                port: values.port.to_string(),
                reference: values.reference.clone(),
                codec: values.codec.code().into(),
                transport: values.transport.into(),
                user_name: values.user_name.clone(),
                password: password.unwrap_or_default(),
                realm: values.realm.clone().unwrap_or_default(),
                ..SipEndpointForm::default()
            };
            let input = form.check().expect("a valid endpoint");
            assert_eq!(crate::sip_endpoints::values_of(input).0, values);
        }
    }

    #[test]
    fn the_terms_are_as_frequent_as_they_say() {
        const ROWS: u64 = 20_000;
        let texts: Vec<String> = (1..=ROWS).map(|number| endpoint(number).values.search_text()).collect();
        let share = |term: &str| {
            let words = Words::of(term);
            texts.iter().filter(|text| words.match_text(text)).count() as f64 / ROWS as f64
        };
        assert_eq!(texts.iter().filter(|text| text.contains(terms::ONCE)).count(), 1);
        for (term, expected) in [
            (terms::TENTH, 0.1),
            (terms::HUNDREDTH, 0.01),
            (terms::NEARLY_ALL, 0.9),
            (terms::CLUSTERED, 0.1),
            (terms::TWO_LETTERS, 0.1),
        ] {
            assert!((0.8..1.25).contains(&(share(term) / expected)), "{term}: {}", share(term));
        }
        assert_eq!((share(terms::NONE), share(terms::TWO_LETTERS_NONE)), (0.0, 0.0));
    }
}
