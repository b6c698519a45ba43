//! A menu behind a button: the browser's popover, which opens, closes on Escape and keeps the focus by itself, and works
//! without WebAssembly.

use super::icon::Icon;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// An icon button that opens a menu of links and buttons.
#[component]
pub fn IconMenu(
    /// Unique in the page.
    #[prop(into)]
    id: String,
    /// Name for screen readers and tooltip.
    #[prop(into)]
    label: String,
    /// Icon of the button.
    icon: &'static str,
    /// The entries: links and buttons.
    children: Children,
) -> impl IntoView {
    view! {
        // Opening the menu leaves the focus on the button: the arrow keys lead from there into the menu.
        <span class="menu-place" on:keydown=move_focus>
            <button type="button" class="icon-button" title=label.clone() aria-label=label.clone() popovertarget=id.clone()>
                <Icon name=icon/>
            </button>
            <div id=id popover="auto" class="menu" role="group" aria-label=label>
                {children()}
            </div>
        </span>
    }
    .into_any()
}

/// Arrow keys, Home and End move between the entries of an open menu, as people expect.
fn move_focus(event: web_sys::KeyboardEvent) {
    let key = event.key();
    if !matches!(key.as_str(), "ArrowDown" | "ArrowUp" | "Home" | "End") {
        return;
    }
    let menu = event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let open = menu.and_then(|menu| menu.query_selector(":popover-open").ok().flatten());
    let Some(menu) = open else { return };
    let entries = menu.get_elements_by_class_name("entry");
    let count = entries.length();
    if count == 0 {
        return;
    }
    event.prevent_default();
    let active = document().active_element();
    let now = (0..count).find(|&at| entries.item(at) == active);
    let next = match (key.as_str(), now) {
        ("Home", _) | ("ArrowDown", None) => 0,
        ("End", _) | ("ArrowUp", None) => count - 1,
        ("ArrowDown", Some(at)) => (at + 1) % count,
        (_, Some(at)) => (at + count - 1) % count,
        (_, None) => 0,
    };
    if let Some(entry) = entries.item(next).and_then(|entry| entry.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = entry.focus();
    }
}
