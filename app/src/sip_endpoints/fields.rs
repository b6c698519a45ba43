//! The fields of the endpoint form, shared by **Create**, **Duplicate** and **Edit**.

use super::SipEndpointForm;
use super::api::FindTwin;
use super::model::Twin;
use super::notice::{single_label_warning, twin_warning};
use crate::call::{ask, read};
use crate::fields::{Codec, FieldError, HostName, Port, Transport};
use crate::ui::effect::effect;
use crate::ui::field::{CheckField, SelectField, TextField};
use crate::ui::form_state::{FormState, Values};
use leptos::prelude::*;

/// What is kept about the password of the endpoint that the form is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum KeptPassword {
    /// There is none.
    None,
    /// There is one; it stays unless another is typed.
    Unchanged,
    /// The original of this copy has one; it is copied on the server.
    Copied,
}

impl KeptPassword {
    /// Of an endpoint that is edited.
    pub(super) const fn of(has_password: bool) -> Self {
        if has_password { Self::Unchanged } else { Self::None }
    }
}

/// The form as it was typed.
pub(super) fn typed(values: &Values) -> SipEndpointForm {
    let mut form = SipEndpointForm::default();
    for (name, value) in values {
        form.set(name, value);
    }
    form
}

/// The rules of the form.
pub(super) fn check(values: &Values) -> Vec<FieldError> {
    typed(values).check().err().unwrap_or_default()
}

/// All fields.
#[component]
pub(super) fn Fields(
    form: FormState,
    start: SipEndpointForm,
    kept: Signal<KeptPassword>,
    /// The endpoint itself, which is no twin of itself.
    #[prop(optional_no_strip)]
    id: Option<i64>,
) -> impl IntoView {
    let taken = RwSignal::new(String::new());
    let single_label = RwSignal::new(warning_about(&start.host));
    let host_warning = Signal::derive(move || {
        let words = [Some(taken.get()).filter(|taken| !taken.is_empty()), single_label.get()];
        words.into_iter().flatten().reduce(|all, next| format!("{all} {next}"))
    });
    let twin_warning = RwSignal::new(None::<String>);
    let password_goes = RwSignal::new(None::<String>);
    let port_touched = StoredValue::new(!is_default_port(&start));
    let on_change = move |event: web_sys::Event| match form.name_of(event.target()).as_deref() {
        Some("transport") if !port_touched.get_value() && typed(&form.values()).has_usual_port() => {
            let transport = Transport::parse(&event_target_value(&event)).unwrap_or_default();
            form.set_value("port", &Port::default_for(transport).get().to_string());
        }
        Some("host") => split_uri(form, port_touched, taken),
        _ => {}
    };
    let on_input = move |event: web_sys::Event| match form.name_of(event.target()).as_deref() {
        Some("port") => port_touched.set_value(true),
        Some("host") => taken.set(String::new()),
        _ => {}
    };
    // What is pasted is taken apart at once, what is typed when the field is left: not in the middle of a name.
    let on_paste = move |event: web_sys::ClipboardEvent| {
        if form.name_of(event.target()).as_deref() == Some("host") {
            request_animation_frame(move || split_uri(form, port_touched, taken));
        }
    };
    let on_left = move |_| {
        let now = typed(&form.values());
        single_label.set(warning_about(&now.host));
        let goes = kept.get_untracked() != KeptPassword::None && now.user_name.trim().is_empty();
        password_goes.set(goes.then(|| "Without a user name the kept password is removed.".to_owned()));
        look_for_twin(now, id, twin_warning);
    };
    // From here on the port follows the transport in the browser; what was chosen before is caught up with.
    effect(move || {
        if form.node.get().is_some() {
            let mut now = typed(&form.values());
            now.follow_transport();
            form.set_value("port", &now.port);
            form.set_value("port_shown", "");
        }
    });
    let remove = !start.remove_password.is_empty();
    let port_shown = if is_default_port(&start) { start.port.clone() } else { String::new() };
    let about = move || match kept.get() {
        KeptPassword::None => ("Optional, only with a user name. Kept encrypted and never shown again.", ""),
        KeptPassword::Unchanged => ("A password is kept. Leave this empty to keep it unchanged.", "unchanged"),
        KeptPassword::Copied => ("The password of the original is copied. Type another to use that instead.", "copied"),
    };
    let help = Signal::derive(move || about().0.to_owned());
    let placeholder = Signal::derive(move || about().1.to_owned());
    view! {
        <div class="fields" on:change=on_change on:input=on_input on:paste=on_paste on:focusout=on_left>
            <input type="hidden" name=form.post_name("port_shown") value=port_shown/>
            <div class="two">
                <TextField form name="host" label="SIP endpoint" value=start.host.clone() required=true autofocus=true
                    inputmode="url" help="A domain name or an IP address. A pasted SIP address is split into the fields."
                    warning=host_warning/>
                <TextField form name="port" label="Port" value=start.port.clone() inputmode="numeric"
                    warning=twin_warning.into()/>
            </div>
            <TextField form name="reference" label="Reference" value=start.reference.clone() required=true
                help="The name that scenarios use: letters, digits and _\u{a0}.\u{a0}@\u{a0}-"/>
            <div class="two even">
                <SelectField form name="codec" label="Codec" value=start.codec.clone()
                    options=Codec::ALL.map(|codec| (codec.code(), codec.label())).to_vec()/>
                <SelectField form name="transport" label="Transport" value=start.transport.clone()
                    options=Transport::ALL.map(|transport| (transport.code(), transport.label())).to_vec()/>
            </div>
            <fieldset>
                <legend>"When the server asks who we are"</legend>
                <div class="two even">
                    <TextField form name="user_name" label="User name" value=start.user_name.clone() help="Optional."
                        warning=password_goes.into()/>
                    <div>
                        <TextField form name="password" label="Password" kind="password" autocomplete="new-password"
                            placeholder=placeholder help=help/>
                        {move || (kept.get() == KeptPassword::Unchanged).then(|| view! {
                            <CheckField form name="remove_password" label="Remove the password" checked=remove/>
                        })}
                    </div>
                </div>
                <TextField form name="realm" label="Realm" value=start.realm.clone()
                    help="Optional. Capital and small letters count as different."/>
            </fieldset>
        </div>
    }
    .into_any()
}

