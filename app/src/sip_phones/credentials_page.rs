//! The page behind the link in the mail (`/credentials?link=…`): shows the password once, after a click, since programs
//! that look into mails follow links.

use super::api::{ConnectionOfLink, OpenCredentials};
use super::{Connection, Credentials, connection};
use crate::call::{Reply, ask, form_body, post, read, resource};
use crate::error::AppError;
use crate::ui::banner::{ErrorBanner, FailureBanner};
use crate::ui::loaded::{loaded, loading};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

/// The page.
#[component]
pub fn CredentialsPage() -> impl IntoView {
    let link = use_query_map().with_untracked(|query| query.get("link")).unwrap_or_default();
    let asked = link.clone();
    let whose = resource(String::new, move |_| ask(ConnectionOfLink { link: asked.clone() }));
    let show = move |whose: Reply| match read::<Connection>(whose) {
        Ok(connection) => view! { <Closed connection link=link.clone()/> }.into_any(),
        Err(error) => refused(error),
    };
    view! {
        <Title text="Your SIP phone"/>
        <main class="plain wide" id="content">{loaded(whose, loading, RwSignal::new(false), show)}</main>
    }
    .into_any()
}

#[component]
fn Closed(connection: Connection, link: String) -> impl IntoView {
    let failure = RwSignal::new(None::<AppError>);
    let opened = RwSignal::new(None::<Credentials>);
    let busy = RwSignal::new(false);
    let open = move |_| {
        busy.set(true);
        let body = form_body([("link", link.clone())].into_iter());
        spawn_local(async move {
            let reply = read::<Credentials>(post(OpenCredentials::PATH, body).await);
            busy.try_set(false);
            match reply {
                Ok(credentials) => drop(opened.try_set(Some(credentials))),
                Err(error) => drop(failure.try_set(Some(error))),
            }
        });
    };
    let name = connection.display_name.clone();
    view! {
        <div class="card">
            <h1>"Your SIP phone"</h1>
            <p class="lede">{format!("For {name}.")}</p>
            <FailureBanner failure/>
            <noscript><p class="banner warn">"This page needs JavaScript to show the password."</p></noscript>
            <div aria-live="polite">
                {move || match opened.get() {
                    Some(credentials) => shown(credentials),
                    None => view! {
                        {connection::table(connection.clone(), None)}
                        <p>"The password is shown once: have your phone or a safe place at hand."</p>
                        <button type="button" class="button primary" disabled=busy on:click=open.clone()>"Show the password"</button>
                    }
                    .into_any(),
                }}
            </div>
        </div>
    }
    .into_any()
}

fn shown(Credentials { connection, password, qr }: Credentials) -> AnyView {
    view! {
        {connection::table(connection, Some(password))}
        <p>"This is not shown again. Ask your administrator, or use My phone, for another link."</p>
        <h2>"Linphone"</h2>
        <p>"In Linphone choose “Fetch remote configuration” or scan this code. It works once."</p>
        <div class="qr" role="img" aria-label="QR code for Linphone" inner_html=qr></div>
    }
    .into_any()
}

fn refused(error: AppError) -> AnyView {
    let ended = error == AppError::LinkNotValid;
    view! {
        <div class="card">
            <h1>"Your SIP phone"</h1>
            <ErrorBanner error/>
            {ended.then(|| view! {
                <p class="lede">"It was opened already, has expired, or was replaced by a newer one. Sign in and ask for another under "<a href="/my-phone">"My phone"</a>", or ask your administrator."</p>
            })}
        </div>
    }
    .into_any()
}
