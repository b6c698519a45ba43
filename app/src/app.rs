//! The document around every page, and the routes.

use crate::navigation::{Frame, Home, NotFoundPage};
use crate::session::{AccountPage, ChoosePasswordPage, ForgotPasswordPage, SetUpPage, SignInPage};
use crate::sip_endpoints::{CreatePage, DeletePage, EditPage, ListPage};
use crate::ui::icon::IconShapes;
use crate::{mail, people, sip_phones};
#[cfg(feature = "ssr")]
use leptos::nonce::use_nonce;
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use leptos_meta::MetaTags;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{SsrMode, path};

/// Where the browser gets its files, and what the server says about itself: put into the context of every request.
#[derive(Debug, Clone, Default)]
pub struct Site {
    /// `/pkg/switchroom.<hash>.js`
    pub js: String,
    /// `/pkg/switchroom.<hash>.wasm`
    pub wasm: String,
    /// `/pkg/style.<hash>.css`
    pub css: String,
    /// `/pkg/favicon.<hash>.svg`
    pub favicon: String,
    /// The page reloads itself when the server restarts (`cargo xtask run --watch`).
    pub live_reload: bool,
}

/// The whole HTML document.
#[cfg(feature = "ssr")]
pub fn shell() -> impl IntoView {
    let site = use_context::<Site>().unwrap_or_default();
    let nonce = use_nonce();
    let theme = crate::session::theme();
    let start = start_script(&site);
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=theme.code()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" type="image/svg+xml" href=site.favicon.clone()/>
                <link rel="stylesheet" href=site.css.clone()/>
                <link rel="modulepreload" href=site.js.clone()/>
                <link rel="preload" r#as="fetch" r#type="application/wasm" crossorigin="anonymous" href=site.wasm.clone()/>
                <script type="module" nonce=nonce inner_html=start></script>
                <MetaTags/>
            </head>
            <body><App/></body>
        </html>
    }
}

/// Loads the WebAssembly and takes over the page. A page that answers a refused form first gets back the address of the
/// page that the form is on.
#[cfg(feature = "ssr")]
fn start_script(site: &Site) -> String {
    let text = |value: &str| serde_json::to_string(value).unwrap_or_default().replace('<', "\\u003c");
    let repair = use_context::<crate::form::EchoedAt>()
        .map(|at| format!("history.replaceState(null,'',{});", text(&at.0)))
        .unwrap_or_default();
    let reload = if site.live_reload { LIVE_RELOAD } else { "" };
    let (js, wasm) = (text(&site.js), text(&site.wasm));
    format!(
        "{repair}import init,{{hydrate}} from {js};await init({{module_or_path:{wasm}}});hydrate();document.documentElement.dataset.ready='';{reload}"
    )
}

/// Reloads the page once the server is back after a restart.
#[cfg(feature = "ssr")]
const LIVE_RELOAD: &str = "let lost=false;const s=new EventSource('/live-reload');s.onerror=()=>lost=true;s.onopen=()=>{if(lost)location.reload()};";

/// All of the app.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let formatter = |title: String| {
        if title.is_empty() { "Switchroom".to_owned() } else { format!("{title} · Switchroom") }
    };
    view! {
        <Title formatter/>
        <IconShapes/>
        <Router>
            <Routes fallback=NotFoundPage>
                <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async/>
                <Route path=path!("/set-up") view=SetUpPage ssr=SsrMode::Async/>
                <Route path=path!("/forgot-password") view=ForgotPasswordPage ssr=SsrMode::Async/>
                <Route path=path!("/choose-password") view=ChoosePasswordPage ssr=SsrMode::Async/>
                <Route path=path!("/credentials") view=sip_phones::CredentialsPage ssr=SsrMode::Async/>
                <ParentRoute path=path!("") view=Frame ssr=SsrMode::Async>
                    <Route path=path!("/") view=Home/>
                    <Route path=path!("/account") view=AccountPage/>
                    <Route path=path!("/my-phone") view=sip_phones::MyPhonePage/>
                    <ParentRoute path=path!("/sip-phones") view=sip_phones::ListPage>
                        <Route path=path!("") view=|| ()/>
                        <Route path=path!("new") view=sip_phones::NewPage/>
                        <Route path=path!("resend") view=sip_phones::ResendPage/>
                        <Route path=path!("receiving") view=sip_phones::ReceivingPage/>
                        <Route path=path!("delete") view=sip_phones::DeletePage/>
                        <Route path=path!(":id/edit") view=sip_phones::EditPage/>
                    </ParentRoute>
                    <Route path=path!("/mail") view=mail::ListPage/>
                    <ParentRoute path=path!("/people") view=people::ListPage>
                        <Route path=path!("") view=|| ()/>
                        <Route path=path!("invite") view=people::InvitePage/>
                        <Route path=path!("import") view=people::ImportPage/>
                        <Route path=path!(":id/role") view=people::RolePage/>
                        <Route path=path!(":id/invite-again") view=people::InviteAgainPage/>
                        <Route path=path!(":id/deactivate") view=people::DeactivatePage/>
                        <Route path=path!(":id/reactivate") view=people::ReactivatePage/>
                    </ParentRoute>
                    <ParentRoute path=path!("/sip-endpoints") view=ListPage>
                        <Route path=path!("") view=|| ()/>
                        <Route path=path!("new") view=CreatePage/>
                        <Route path=path!(":id/edit") view=EditPage/>
                        <Route path=path!(":id/delete") view=DeletePage/>
                    </ParentRoute>
                </ParentRoute>
            </Routes>
        </Router>
    }
    .into_any()
}
