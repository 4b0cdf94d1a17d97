//! Buying a number, and what the magic endings make of it.

use axum::Json;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::super::inventory::{self, StockNumber};
use super::super::magic::Magic;
use super::super::memory::{Memory, OwnedNumber};
use super::super::stage::Outcome;
use super::super::state::Sandbox;
use super::answer::Failure;
use super::auth::Account;
use super::available::friendly_name;
use super::incoming::{SETTINGS, show};
use super::params::Params;
use super::regulations;

enum Sale {
    Sold(Box<OwnedNumber>),
    NotAvailable,
    RateLimited,
}

/// `POST IncomingPhoneNumbers.json`
pub async fn buy(
    State(sandbox): State<Sandbox>,
    account: Account,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<Response, Failure> {
    let params = Params::check(form, &[&["PhoneNumber"], SETTINGS])?;
    let wanted = params.get("PhoneNumber").unwrap_or_default().to_owned();
    if !wanted.starts_with('+')
        || !(8..=16).contains(&wanted.len())
        || !wanted[1..].bytes().all(|byte| byte.is_ascii_digit())
    {
        return Err(Failure::bad(21421, format!("{wanted} is not a valid number")));
    }
    let magic = Magic::of_number(&wanted);
    let not_available = || Failure::bad(21422, format!("{wanted} is not available."));
    let Some(number) = inventory::find(&wanted).filter(|_| magic != Some(Magic::OutOfStock)) else {
        return Err(not_available());
    };
    if !regulations::documents(number.country.iso, number.kind).is_empty()
        && params.get("BundleSid").is_none()
    {
        return Err(Failure::bad(21649, "Bundle required"));
    }
    if number.address != "none" && params.get("AddressSid").is_none_or(|sid| !sid.starts_with("AD")) {
        return Err(Failure::bad(
            21631,
            "Phone Number Requires an Address but the 'AddressSid' parameter was empty.",
        ));
    }
    if let Some(sid) = params.get("AddressSid")
        && !sandbox.read(|memory| memory.twilio_addresses.get(sid) == Some(&account.sid))
    {
        return Err(Failure::bad(21617, "The Address Sid is not one of this account."));
    }
    let buyer = account.sid.clone();
    match sandbox
        .change(move |memory| sell(memory, number, magic, buyer, params))
        .await
    {
        Sale::NotAvailable => Err(not_available()),
        Sale::RateLimited => Ok(Outcome::RateLimited.into_response()),
        Sale::Sold(owned) => Ok(Magic::after_sale(
            magic,
            (StatusCode::CREATED, Json(show(&owned))).into_response(),
        )),
    }
}

fn sell(
    memory: &mut Memory,
    number: StockNumber,
    magic: Option<Magic>,
    account_sid: String,
    params: Params,
) -> Sale {
    if memory.taken_numbers().contains(&number.e164) {
        return Sale::NotAvailable;
    }
    if magic == Some(Magic::RateLimited) && memory.refuse_by_rate(&number.e164) {
        return Sale::RateLimited;
    }
    let now = memory.now();
    let owned = OwnedNumber {
        sid: format!("PN{:032x}", rand::random::<u128>()),
        account_sid,
        friendly_name: params
            .get("FriendlyName")
            .map_or_else(|| friendly_name(&number.e164), str::to_owned),
        phone_number: number.e164,
        settings: params.without(&["PhoneNumber", "FriendlyName"]),
        created_at: now,
        updated_at: now,
    };
    memory.numbers.insert(owned.sid.clone(), owned.clone());
    Sale::Sold(Box::new(owned))
}
