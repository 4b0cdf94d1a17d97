//! A customer's calls, and what becomes of calls to a number.

use leptos::prelude::*;

use crate::shared::{
    call::{CallList, CallPreview, CallSettings, CallView, NumberAgent},
    error::AppError,
    ids::{CallId, NumberId},
};
#[cfg(feature = "ssr")]
use crate::{
    domain::calls::{
        self, Draft, DraftError, SaveAgent, SaveAgentError, SaveSettings, SettingsError, Start, StartError,
    },
    server_fns::{
        guard,
        wallet::{not_open_yet, not_verified},
    },
    shared::money::Money,
};

/// Calls, newest first. Scope: customer.
#[server(prefix = "/do", endpoint = "calls/show_calls")]
pub async fn show_calls(call_direction: String, after: Option<String>) -> Result<CallList, AppError> {
    let (asked, customer) = guard::customer()?;
    calls::list(&asked.backend, &customer, None, &call_direction, after.as_deref())
        .await
        .map_err(|error| asked.internal(&error))
}

/// One call with its timeline. Scope: customer.
#[server(prefix = "/do", endpoint = "calls/call")]
pub async fn call(call: CallId) -> Result<CallView, AppError> {
    let (asked, customer) = guard::customer()?;
    calls::view(&asked.backend, &customer, call)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

/// What becomes of calls to a number. Scope: customer.
#[server(prefix = "/do", endpoint = "calls/number_calls")]
pub async fn number_calls(sender: NumberId) -> Result<CallSettings, AppError> {
    let (asked, customer) = guard::customer()?;
    calls::settings(&asked.backend, &customer, sender)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

/// Changes what becomes of calls to a number. Scope: customer.
#[server(prefix = "/do", endpoint = "calls/save_call_settings")]
pub async fn save_call_settings(
    sender: NumberId,
    forward_to: String,
    ring_seconds: i16,
    has_voicemail: Option<String>,
    greeting: String,
) -> Result<(), AppError> {
    let (asked, customer) = guard::customer()?;
    let wanted = SaveSettings {
        number: sender,
        forward_to,
        ring_seconds,
        has_voicemail: has_voicemail.is_some(),
        greeting,
        origin: asked.origin(),
    };
    calls::save_settings(&asked.backend, &customer, &wanted)
        .await
        .map_err(|error| settings_refused(&asked, error))?;
    leptos_axum::redirect(&format!("/account/numbers/{sender}?saved=calls"));
    Ok(())
}

/// Which AI agent answers a number. Scope: customer.
#[server(prefix = "/do", endpoint = "calls/agent_of_number")]
pub async fn agent_of_number(sender: NumberId) -> Result<NumberAgent, AppError> {
    let (asked, customer) = guard::customer()?;
    calls::agent(&asked.backend, &customer, sender)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

/// Changes which one answers; nothing for none. Scope: customer.
#[server(prefix = "/do", endpoint = "calls/save_number_agent")]
pub async fn save_number_agent(sender: NumberId, assistant: String) -> Result<(), AppError> {
    let (asked, customer) = guard::customer()?;
    let wanted = SaveAgent {
        number: sender,
        assistant,
        origin: asked.origin(),
    };
    calls::save_agent(&asked.backend, &customer, &wanted)
        .await
        .map_err(|error| agent_refused(&asked, error))?;
    leptos_axum::redirect(&format!("/account/numbers/{sender}?saved=agent"));
    Ok(())
}

#[cfg(feature = "ssr")]
pub(super) fn agent_refused(asked: &guard::Asked, error: SaveAgentError) -> AppError {
    match error {
        SaveAgentError::NotFound => AppError::NotFound,
        SaveAgentError::NotOffered => {
            AppError::Refused("AI agents cannot answer calls here. Nothing was changed.".into())
        }
        SaveAgentError::NotAnId => AppError::invalid(
            "assistant",
            "Please give the assistant's id, such as 3f0c9b1e-6a2d-4c55-9a0e-1d2c3b4a5f60, or leave it empty.",
        ),
        SaveAgentError::Internal(error) => asked.internal(&error),
    }
}

/// What a call would cost; rings nobody. Scope: customer.
#[server(prefix = "/do", endpoint = "calls/preview_call")]
pub async fn preview_call(sender: NumberId, to: String, own_phone: String) -> Result<CallPreview, AppError> {
    let (asked, customer) = guard::customer()?;
    let draft = Draft {
        number: sender,
        to,
        phone: own_phone,
    };
    calls::preview(&asked.backend, &customer, &draft)
        .await
        .map_err(|error| draft_refused(&asked, error))
}

/// Rings the caller's phone, then the other side, and shows the call. The form's key makes it one call however often it is
/// sent. Scope: customer.
#[server(prefix = "/do", endpoint = "calls/start_call")]
pub async fn start_call(
    sender: NumberId,
    to: String,
    own_phone: String,
    max_minute: Option<String>,
    call_key: CallId,
) -> Result<(), AppError> {
    let (asked, customer) = guard::customer()?;
    let currency = asked.shop.brand.currency;
    let max_minute = max_minute
        .filter(|amount| !amount.trim().is_empty())
        .map(|amount| Money::parse(&amount, currency))
        .transpose()
        .map_err(|_| {
            AppError::Refused("The price on the form cannot be read. Nobody was rung. Please reload.".into())
        })?;
    let request = Start {
        id: call_key,
        draft: Draft {
            number: sender,
            to,
            phone: own_phone,
        },
        max_minute,
    };
    let call = calls::start(&asked.backend, &customer, &request)
        .await
        .map_err(|error| start_refused(&asked, error))?;
    leptos_axum::redirect(&format!("/account/calls/{call}"));
    Ok(())
}

/// Why a draft cannot be rung, in the caller's words.
#[cfg(feature = "ssr")]
pub(super) fn draft_refused(asked: &guard::Asked, error: DraftError) -> AppError {
    let refused = |text: String| AppError::Refused(format!("{text} Nobody was rung and nothing charged."));
    let form = "Please give a phone number with its country code, such as +33 6 12 34 56 78.";
    match error {
        DraftError::NotFound => AppError::NotFound,
        DraftError::NumberOff => refused("This number cannot call now.".into()),
        DraftError::NotAPhone => AppError::invalid("to", form),
        DraftError::NotYourPhone => AppError::invalid("own_phone", form),
        DraftError::ToItself => AppError::invalid(
            "to",
            "These must be two different phones, and neither this number.",
        ),
        DraftError::CountryOff(country) => refused(format!(
            "{} does not call {country}. Write to {} if you need it.",
            asked.shop.brand.name, asked.shop.brand.support_email
        )),
        DraftError::NoWay(country) => refused(format!("There is no way from this number to {country}.")),
        DraftError::Policy(breach) => refused(breach.in_words()),
        DraftError::Closed(_) => {
            refused("No calls can be made at the moment. Please try again later.".into())
        }
        DraftError::Unavailable(_) => {
            refused("Our supplier does not answer right now. Please try again in a minute.".into())
        }
        DraftError::Internal(error) => asked.internal(&error),
    }
}

/// Why nobody was rung, in the caller's words.
#[cfg(feature = "ssr")]
pub(super) fn start_refused(asked: &guard::Asked, error: StartError) -> AppError {
    let shop = &asked.shop.brand;
    match error {
        StartError::Draft(error) => draft_refused(asked, error),
        StartError::PriceMoved { now } => AppError::Refused(format!(
            "A minute of this call is {now} now. Nobody was rung and nothing charged. Look at the price again."
        )),
        StartError::Insufficient { missing } => AppError::Refused(format!(
            "Your wallet lacks {missing} for one minute of this call. Nobody was rung and nothing charged. Add money and \
             call again."
        )),
        StartError::Budget(short) => AppError::Refused(format!(
            "{} Nobody was rung and nothing charged.",
            short.in_words()
        )),
        StartError::Frozen => AppError::Refused(format!(
            "A payment of yours is disputed at the bank, so no calls can be made until that is decided. Nothing was \
             charged. Questions: {}.",
            shop.support_email
        )),
        StartError::NotVerified => not_verified(),
        StartError::NotOpenYet => not_open_yet(asked),
        StartError::ShopClosed => AppError::Refused(format!(
            "{} cannot make calls at the moment. Nothing was charged. Please write to {}.",
            shop.name, shop.support_email
        )),
        StartError::TooMany => AppError::Refused(
            "You have 50 calls going on, which is the most there can be. Nobody was rung. Please end one first.".into(),
        ),
        StartError::Reused => AppError::Refused(
            "This form was used for another call. Nobody was rung. Please reload the page.".into(),
        ),
        StartError::Internal(error) => asked.internal(&error),
    }
}

/// Why nothing changed, in the owner's words.
#[cfg(feature = "ssr")]
pub(super) fn settings_refused(asked: &guard::Asked, error: SettingsError) -> AppError {
    match error {
        SettingsError::NotFound => AppError::NotFound,
        SettingsError::NotAPhone => AppError::invalid(
            "forward_to",
            "Please give a phone number with its country code, such as +33 6 12 34 56 78, or leave it empty.",
        ),
        SettingsError::InCircles => AppError::invalid(
            "forward_to",
            "Calls cannot be forwarded to a number bought here: they could go in circles.",
        ),
        SettingsError::CountryOff => AppError::invalid(
            "forward_to",
            format!("{} does not call this country.", asked.shop.brand.name),
        ),
        SettingsError::RingSeconds => AppError::invalid("ring_seconds", "Please give 5 to 60 seconds."),
        SettingsError::Greeting => AppError::invalid("greeting", "A greeting has at most 300 characters."),
        SettingsError::Internal(error) => asked.internal(&error),
        SettingsError::Policy(breach) => AppError::invalid("forward_to", breach.in_words()),
    }
}
