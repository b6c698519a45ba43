//! A dialog that is a page of its own: it has an address, so Back closes it, a link opens it, and it is there before any
//! WebAssembly has loaded.

use super::effect::effect;
use super::icon::Icon;
use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;

/// Closes the dialog around it: for forms that are done.
#[derive(Clone, Copy)]
pub struct Closer(StoredValue<Box<dyn Fn(String) + Send + Sync>>);

impl Closer {
    /// Closes the dialog and goes to `path`, in place of the dialog's own address.
    pub fn close_to(self, path: String) {
        self.0.with_value(|close| close(path));
    }
}

/// A modal dialog. Escape and Cancel go back to `back`, after a question when something was typed.
#[component]
pub fn Dialog(
    /// The heading.
    #[prop(into)]
    title: String,
    /// One line under it.
    #[prop(into, optional)]
    lede: String,
    /// Where to go when it closes.
    #[prop(into)]
    back: Signal<String>,
    /// Whether something would be lost.
    typed: RwSignal<bool>,
    /// Has room for a table.
    #[prop(optional)]
    wide: bool,
    /// The inside, made with the means to close.
    children: Children,
) -> impl IntoView {
    let node: NodeRef<html::Dialog> = NodeRef::new();
    let keep: NodeRef<html::Button> = NodeRef::new();
    let asking = RwSignal::new(false);
    // Not `new_local`: on the server its value would be dropped by another thread than made it, which panics.
    let asked_at = StoredValue::new(None::<SendWrapper<web_sys::Element>>);
    let opener = StoredValue::new(None::<SendWrapper<web_sys::Element>>);
    on_cleanup(move || {
        if let Some(opener) = opener.try_get_value().flatten() {
            request_animation_frame(move || return_to(&opener));
        }
    });
    let navigate = use_navigate();
    let closer = Closer(StoredValue::new(Box::new(move |path: String| {
        // Sent or discarded.
        typed.set(false);
        if let Some(dialog) = node.get_untracked() {
            // Gives the focus back to where it was before the dialog opened.
            dialog.close();
        }
        // Back does not open it once more.
        navigate(&path, NavigateOptions { replace: true, scroll: false, ..Default::default() });
    })));
    provide_context(closer);
    // Closing the tab or loading another page asks too, in the browser's own words.
    let unload = window_event_listener(leptos::ev::beforeunload, move |event| {
        if typed.try_get_untracked() == Some(true) {
            event.prevent_default();
        }
    });
    on_cleanup(move || unload.remove());
    let stay = move || {
        asking.set(false);
        focus(asked_at.get_value().map(SendWrapper::take));
    };
    let leave = move || {
        if typed.get_untracked() {
            asked_at.set_value(document().active_element().map(SendWrapper::new));
            asking.set(true);
        } else {
            closer.close_to(back.get_untracked());
        }
    };
    provide_context(Leave(StoredValue::new(Box::new(leave))));
    let escape = move || if asking.get_untracked() { stay() } else { leave() };
    effect(move || {
        if let Some(dialog) = node.get() {
            // The server renders it open but not modal, for browsers without WebAssembly. Taking the attribute away
            // makes no `close` event, as `close()` would.
            let _ = dialog.remove_attribute("open");
            // Opening moves the focus to the first field, also from another that somebody types into already.
            opener.set_value(outside(&dialog).map(SendWrapper::new));
            let typing = document().active_element().filter(|active| dialog.contains(Some(active)));
            let _ = dialog.show_modal();
            focus(typing);
        }
    });
    effect(move || focus(keep.get().map(Into::into)));
    view! {
        <dialog
            node_ref=node
            open
            class=if wide { "dialog wide" } else { "dialog" }
            aria-labelledby="dialog-title"
            on:cancel=move |event: web_sys::Event| { event.prevent_default(); escape(); }
            on:keydown=move |event| if event.key() == "Escape" { event.prevent_default(); escape(); }
        >
            <header>
                <div>
                    <h2 id="dialog-title">{title}</h2>
                    {(!lede.is_empty()).then(|| view! { <p>{lede.clone()}</p> })}
                </div>
                <CloseLink back class="icon-button" label="Close"><Icon name="x"/></CloseLink>
            </header>
            {children()}
            <div class="asking" role="alert" class:shown=asking>
                {move || asking.get().then(|| view! {
                    <p>"Discard what you typed?"</p>
                    <button type="button" class="button" node_ref=keep on:click=move |_| stay()>"Keep editing"</button>
                    <button type="button" class="button danger"
                        on:click=move |_| closer.close_to(back.get_untracked())>"Discard"</button>
                })}
            </div>
        </dialog>
    }
    .into_any()
}

/// What has the focus while the dialog opens.
fn outside(dialog: &web_sys::Element) -> Option<web_sys::Element> {
    document().active_element().filter(|active| !dialog.contains(Some(active)))
}

/// A dialog that went by other ways than `close()` (Back), or that a closed menu opened, gives the focus back here.
fn return_to(opener: &web_sys::Element) {
    if !is_nowhere() {
        return;
    }
    let menu = opener.closest("[popover]").ok().flatten();
    let button =
        menu.and_then(|menu| document().query_selector(&format!("[popovertarget=\"{}\"]", menu.id())).ok().flatten());
    focus(button.or_else(|| opener.is_connected().then(|| opener.clone())));
    if is_nowhere() {
        focus(document().get_element_by_id("content"));
    }
}

/// Nothing has the focus.
fn is_nowhere() -> bool {
    document().active_element().is_none_or(|active| active.tag_name() == "BODY")
}

pub(super) fn focus(element: Option<web_sys::Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// What Escape and Cancel do.
#[derive(Clone, Copy)]
struct Leave(StoredValue<Box<dyn Fn() + Send + Sync>>);

/// A link that closes the dialog: a plain link without WebAssembly, with the question when something was typed.
#[component]
pub fn CloseLink(
    /// Where to go.
    #[prop(into)]
    back: Signal<String>,
    /// How it looks.
    class: &'static str,
    /// Its name for screen readers, where the inside has no words.
    #[prop(optional)]
    label: Option<&'static str>,
    /// The inside.
    children: Children,
) -> impl IntoView {
    let leave = use_context::<Leave>();
    view! {
        <a href=back class=class aria-label=label title=label data-noscroll="true" on:click=move |event| {
            if let Some(Leave(leave)) = leave {
                event.prevent_default();
                leave.with_value(|leave| leave());
            }
        }>{children()}</a>
    }
    .into_any()
}
