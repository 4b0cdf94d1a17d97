//! One screen: whose it is, how to install it, where it stands, whom to ask.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::{
    ask::{AskCode, AskPin, Locked},
    guide::Guide,
    install::Install,
    words::{Language, language},
};
use crate::{
    components::{PageHead, StatusBadge},
    pages::{account::device::Device, answer::look_again_in, words::Mood},
    server_fns,
    shared::{
        brand::Brand,
        error::AppError,
        esim::EsimState,
        pickup::{PickupLine, PickupView},
    },
};

/// The page of a link.
#[component]
pub fn PickupPage() -> impl IntoView {
    let token = use_params_map().read_untracked().get("token").unwrap_or_default();
    let said = use_query_map().read_untracked().get("said").unwrap_or_default();
    let (words, device) = (language(), Device::asking());
    header("x-robots-tag", "noindex");
    view! {
        <PageHead title=words.say("title") is_private=true/>
        <div class="pickup">
            <Head words/>
            {Suspend::new(async move {
                let read = server_fns::pickup::show(token.clone()).await;
                show(read, words, device, token, &said)
            })}
        </div>
    }
}

/// The shop's name and the languages.
#[component]
fn Head(words: Language) -> impl IntoView {
    let brand = use_context::<Brand>();
    let name = brand.as_ref().map(|brand| brand.name.clone()).unwrap_or_default();
    let logo = brand.map(|brand| brand.logo_url).unwrap_or_default();
    view! {
        <header class="pickup-head">
            {if logo.is_empty() {
                view! { <b>{name}</b> }.into_any()
            } else {
                view! { <img src=logo height="36" width="140" alt=name/> }.into_any()
            }}
            <nav aria-label=words.say("language")>
                {Language::ALL
                    .into_iter()
                    .map(|one| view! {
                        <a
                            href=format!("?lang={}", one.code())
                            lang=one.code()
                            hreflang=one.code()
                            rel="nofollow"
                            aria-current=(one == words).then_some("true")
                        >
                            {one.name()}
                        </a>
                    })
                    .collect_view()}
            </nav>
        </header>
    }
}

fn show(
    read: Result<PickupView, AppError>,
    words: Language,
    device: Device,
    token: String,
    said: &str,
) -> AnyView {
    let is_asking = matches!(read, Ok(PickupView::AskPin { .. } | PickupView::AskCode { .. }));
    if !is_asking {
        // The forms need it: browsers without Sec-Fetch-Site would send them without an origin, and be refused.
        header(header::REFERRER_POLICY.as_str(), "no-referrer");
    }
    match read {
        Ok(PickupView::Open(line)) => open(*line, words, device, &token).into_any(),
        Ok(PickupView::AskPin { company, contact }) => {
            view! { <AskPin words company contact token said=said.to_owned()/> }.into_any()
        }
        Ok(PickupView::AskCode {
            company,
            contact,
            sent_to,
        }) => view! { <AskCode words company contact sent_to token said=said.to_owned()/> }.into_any(),
        Ok(PickupView::Locked { contact }) => view! { <Locked words contact/> }.into_any(),
        Ok(PickupView::Gone) => {
            status(StatusCode::NOT_FOUND);
            sorry(&words.say("gone-title"), &words.say("gone-text")).into_any()
        }
        Err(error) => {
            status(StatusCode::INTERNAL_SERVER_ERROR);
            let code = match error {
                AppError::Internal { request_id } => request_id,
                other => other.message(),
            };
            let text = words.say_with("failed-text", &[("code", code.into())]);
            sorry(&words.say("failed-title"), &text).into_any()
        }
    }
}

fn sorry(title: &str, text: &str) -> impl IntoView + use<> {
    let (title, text) = (title.to_owned(), text.to_owned());
    view! { <section class="card"><h1>{title}</h1><p>{text}</p></section> }
}

fn open(line: PickupLine, words: Language, device: Device, token: &str) -> impl IntoView + use<> {
    let PickupLine {
        company,
        first_name,
        plan,
        place,
        state,
        installed_at,
        install,
        contact,
    } = line;
    let (mood, badge, meaning) = in_words(state);
    if state == EsimState::Ordered {
        look_again_in("4");
    }
    let seen = installed_at.filter(|_| badge != "badge-ended").map(|at| {
        let date = at.format("%Y-%m-%d").to_string();
        words.say_with("installed-on", &[("date", date.into())])
    });
    let picture = format!("{}{token}/qr.png", super::ROOT);
    let again = format!("?lang={}", words.code());
    let name = if plan.contains(&place) {
        plan
    } else {
        format!("{plan}, {place}")
    };
    view! {
        <section class="pickup-line">
            <h1>{words.say_with("hello", &[("name", first_name.into())])}</h1>
            <p>{words.say_with("from", &[("company", company.clone().into())])}</p>
            <p class="pickup-plan"><bdi>{name}</bdi> " " <StatusBadge mood=mood.as_str() label=words.say(badge)/></p>
            <p>{words.say(meaning)}</p>
            {seen.map(|seen| view! { <p class="muted">{seen}</p> })}
            <p><a href=again>{words.say("look-again")}</a></p>
        </section>
        {install.map(|install| view! {
            <Install words device install picture/>
            <Guide words device/>
        })}
        <Contact words company contact/>
    }
}

/// Whom to ask.
#[component]
pub fn Contact(words: Language, company: String, contact: String) -> impl IntoView {
    let ask = ask_whom(words, company, contact);
    view! {
        <section class="card" aria-labelledby="new-code-title">
            <h2 id="new-code-title">{words.say("new-code-title")}</h2>
            <p>{words.say("new-code-text")}</p>
            <p>{ask}</p>
        </section>
    }
}

/// The sentence that says whom to ask.
pub fn ask_whom(words: Language, company: String, contact: String) -> String {
    if contact.is_empty() {
        words.say_with("contact-unknown", &[("company", company.into())])
    } else {
        words.say_with(
            "contact-known",
            &[("company", company.into()), ("contact", contact.into())],
        )
    }
}

/// Mood, the name of the badge's text and of the sentence that explains it.
const fn in_words(state: EsimState) -> (Mood, &'static str, &'static str) {
    match state {
        EsimState::Ordered => (Mood::Waiting, "badge-ordered", "state-ordered"),
        EsimState::Ready => (Mood::Attention, "badge-ready", "state-ready"),
        EsimState::Downloaded | EsimState::Active => (Mood::Good, "badge-installed", "state-installed"),
        EsimState::Depleted => (Mood::Quiet, "badge-depleted", "state-depleted"),
        EsimState::Expired => (Mood::Quiet, "badge-expired", "state-expired"),
        EsimState::Suspended => (Mood::Bad, "badge-paused", "state-paused"),
        EsimState::Terminated | EsimState::Recycled => (Mood::Quiet, "badge-ended", "state-ended"),
    }
}

fn header(name: &'static str, value: &'static str) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.insert_header(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
}

fn status(status: StatusCode) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status);
    }
}
