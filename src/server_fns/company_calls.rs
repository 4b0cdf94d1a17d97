//! Calls from and to a company's numbers.

use leptos::prelude::*;

use crate::shared::{
    call::{CallList, CallPreview, CallSettings, CallView, NumberAgent},
    error::AppError,
    ids::{CallId, NumberId},
};
#[cfg(feature = "ssr")]
use crate::{
    domain::calls::{self, Draft, SaveAgent, SaveSettings, Start, StartError},
    server_fns::{
        calls::{agent_refused, draft_refused, settings_refused, start_refused},
        company_numbers::desk,
        guard,
    },
    shared::{money::Money, permissions::OrganizationMay},
};

/// Calls of the numbers within reach, newest first. Scope: member(ViewOwn).
#[server(prefix = "/do", endpoint = "company_calls/show_calls")]
pub async fn show_calls(call_direction: String, after: Option<String>) -> Result<CallList, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewOwn)?;
    let desk = desk(&asked, &member).await?;
    calls::list(&asked.backend, &desk, None, &call_direction, after.as_deref())
        .await
        .map_err(|error| asked.internal(&error))
}

/// One call with its timeline. Scope: member(ViewOwn).
#[server(prefix = "/do", endpoint = "company_calls/call")]
pub async fn call(call: CallId) -> Result<CallView, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewOwn)?;
    let desk = desk(&asked, &member).await?;
    calls::view(&asked.backend, &desk, call)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

/// What becomes of calls to a number. Scope: member(ViewOwn).
#[server(prefix = "/do", endpoint = "company_calls/number_calls")]
pub async fn number_calls(sender: NumberId) -> Result<CallSettings, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewOwn)?;
    let desk = desk(&asked, &member).await?;
    calls::settings(&asked.backend, &desk, sender)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

/// Changes what becomes of calls to a number: for who manages numbers, and for who was given it.
/// Scope: member(SendMessages).
#[server(prefix = "/do", endpoint = "company_calls/save_company_calls")]
pub async fn save_company_calls(
    sender: NumberId,
    forward_to: String,
    ring_seconds: i16,
    has_voicemail: Option<String>,
    greeting: String,
) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::SendMessages)?;
    let desk = desk(&asked, &member).await?;
    if !desk.steers(sender) {
        return Err(AppError::NotFound);
    }
    let wanted = SaveSettings {
        number: sender,
        forward_to,
        ring_seconds,
        has_voicemail: has_voicemail.is_some(),
        greeting,
        origin: asked.origin(),
    };
    calls::save_settings(&asked.backend, &desk, &wanted)
        .await
        .map_err(|error| settings_refused(&asked, error))?;
    leptos_axum::redirect(&format!("/business/numbers/{sender}?saved=calls"));
    Ok(())
}

/// Which AI agent answers a number. Scope: member(ViewOwn).
#[server(prefix = "/do", endpoint = "company_calls/agent_of_number")]
pub async fn agent_of_number(sender: NumberId) -> Result<NumberAgent, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewOwn)?;
    let desk = desk(&asked, &member).await?;
    calls::agent(&asked.backend, &desk, sender)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

/// Changes which one answers: for who manages numbers, and for who was given it. Scope: member(SendMessages).
#[server(prefix = "/do", endpoint = "company_calls/save_company_agent")]
pub async fn save_company_agent(sender: NumberId, assistant: String) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::SendMessages)?;
    let desk = desk(&asked, &member).await?;
    if !desk.steers(sender) {
        return Err(AppError::NotFound);
    }
    let wanted = SaveAgent {
        number: sender,
        assistant,
        origin: asked.origin(),
    };
    calls::save_agent(&asked.backend, &desk, &wanted)
        .await
        .map_err(|error| agent_refused(&asked, error))?;
    leptos_axum::redirect(&format!("/business/numbers/{sender}?saved=agent"));
    Ok(())
}

/// What a call would cost the company; rings nobody. Scope: member(SendMessages).
#[server(prefix = "/do", endpoint = "company_calls/preview_call")]
pub async fn preview_call(sender: NumberId, to: String, own_phone: String) -> Result<CallPreview, AppError> {
    let (asked, member) = guard::member(OrganizationMay::SendMessages)?;
    let desk = desk(&asked, &member).await?;
    let draft = Draft {
        number: sender,
        to,
        phone: own_phone,
    };
    calls::preview(&asked.backend, &desk, &draft)
        .await
        .map_err(|error| draft_refused(&asked, error))
}

/// Rings the member's phone, then the other side, paid by the company. The form's key makes it one call however often it is
/// sent. Scope: member(SendMessages).
#[server(prefix = "/do", endpoint = "company_calls/start_company_call")]
pub async fn start_company_call(
    sender: NumberId,
    to: String,
    own_phone: String,
    max_minute: Option<String>,
    call_key: CallId,
) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::SendMessages)?;
    let desk = desk(&asked, &member).await?;
    let max_minute = max_minute
        .filter(|amount| !amount.trim().is_empty())
        .map(|amount| Money::parse(&amount, asked.shop.brand.currency))
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
    let call = calls::start(&asked.backend, &desk, &request)
        .await
        .map_err(|error| match error {
            StartError::Insufficient { missing } => AppError::Refused(format!(
                "The company's wallet lacks {missing} for one minute of this call. Nobody was rung and nothing charged. \
                 Somebody who may move money adds it at Wallet."
            )),
            error => start_refused(&asked, error),
        })?;
    leptos_axum::redirect(&format!("/business/calls/{call}"));
    Ok(())
}
