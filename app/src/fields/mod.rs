//! The values that people type: each has one type here, which parses what was typed and says in words what is wrong.
//!
//! The browser and the server run this same code, so the rules and the words cannot drift apart.

mod codec;
mod email;
mod host;
mod idn;
mod password;
mod person_name;
mod phone_user_name;
mod port;
mod problem;
mod realm;
mod reference;
mod sip_uri;
mod sip_user_name;
mod transport;

pub use codec::Codec;
pub use email::EmailAddress;
pub use host::HostName;
pub use password::{NewPassword, SipPassword};
pub use person_name::PersonName;
pub use phone_user_name::PhoneUserName;
pub use port::Port;
pub use problem::{FieldError, Problem};
pub use realm::Realm;
pub use reference::Reference;
pub use sip_uri::SipUri;
pub use sip_user_name::SipUserName;
pub use transport::Transport;

/// True for characters that no field takes: they break protocols, logs and databases (NUL), and nobody sees them.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}' | '\u{3164}' | '\u{ffa0}')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
        // Never characters, whatever Unicode adds.
        || matches!(c, '\u{fdd0}'..='\u{fdef}')
        || u32::from(c) & 0xfffe == 0xfffe
        // Private use (some of it marks rows for filters, see `listing::mark`) and tags.
        || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..)
}
