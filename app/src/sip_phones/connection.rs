//! What to type into a phone, each with a button that copies it.

use super::Connection;
use crate::ui::icon::Icon;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The table of values; the password last, where there is one.
pub(super) fn table(connection: Connection, password: Option<String>) -> AnyView {
    let Connection { display_name, user_name, domain, server, port, transport } = connection;
    let mut rows = vec![
        ("Display name", display_name),
        ("User name", user_name.clone()),
        ("Authentication id", user_name),
        ("Domain", domain),
        ("Server", server),
        ("Port", port.to_string()),
        ("Transport", transport.label().to_owned()),
    ];
    rows.extend(password.map(|password| ("Password", password)));
    let row = |(label, value): (&'static str, String)| view! { <Value label value/> }.into_any();
    view! { <dl class="connection">{rows.into_iter().map(row).collect::<Vec<AnyView>>()}</dl> }.into_any()
}

#[component]
fn Value(label: &'static str, value: String) -> impl IntoView {
    let copied = RwSignal::new(false);
    let text = value.clone();
    let copy = move |_| {
        let writing = window().navigator().clipboard().write_text(&text);
        spawn_local(async move {
            if wasm_bindgen_futures::JsFuture::from(writing).await.is_ok() {
                copied.try_set(true);
            }
        });
    };
    let words = move || if copied.get() { format!("{label} copied") } else { format!("Copy {label}") };
    view! {
        <div>
            <dt>{label}</dt>
            <dd>
                <span class="mono">{value}</span>
                <button type="button" class="icon-button" title=words aria-label=words on:click=copy>
                    {move || if copied.get() { view! { <Icon name="check"/> } } else { view! { <Icon name="copy"/> } }}
                </button>
            </dd>
        </div>
    }
    .into_any()
}