fn is_default_port(form: &SipEndpointForm) -> bool {
    let transport = Transport::parse(&form.transport).unwrap_or_default();
    form.port.is_empty() || form.port == Port::default_for(transport).get().to_string()
}

fn split_uri(form: FormState, port_touched: StoredValue<bool>, taken: RwSignal<String>) {
    let mut now = typed(&form.values());
    let Some(uri) = now.split_uri() else { return };
    if uri.port.is_some() {
        port_touched.set_value(true);
    }
    for (name, value) in now.shown() {
        form.set_value(&name, &value);
    }
    form.set_value("password", &now.password);
    taken.set(uri.words());
}

fn warning_about(host: &str) -> Option<String> {
    HostName::parse(host).is_ok_and(|host| host.is_single_label()).then(single_label_warning)
}

fn look_for_twin(now: SipEndpointForm, id: Option<i64>, warning: RwSignal<Option<String>>) {
    if HostName::parse(&now.host).is_err() || Port::parse(&now.port).is_err() {
        warning.set(None);
        return;
    }
    let SipEndpointForm { host, port, user_name, .. } = now;
    leptos::task::spawn_local(async move {
        let found = read::<Option<Twin>>(ask(FindTwin { host, port, user_name, except: id }).await);
        // A warning that cannot be had is no reason to disturb anybody.
        warning.try_set(found.unwrap_or_default().map(|twin| twin_warning(&twin.reference)));
    });
}
