//! Addresses the account told, for numbers whose law wants one.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::state::Sandbox;
use super::answer::Failure;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewAddress {
    first_name: String,
    last_name: String,
    business_name: String,
    street_address: String,
    locality: String,
    country_code: String,
    #[serde(default)]
    customer_reference: String,
    #[serde(default)]
    administrative_area: String,
    #[serde(default)]
    postal_code: String,
    #[serde(default, rename = "address_book")]
    _address_book: bool,
}

/// `POST /addresses`. A street that begins with `Nowhere` is no address.
pub async fn create(State(sandbox): State<Sandbox>, Json(body): Json<Value>) -> Result<Json<Value>, Failure> {
    let address: NewAddress =
        serde_json::from_value(body).map_err(|error| Failure::bad(error.to_string()))?;
    let has_name = !(address.business_name.is_empty() && address.last_name.is_empty());
    if !has_name || address.street_address.starts_with("Nowhere") || address.country_code.len() != 2 {
        return Err(Failure::refused("10015", "The address is not one"));
    }
    let id = (1_300_000_000_000_000_000_u64 + u64::from(rand::random::<u32>())).to_string();
    let kept = id.clone();
    sandbox
        .change(move |memory| memory.telnyx_addresses.insert(kept))
        .await;
    Ok(Json(json!({ "data": {
        "id": id,
        "record_type": "address",
        "first_name": address.first_name,
        "last_name": address.last_name,
        "business_name": address.business_name,
        "street_address": address.street_address,
        "locality": address.locality,
        "administrative_area": address.administrative_area,
        "postal_code": address.postal_code,
        "country_code": address.country_code,
        "customer_reference": address.customer_reference,
    } })))
}
