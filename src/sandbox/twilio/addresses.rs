//! Addresses the account told, for numbers whose law wants one.

use axum::Json;
use axum::extract::{Form, State};
use axum::http::StatusCode;
use serde_json::{Value, json};

use super::super::state::Sandbox;
use super::answer::{Failure, date};
use super::auth::Account;
use super::params::Params;

const REQUIRED: &[&str] = &[
    "CustomerName",
    "Street",
    "City",
    "Region",
    "PostalCode",
    "IsoCountry",
];
const OPTIONAL: &[&str] = &[
    "FriendlyName",
    "EmergencyEnabled",
    "AutoCorrectAddress",
    "StreetSecondary",
];

/// `POST Addresses.json`. A street that begins with `Nowhere` is no address.
pub async fn create(
    State(sandbox): State<Sandbox>,
    account: Account,
    Form(form): Form<Vec<(String, String)>>,
) -> Result<(StatusCode, Json<Value>), Failure> {
    let params = Params::check(form, &[REQUIRED, OPTIONAL])?;
    if let Some(missing) = REQUIRED.iter().find(|name| params.get(name).is_none()) {
        return Err(Failure::bad(21601, format!("{missing} is required")));
    }
    let text = |name: &str| params.get(name).unwrap_or_default().to_owned();
    if text("Street").starts_with("Nowhere") {
        return Err(Failure::bad(21629, "Address Validation Error"));
    }
    let sid = format!("AD{:032x}", rand::random::<u128>());
    let (kept, owner) = (sid.clone(), account.sid.clone());
    let now = sandbox
        .change(move |memory| {
            memory.twilio_addresses.insert(kept, owner);
            memory.now()
        })
        .await;
    let shown = json!({
        "sid": sid,
        "account_sid": account.sid,
        "customer_name": text("CustomerName"),
        "street": text("Street"),
        "street_secondary": params.get("StreetSecondary"),
        "city": text("City"),
        "region": text("Region"),
        "postal_code": text("PostalCode"),
        "iso_country": text("IsoCountry"),
        "friendly_name": text("FriendlyName"),
        "emergency_enabled": false,
        "validated": false,
        "verified": false,
        "date_created": date(now),
        "date_updated": date(now),
        "uri": format!("/2010-04-01/Accounts/{}/Addresses/{sid}.json", account.sid),
    });
    Ok((StatusCode::CREATED, Json(shown)))
}
