//! The frame around every screen: sidebar, breadcrumb, and who is signed in.

use crate::call::{form_body, post};
use crate::error::AppError;
use crate::listing::encode;
use crate::session::{Person, Role, SetTheme, SignOut, Theme};
use crate::ui::banner::ErrorBanner;
use crate::ui::draft::Drafts;
use crate::ui::icon::Icon;
use crate::ui::post_form::{action, here};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;
use leptos_meta::Title;
use leptos_router::components::{Outlet, Redirect};
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast;

/// A screen in the sidebar.
struct Entry {
    label: &'static str,
    path: &'static str,
    icon: &'static str,
}

/// A group in the sidebar. Only screens that exist are here.
const GROUPS: [(&str, &[Entry]); 3] = [
    ("Channels › Phone", &[Entry { label: "SIP Phones", path: "/sip-phones", icon: "phone" }]),
    ("Maker", &[Entry { label: "SIP endpoints", path: "/sip-endpoints", icon: "server" }]),
    (
        "Account",
        &[
            Entry { label: "People", path: "/people", icon: "users" },
            Entry { label: "Outgoing mail", path: "/mail", icon: "mail" },
        ],
    ),
];

/// All that an agent has.
const OF_AGENTS: (&str, &[Entry]) = ("Phone", &[Entry { label: "My phone", path: "/my-phone", icon: "phone" }]);

/// The person who is signed in, for the screens inside the frame.
#[derive(Clone)]
pub struct Viewer(pub Person);

impl Viewer {
    /// Who is looking at this screen.
    #[must_use]
    pub fn current() -> Option<Self> {
        use_context()
    }

    /// The screen that they start at. Agents have their own phone alone.
    #[must_use]
    pub fn home() -> &'static str {
        if Self::is_agent() { OF_AGENTS.1[0].path } else { "/sip-endpoints" }
    }

    /// Whether it is an agent, who sees nothing of the administration.
    #[must_use]
    pub fn is_agent() -> bool {
        Self::current().is_some_and(|viewer| viewer.0.role == Role::Agent)
    }

    /// Whether they may change things. The server asks again at every change.
    #[must_use]
    pub fn is_admin() -> bool {
        Self::current().is_some_and(|viewer| viewer.0.role == Role::Admin)
    }
}

/// Who looks at this page: the server knows before it renders, and tells the browser.
fn viewer() -> Result<Option<Person>, AppError> {
    #[cfg(feature = "ssr")]
    let ask = crate::session::viewer;
    // Reached from a page outside the frame without loading a page: only the server knows.
    #[cfg(not(feature = "ssr"))]
    let ask = || {
        drop(window().location().reload());
        Err(AppError::Transport)
    };
    let who: SharedValue<Result<Option<Person>, AppError>> = SharedValue::new(ask);
    who.into_inner()
}

/// Lets signed-in people through to the screen, everybody else to **Sign in**.
#[component]
pub fn Frame() -> impl IntoView {
    match viewer() {
        Ok(Some(person)) => view! { <Screen person/> }.into_any(),
        Ok(None) => view! { <Redirect path=sign_in_path()/> }.into_any(),
        Err(error) => view! { <main class="plain" id="content"><ErrorBanner error/></main> }.into_any(),
    }
}

/// `/`: on to the screen that this person starts at.
#[component]
pub fn Home() -> impl IntoView {
    view! { <Redirect path=Viewer::home()/> }
}

/// Address of **Sign in**, from where it goes on here.
fn sign_in_path() -> String {
    format!("/sign-in?back={}", encode(&here()))
}

#[component]
fn Screen(person: Person) -> impl IntoView {
    provide_context(Viewer(person.clone()));
    Drafts::provide();
    view! {
        // Left to the browser, which moves the focus; the router would only scroll.
        <a class="skip" href="#content" rel="external">"Skip to the content"</a>
        <div class="frame">
            <aside class="sidebar"><Brand/><Menu person=person.clone()/></aside>
            <header class="topbar">
                <Brand/>
                <button type="button" class="icon-button" popovertarget="small-menu" aria-label="Menu" title="Menu">
                    <Icon name="menu"/>
                </button>
                <div id="small-menu" popover="auto" class="sidebar" on:click=close_behind_link><Menu person/></div>
            </header>
            <main id="content" tabindex="-1"><Outlet/></main>
        </div>
    }
    .into_any()
}

