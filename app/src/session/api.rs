//! The server functions of sign-in and of the own account.

#![expect(missing_docs, reason = "the macro makes structs whose fields are the documented arguments")]

use super::Person;
use crate::call::Ask;
use crate::error::AppError;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use {
    super::{answer, cookie, go_on_at, roles},
    crate::fields::{EmailAddress, NewPassword, PersonName},
    crate::services::Services,
};

/// Who is signed in.
#[server(prefix = "/api", endpoint = "session/me")]
pub async fn me() -> Result<Option<Person>, AppError> {
    answer(roles::current().await.map(|me| me.map(|me| me.person().clone())))
}

/// Whether the first administrator is still to be made.
#[server(prefix = "/api", endpoint = "session/set-up-needed")]
pub async fn set_up_needed() -> Result<bool, AppError> {
    answer(Services::current()?.sessions.set_up_needed().await)
}

impl Ask for SetUpNeeded {
    fn fields(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
}

/// Starts a session and goes on at `back`.
#[server(prefix = "/api", endpoint = "session/sign-in")]
pub async fn sign_in(
    #[server(default)] email: String,
    #[server(default)] password: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    answer(run::sign_in(&email, &password).await)?;
    go_on_at(&super::safe_path(&back));
    Ok(())
}

/// Ends the session of this browser.
#[server(prefix = "/api", endpoint = "session/sign-out")]
pub async fn sign_out() -> Result<(), AppError> {
    answer(run::sign_out().await)?;
    go_on_at("/sign-in");
    Ok(())
}

/// Makes the first administrator, with the link that the console shows at the first start.
#[server(prefix = "/api", endpoint = "session/set-up")]
pub async fn set_up(
    #[server(default)] link: String,
    #[server(default)] name: String,
    #[server(default)] email: String,
    #[server(default)] password: String,
) -> Result<(), AppError> {
    answer(run::set_up(&link, &name, &email, &password).await)?;
    go_on_at("/");
    Ok(())
}

/// Mails a link to choose a new password, if somebody has this address; the answer is always the same.
#[server(prefix = "/api", endpoint = "session/forgot-password")]
pub async fn forgot_password(#[server(default)] email: String) -> Result<(), AppError> {
    answer(run::forgot_password(&email).await)?;
    go_on_at(super::forgot_password_page::SENT);
    Ok(())
}

/// Whose link it is. Uses nothing up.
#[server(prefix = "/api", endpoint = "session/person-of-link")]
pub async fn person_of_link(#[server(default)] link: String) -> Result<Person, AppError> {
    answer(async { Services::current()?.sessions.person_of_link(&link).await }.await)
}

impl Ask for PersonOfLink {
    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![("link", self.link.clone())]
    }
}

/// Uses a link up: the password is kept, and a session starts.
#[server(prefix = "/api", endpoint = "session/choose-password")]
pub async fn choose_password(
    #[server(default)] link: String,
    #[server(default)] new_password: String,
) -> Result<(), AppError> {
    answer(run::choose_password(&link, &new_password).await)?;
    go_on_at("/");
    Ok(())
}

/// Changes the own password.
#[server(prefix = "/api", endpoint = "session/change-password")]
pub async fn change_password(
    #[server(default)] current_password: String,
    #[server(default)] new_password: String,
) -> Result<(), AppError> {
    answer(run::change_password(&current_password, &new_password).await)?;
    go_on_at("/account?changed=password");
    Ok(())
}

/// Keeps the choice between light, dark and what the system says.
#[server(prefix = "/api", endpoint = "session/theme")]
pub async fn set_theme(#[server(default)] theme: String) -> Result<(), AppError> {
    answer(super::Theme::from_code(&theme).ok_or(AppError::Malformed).map(cookie::set_theme))
}

#[cfg(feature = "ssr")]
mod run {
    //! What the server functions above do.

    use super::*;
    use crate::session::ClientAddress;
    use crate::session::form;
    use std::net::IpAddr;

    fn client_address() -> Result<IpAddr, AppError> {
        use_context::<ClientAddress>().map(|address| address.0).ok_or_else(AppError::internal)
    }

    pub(super) async fn sign_in(email: &str, password: &str) -> Result<(), AppError> {
        form::none_wrong(form::check_sign_in(email, password))?;
        let sessions = Services::current()?.sessions;
        let session = sessions.sign_in(email, password, client_address()?).await?;
        // The session that this one replaces in the browser would otherwise live on unseen.
        if let Some(replaced) = roles::current().await? {
            sessions.sign_out(replaced.token()).await?;
        }
        cookie::set_session(&session);
        Ok(())
    }

    pub(super) async fn sign_out() -> Result<(), AppError> {
        if let Some(me) = roles::current().await? {
            Services::current()?.sessions.sign_out(me.token()).await?;
        }
        cookie::clear_session();
        Ok(())
    }

    pub(super) async fn set_up(link: &str, name: &str, email: &str, password: &str) -> Result<(), AppError> {
        form::none_wrong(form::check_set_up(name, email, password))?;
        let invalid = |_| AppError::Malformed;
        let name = PersonName::parse(name).map_err(invalid)?;
        let email = EmailAddress::parse(email).map_err(invalid)?;
        let password = NewPassword::parse(password).map_err(invalid)?;
        let sessions = Services::current()?.sessions;
        cookie::set_session(&sessions.set_up(link, name, email, password, client_address()?).await?);
        Ok(())
    }

    pub(super) async fn forgot_password(email: &str) -> Result<(), AppError> {
        form::none_wrong(form::check_forgot_password(email))?;
        Services::current()?.sessions.forgot_password(email, client_address()?).await
    }

    pub(super) async fn choose_password(link: &str, new: &str) -> Result<(), AppError> {
        form::none_wrong(form::check_new_password(new))?;
        let new = NewPassword::parse(new).map_err(|problem| AppError::invalid("new_password", problem))?;
        let session = Services::current()?.sessions.choose_password(link, new, client_address()?).await?;
        cookie::set_session(&session);
        Ok(())
    }

    pub(super) async fn change_password(current: &str, new: &str) -> Result<(), AppError> {
        let me = roles::signed_in().await?;
        form::none_wrong(form::check_password_change(current, new))?;
        let new = NewPassword::parse(new).map_err(|problem| AppError::invalid("new_password", problem))?;
        Services::current()?.sessions.change_password(&me, current, new, client_address()?).await
    }
}
