//! **My phone** (`/my-phone`): each person's own.

use super::api::{GetMine, SendMine, SetMine};
use super::row::registered;
use super::{MyPhone, connection};
use crate::call::{Reply, ask, form_body, post, read, resource};
use crate::error::AppError;
use crate::form::FormEcho;
use crate::navigation::Heading;
use crate::ui::banner::{ErrorBanner, FailureBanner};
use crate::ui::empty_state::EmptyState;
use crate::ui::field::SubmitButton;
use crate::ui::form_state::FormState;
use crate::ui::loaded::{loaded, loading};
use crate::ui::post_form::{Done, PostForm, action};
use crate::ui::toast::{Notice, Toast};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;

/// The screen.
#[component]
pub fn MyPhonePage() -> impl IntoView {
    let refresh = RwSignal::new(0_u32);
    let mine = resource(move || refresh.get().to_string(), |_| ask(GetMine {}));
    let sent = use_query_map().with_untracked(|query| query.get("sent").is_some());
    let notice = RwSignal::new(sent.then(sent_notice));
    let show = move |mine: Reply| {
        match read::<Option<MyPhone>>(mine) {
        Ok(Some(phone)) => view! { <Phone phone notice/> }.into_any(),
        Ok(None) => view! {
            <EmptyState title="You have no SIP phone yet" text="An administrator gives you SIP credentials. You get an e-mail with everything that your phone needs."/>
        }
        .into_any(),
        Err(error) => view! { <ErrorBanner error/> }.into_any(),
    }
    };
    view! {
        <Heading crumbs=&["My phone"] lede="The desk phone or softphone on which you take calls."/>
        {loaded(mine, loading, RwSignal::new(false), show)}
        <Toast notice/>
    }
    .into_any()
}

fn sent_notice() -> Notice {
    Notice { text: "A link to your password is on its way to your e-mail address.".to_owned(), warning: None }
}

#[component]
fn Phone(phone: MyPhone, notice: RwSignal<Option<Notice>>) -> impl IntoView {
    let form = FormState::new("", |_| Vec::new(), FormEcho::of(SendMine::PATH).as_ref());
    let done = Done::or_refuse(form, move |_| notice.set(Some(sent_notice())));
    view! {
        <section class="panel"><Switch receiving=phone.receiving/></section>
        <section class="panel">
            <h2>"Phone"</h2>
            <p>{registered(phone.registration)}</p>
        </section>
        <section class="panel">
            <h2>"Connection data"</h2>
            {connection::table(phone.connection, None)}
            <PostForm form path=SendMine::PATH done>
                <FailureBanner failure=form.failure/>
                <p>"The password is not shown here. A link that shows it once is sent to your e-mail address."</p>
                <SubmitButton label="Send me a link to the password" look="" busy=form.busy/>
            </PostForm>
        </section>
    }
    .into_any()
}

/// Shows what the server says now, if it answers.
async fn look_again(now: RwSignal<bool>) {
    if let Ok(Some(phone)) = read::<Option<MyPhone>>(ask(GetMine {}).await) {
        now.try_set(phone.receiving);
    }
}

/// Yes or No, at once. Two plain buttons of a form without WebAssembly.
#[component]
fn Switch(receiving: bool) -> impl IntoView {
    let now = RwSignal::new(receiving);
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<AppError>);
    let set = move |yes: bool| {
        // Also when it shows this already: somebody else may have switched it meanwhile.
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        let body = form_body([("receiving", if yes { "yes" } else { "no" }.to_owned())].into_iter());
        spawn_local(async move {
            let reply = read::<MyPhone>(post(SetMine::PATH, body).await);
            busy.try_set(false);
            match reply {
                Ok(phone) => drop(now.try_set(phone.receiving)),
                Err(error) => {
                    // Whether it was done is not known.
                    failure.try_set(Some(error));
                    look_again(now).await;
                }
            }
        });
    };
    // An administrator may have switched it while nobody looked.
    let seen = window_event_listener_untyped("visibilitychange", move |_| {
        if !document().hidden() {
            spawn_local(look_again(now));
        }
    });
    on_cleanup(move || seen.remove());
    let button = move |yes: bool, words: &'static str| {
        view! {
            <button type="submit" name="receiving" value=if yes { "yes" } else { "no" } class="button"
                aria-pressed=move || (now.get() == yes).to_string()
                on:click=move |event| { event.prevent_default(); set(yes); }>{words}</button>
        }
    };
    view! {
        <h2 id="receiving">"Receiving on SIP phone"</h2>
        <FailureBanner failure/>
        <form method="post" action=action(SetMine::PATH)>
            <div class="switch" role="group" aria-labelledby="receiving" aria-busy=move || busy.get().to_string()>
                {button(true, "Yes")}{button(false, "No")}
            </div>
        </form>
        <p class="muted" aria-live="polite">
            {move || if now.get() { "Calls ring on your SIP phone." } else { "Calls do not ring on your SIP phone." }}
        </p>
    }
    .into_any()
}