/// A link of the small menu loads no page, which would close the menu.
fn close_behind_link(event: web_sys::MouseEvent) {
    let link = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()?.closest("a").ok()?);
    let menu = link.and_then(|link| link.closest("[popover]").ok()?);
    if let Some(menu) = menu.and_then(|menu| menu.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = menu.hide_popover();
    }
}

#[component]
fn Brand() -> impl IntoView {
    view! { <a class="mark" href=Viewer::home()><Icon name="mark"/>"Switchroom"</a> }.into_any()
}

#[component]
fn Menu(person: Person) -> impl IntoView {
    let location = use_location();
    let groups = if person.role == Role::Agent { std::slice::from_ref(&OF_AGENTS) } else { &GROUPS };
    let groups = groups.iter().map(|(title, entries)| {
        let entries = entries.iter().map(|Entry { label, path, icon }| {
            let path = *path;
            let current = move || location.pathname.with(|now| now.starts_with(path)).then_some("page");
            view! { <li><a href=path aria-current=current><Icon name=icon/>{*label}</a></li> }
        });
        view! { <h2>{*title}</h2><ul>{entries.collect_view()}</ul> }
    });
    view! {
        <nav aria-label="Screens">{groups.collect_view()}</nav>
        <div class="me">
            <a href="/account" class="who" title="Your account">
                <span class="avatar" aria-hidden="true">{person.initials()}</span>
                <span><b>{person.name.clone()}</b><small>{person.role.label()}</small></span>
            </a>
            <ThemeSwitch/>
            <form method="post" action=action(SignOut::PATH)>
                <button type="submit" class="quiet"><Icon name="log-out"/>"Sign out"</button>
            </form>
        </div>
    }
    .into_any()
}

/// Light, dark, or like the system: posted as a form, and at once where WebAssembly has loaded.
#[component]
fn ThemeSwitch() -> impl IntoView {
    let buttons = Theme::ALL.into_iter().map(move |(theme, icon)| {
        view! {
            <button type="submit" name="theme" value=theme.code() class="icon-button" aria-label=theme.label()
                title=theme.label() on:click=move |event| {
                    event.prevent_default();
                    if let Some(root) = document().document_element() {
                        let _ = root.set_attribute("data-theme", theme.code());
                    }
                    let body = form_body([("theme", theme.code().to_owned())].into_iter());
                    spawn_local(async move { drop(post(SetTheme::PATH, body).await) });
                }>
                <Icon name=icon/>
            </button>
        }
    });
    view! {
        <form method="post" action=action(SetTheme::PATH)>
            <div class="themes" role="group" aria-label="Light or dark">{buttons.collect_view()}</div>
        </form>
    }
    .into_any()
}

/// Breadcrumb, title and the line that says what the screen is for.
#[component]
pub fn Heading(
    /// The way to this screen, itself last.
    crumbs: &'static [&'static str],
    /// What the screen is for.
    lede: &'static str,
) -> impl IntoView {
    let title = crumbs.last().copied().unwrap_or_default();
    let items = crumbs.iter().map(|crumb| view! { <li>{*crumb}</li> });
    view! {
        <Title text=title/>
        <nav class="crumbs" aria-label="Breadcrumb"><ol>{items.collect_view()}</ol></nav>
        <h1>{title}</h1>
        {(!lede.is_empty()).then(|| view! { <p class="lede">{lede}</p> })}
    }
    .into_any()
}

/// The page for an address where nothing is.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(http::StatusCode::NOT_FOUND);
    }
    view! {
        <Title text="Not found"/>
        <main class="plain" id="content">
            <div class="card">
                <h1>"There is nothing here"</h1>
                <p class="lede">{AppError::NotFound.words()}</p>
                <a class="button primary" href="/" rel="external">"Go to the start"</a>
            </div>
        </main>
    }
    .into_any()
}
