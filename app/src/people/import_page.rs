//! **Add many** (`/people/import`): paste or choose a file, look at what would happen to each line, invite.

use super::api::{CheckImport, ImportPeople};
use super::{Fate, ImportLine, Imported, PATH, PersonColumn, upload};
use crate::call::{form_body, post, read};
use crate::error::AppError;
use crate::navigation::Viewer;
use crate::ui::banner::{ErrorBanner, FailureBanner};
use crate::ui::dialog::{CloseLink, Closer, Dialog};
use crate::ui::effect::effect;
use crate::ui::list_page::back;
use leptos::html;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

/// Lines of a dry run that are shown; the rest is counted.
const SHOWN: usize = 200;
/// Most bytes that are sent at once: the server takes 4 MiB.
const LONGEST: usize = 4_000_000;

/// The dialog.
#[component]
pub fn ImportPage() -> impl IntoView {
    let back = back::<PersonColumn>(PATH);
    let typed = RwSignal::new(false);
    view! {
        <Dialog title="Add many people" lede="One line for each: name, e-mail, and the role unless it is an agent." back typed wide=true>
            {if Viewer::is_admin() {
                view! { <ImportForm typed back/> }.into_any()
            } else {
                view! { <ErrorBanner error=AppError::Forbidden/> }.into_any()
            }}
        </Dialog>
    }
    .into_any()
}

#[component]
fn ImportForm(typed: RwSignal<bool>, back: Signal<String>) -> impl IntoView {
    let text: NodeRef<html::Textarea> = NodeRef::new();
    let failure = RwSignal::new(None::<AppError>);
    let checked = RwSignal::new(None::<Vec<ImportLine>>);
    let busy = RwSignal::new(false);
    let invited_before = RwSignal::new(None::<u64>);
    let summary: NodeRef<html::P> = NodeRef::new();
    effect(move || {
        if let Some(summary) = summary.get() {
            let _ = summary.focus();
        }
    });
    let closer = use_context::<Closer>();
    // One call at a time; what comes back late, when the dialog is gone, is dropped.
    let call = move |path: &'static str, then: fn(String, Ends)| {
        let Some(text) = text.get_untracked() else { return };
        failure.set(None);
        let body = form_body([("text", text.value())].into_iter());
        if body.len() > LONGEST {
            failure.set(Some(AppError::Said("This is too much at once. Add a part of the lines first.".into())));
            return;
        }
        busy.set(true);
        invited_before.set(None);
        let ends = Ends { text, typed, failure, checked, invited_before, closer, back };
        spawn_local(async move {
            let reply = post(path, body).await;
            if busy.try_set(false).is_none() {
                match reply {
                    Ok(answer) => then(answer, ends),
                    Err(error) => failure.set(Some(in_words(error))),
                }
            }
        });
    };
    let changed = move || {
        typed.set(true);
        checked.set(None);
    };
    let choose = move |event: web_sys::Event| {
        let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
        let Some(file) = input.and_then(|input| input.files()).and_then(|files| files.get(0)) else { return };
        failure.set(None);
        spawn_local(async move {
            let content = content(&file).await;
            let Some(area) = text.try_get_untracked().flatten() else { return };
            match content {
                Ok(content) => {
                    area.set_value(&content);
                    changed();
                }
                Err(unsuitable) => failure.set(Some(AppError::Said(unsuitable.words().into()))),
            }
        });
    };
    let invited = move || checked.with(|lines| lines.as_ref().map_or(0, |lines| to_invite(lines)));
    view! {
        <div class="body">
            <FailureBanner failure/>
            <noscript><p class="banner warn">"This needs JavaScript. Without it, invite people one by one."</p></noscript>
            <div class="banner-place" aria-live="polite">{move || invited_before.get().map(|count| view! {
                <p class="banner warn"><span>{format!("{} invited. These lines were left out.", people(count))}</span></p>
            })}</div>
            <div class="field">
                <label for="import-text">"People"</label>
                <textarea id="import-text" node_ref=text rows="8" class:short=move || checked.with(Option::is_some) autofocus spellcheck="false" aria-describedby="import-about"
                    placeholder="Curtis Stone, curtis.stone@example.org" on:input=move |_| changed()></textarea>
                <div id="import-about" class="about">
                    <span class="help">"Commas, semicolons or tabs between them, as spreadsheets copy them. With a line of headings the columns can be in any order. At most 10,000 lines."</span>
                </div>
            </div>
            <div class="field">
                <label for="import-file">"Or a CSV file"</label>
                <input id="import-file" type="file" accept=".csv,.tsv,.txt,text/csv,text/plain" on:change=choose/>
            </div>
            <div class="banner-place" aria-live="polite">{move || checked.with(|lines| lines.as_ref().map(|lines| view! {
                <p tabindex="-1" node_ref=summary><b>{in_short(lines)}</b></p>
            }))}</div>
            {move || checked.with(|lines| lines.as_ref().map(|lines| fates(lines)))}
        </div>
        <footer>
            <CloseLink back class="button">"Cancel"</CloseLink>
            {move || if invited() == 0 {
                view! {
                    <button type="button" class="button primary" disabled=busy
                        on:click=move |_| call(CheckImport::PATH, Ends::show)>"Check"</button>
                }
                .into_any()
            } else {
                let label = format!("Invite {}", people(invited()));
                view! {
                    <button type="button" class="button primary" disabled=busy
                        on:click=move |_| call(ImportPeople::PATH, Ends::close)>{label}</button>
                }
                .into_any()
            }}
        </footer>
    }
    .into_any()
}

