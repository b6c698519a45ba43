//! Who is using Switchroom: set-up of the first administrator, sign-in, the own account, and roles.
//!
//! A server function asks [`reader`] or [`admin`] who is calling; what comes back is the key that the services demand,
//! so a call without the check does not compile.

mod account_page;
#[cfg(feature = "ssr")]
mod answer;
mod api;
mod choose_password_page;
#[cfg(feature = "ssr")]
mod cookie;
mod forgot_password_page;
mod form;
mod model;
#[cfg(feature = "ssr")]
mod roles;
#[cfg(feature = "ssr")]
mod service;
mod set_up_page;
mod sign_in_page;
mod theme;

pub use account_page::AccountPage;
#[cfg(feature = "ssr")]
pub use answer::{answer, go_on_at};
pub use api::{
    ChangePassword, ChoosePassword, ForgotPassword, Me, PersonOfLink, SetTheme, SetUp, SetUpNeeded, SignIn, SignOut,
};
pub use choose_password_page::ChoosePasswordPage;
#[cfg(feature = "ssr")]
pub use cookie::theme;
pub use forgot_password_page::ForgotPasswordPage;
pub use model::{Person, Role};
#[cfg(feature = "ssr")]
pub use roles::{Admin, Known, Reader, SignedIn, admin, current, reader, signed_in, viewer};
#[cfg(feature = "ssr")]
pub use service::{NewSession, SessionToken, Sessions};
pub use set_up_page::SetUpPage;
pub use sign_in_page::SignInPage;
pub use theme::Theme;

/// A path within this site to go on at; `/` for whatever else a link may have held.
#[must_use]
pub fn safe_path(path: &str) -> String {
    let inside = path.starts_with('/')
        && !path.starts_with("//")
        && !path.starts_with("/api")
        && path.chars().all(|c| c.is_ascii_graphic() && c != '\\');
    if inside { path.to_owned() } else { "/".to_owned() }
}

/// Address of the browser (or of the proxy before it), put into the context of every request.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone, Copy)]
pub struct ClientAddress(pub std::net::IpAddr);

/// The `x-request-id` of the request, put into the context of every request.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone)]
pub struct RequestId(pub String);

#[cfg(test)]
mod tests {
    use super::safe_path;

    #[test]
    fn only_paths_within_this_site_are_gone_to() {
        assert_eq!(safe_path("/sip-endpoints?q=a%20b"), "/sip-endpoints?q=a%20b");
        for path in
            ["", "//evil.test", "https://evil.test", "/\\evil.test", "/a b", "/a\r\nSet-Cookie: x", "/api/session/me"]
        {
            assert_eq!(safe_path(path), "/", "{path:?}");
        }
    }
}
