//! `/account/calls.csv`: a customer's calls; `/account/calls/{id}/message.mp3` and the same under `/business`: a message
//! somebody left.

use axum::{
    Extension,
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::SecondsFormat;

use super::export;
use crate::{
    domain::{
        calls::{self, CallRecord},
        numbers,
        scope::{Buys, Customer},
    },
    server_fns::guard::Asked,
    shared::{error::AppError, ids::CallId, permissions::OrganizationMay},
};

/// An operator inside a shop reads no customer's calls and hears no messages.
fn customer(asked: &Asked) -> Option<Customer> {
    let user = asked.user.as_ref().filter(|user| user.entry.is_none());
    user.map(|user| user.customer)
}

fn signed_out() -> Response {
    (StatusCode::UNAUTHORIZED, "Please sign in first.").into_response()
}

/// All of them, newest first.
pub async fn calls(Extension(asked): Extension<Asked>) -> Response {
    let Some(customer) = customer(&asked) else {
        return signed_out();
    };
    let backend = asked.backend.clone();
    let header = [
        "id",
        "at",
        "direction",
        "number",
        "peer",
        "state",
        "seconds",
        "billed_seconds",
        "price",
        "currency",
    ];
    export::csv(asked, "calls", &header, move |after| {
        let backend = backend.clone();
        async move {
            let page = calls::export(&backend, &customer, after.as_deref()).await?;
            Ok(page.map(line))
        }
    })
}

fn line(record: CallRecord) -> Vec<String> {
    let row = record.row;
    let number = |count: Option<i32>| count.map(|count| count.to_string()).unwrap_or_default();
    vec![
        row.id.to_string(),
        row.at.to_rfc3339_opts(SecondsFormat::Secs, true),
        if row.is_out { "out" } else { "in" }.to_owned(),
        record.number,
        row.peer,
        row.state.as_str().to_owned(),
        number(row.seconds),
        number(record.billed_seconds),
        row.charged.map(|amount| amount.amount()).unwrap_or_default(),
        row.charged
            .map(|amount| amount.currency().code().to_owned())
            .unwrap_or_default(),
    ]
}

/// The sound, from the vendor through us; kept by nobody.
pub async fn message(Extension(asked): Extension<Asked>, Path(id): Path<String>) -> Response {
    match customer(&asked) {
        Some(customer) => sound(&asked, &customer, &id).await,
        None => signed_out(),
    }
}

/// The same of a call to a number of the company, for who may see the call.
pub async fn company_message(Extension(asked): Extension<Asked>, Path(id): Path<String>) -> Response {
    let member = match asked.member(OrganizationMay::ViewOwn) {
        Ok(member) => member,
        Err(AppError::SignInRequired) => {
            return (StatusCode::UNAUTHORIZED, "Please sign in first.").into_response();
        }
        Err(_) => return StatusCode::NOT_FOUND.into_response(),
    };
    match numbers::desk(&asked.backend, &member).await {
        Ok(desk) => sound(&asked, &desk, &id).await,
        Err(error) => {
            tracing::error!(%error, "a company's numbers cannot be read");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

async fn sound(asked: &Asked, buyer: &impl Buys, id: &str) -> Response {
    let Ok(id) = id.parse::<CallId>() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match calls::voicemail(&asked.backend, buyer, id).await {
        Ok(Some(sound)) => {
            let headers = [
                (header::CONTENT_TYPE, "audio/mpeg"),
                (header::CACHE_CONTROL, "private, no-store"),
            ];
            (headers, sound).into_response()
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(call_id = %id, %error, "a message cannot be played");
            (
                StatusCode::BAD_GATEWAY,
                "The message cannot be played right now. Please try again in a minute.",
            )
                .into_response()
        }
    }
}