/// Where an answer goes.
struct Ends {
    text: web_sys::HtmlTextAreaElement,
    typed: RwSignal<bool>,
    failure: RwSignal<Option<AppError>>,
    checked: RwSignal<Option<Vec<ImportLine>>>,
    invited_before: RwSignal<Option<u64>>,
    closer: Option<Closer>,
    back: Signal<String>,
}

impl Ends {
    fn show(answer: String, ends: Self) {
        match read::<Vec<ImportLine>>(Ok(answer)) {
            Ok(lines) => ends.checked.set(Some(lines)),
            Err(error) => ends.failure.set(Some(error)),
        }
    }

    fn close(answer: String, ends: Self) {
        match (read::<Imported>(Ok(answer)), ends.closer) {
            (Ok(Imported { invited, left_out }), Some(closer)) if left_out.is_empty() => {
                closer.close_to(super::notice::imported_path(invited, &ends.back.get_untracked()));
            }
            // Nothing of them is lost: they can be mended and sent once more.
            (Ok(Imported { invited, left_out }), _) => {
                ends.text.set_value(&left_out);
                ends.checked.set(None);
                ends.typed.set(true);
                ends.invited_before.set(Some(invited));
                let _ = ends.text.focus();
            }
            (Err(error), _) => ends.failure.set(Some(error)),
        }
    }
}

/// What a file says. A large one is not even read.
async fn content(file: &web_sys::File) -> Result<String, upload::Unsuitable> {
    if file.size() > upload::LARGEST {
        return Err(upload::Unsuitable::TooLarge);
    }
    let buffer = wasm_bindgen_futures::JsFuture::from(file.array_buffer()).await;
    let buffer = buffer.map_err(|_| upload::Unsuitable::Unreadable)?;
    upload::decode(&js_sys::Uint8Array::new(&buffer).to_vec())
}

/// The one field has no place of its own for its errors.
fn in_words(error: AppError) -> AppError {
    error.field("text").map_or(error, AppError::Said)
}

fn to_invite(lines: &[ImportLine]) -> u64 {
    lines.iter().filter(|line| matches!(line.fate, Fate::Invite(_))).count() as u64
}

/// "1 person", "1,204 people".
pub(super) fn people(count: u64) -> String {
    let number = crate::ui::pagination::grouped(count);
    if count == 1 { format!("{number} person") } else { format!("{number} people") }
}

/// What would happen, counted.
fn in_short(lines: &[ImportLine]) -> String {
    let count = |is_so: fn(&Fate) -> bool| {
        crate::ui::pagination::grouped(lines.iter().filter(|line| is_so(&line.fate)).count() as u64)
    };
    let known = count(|fate| *fate == Fate::Known);
    let wrong = count(|fate| matches!(fate, Fate::Wrong(_)));
    let repeated = match &*count(|fate| matches!(fate, Fate::Repeated(_))) {
        "0" => String::new(),
        repeated => format!("{repeated} repeated, "),
    };
    format!("{} to invite, {known} known already, {repeated}{wrong} with something wrong.", people(to_invite(lines)))
}

/// What would happen: what is wrong first.
fn fates(lines: &[ImportLine]) -> AnyView {
    let mut order: Vec<&ImportLine> = lines.iter().collect();
    order.sort_by_key(|line| match line.fate {
        Fate::Wrong(_) => 0,
        Fate::Known | Fate::Repeated(_) => 1,
        Fate::Invite(_) => 2,
    });
    let rows: Vec<AnyView> = order.iter().take(SHOWN).map(|line| fate(line)).collect();
    let rest = lines.len().saturating_sub(SHOWN);
    view! {
        <div class="table-box fates" tabindex="0" role="region" aria-label="What would happen"><table>
            <thead><tr><th scope="col">"Line"</th><th scope="col">"Name"</th><th scope="col">"E-mail"</th><th scope="col">"What happens"</th></tr></thead>
            <tbody>{rows}</tbody>
        </table></div>
        {(rest > 0).then(|| view! { <p class="muted">{format!("And {} more lines.", crate::ui::pagination::grouped(rest as u64))}</p> })}
    }
    .into_any()
}

fn fate(line: &ImportLine) -> AnyView {
    let (class, words) = match &line.fate {
        Fate::Invite(role) => ("", format!("Invited as {}", role.label())),
        Fate::Known => ("muted", "Known already: nothing".to_owned()),
        Fate::Repeated(line) => ("muted", format!("The same address as line {line}: nothing")),
        Fate::Wrong(words) => ("error", words.clone()),
    };
    view! {
        <tr>
            <td data-label="Line" class="num">{line.line}</td>
            <td data-label="Name">{line.name.clone()}</td>
            <td data-label="E-mail">{line.email.clone()}</td>
            <td data-label="What happens" class=class>{words}</td>
        </tr>
    }
    .into_any()
}
