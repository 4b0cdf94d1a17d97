//! Numbers the account owns: list, release.

use axum::Json;
use axum::extract::{Path, Query, State as Here};
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::state::Sandbox;
use super::answer::{Failure, Params};
use super::book::{PhoneNumber, State};
use super::stock;

/// `GET /phone_numbers`: orders that were to be carried out by now are.
pub async fn list(
    Here(sandbox): Here<Sandbox>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Json<Value>, Failure> {
    let params = Params::check(
        query,
        &[
            "filter[phone_number]",
            "filter[customer_reference]",
            "page[number]",
            "page[size]",
        ],
    )?;
    let (number, reference) = (
        params.get("filter[phone_number]").map(str::to_owned),
        params.get("filter[customer_reference]").map(str::to_owned),
    );
    let found: Vec<Value> = sandbox
        .change(move |memory| {
            let now = memory.now();
            let book = &mut memory.telnyx;
            for at in 0..book.orders.len() {
                if matches!(book.orders[at].state, State::Pending { looks: 0, .. }) {
                    book.look(at, now);
                }
            }
            let fits = |owned: &&PhoneNumber| {
                number.as_ref().is_none_or(|e164| owned.phone_number == *e164)
                    && reference
                        .as_ref()
                        .is_none_or(|reference| owned.customer_reference == *reference)
            };
            book.numbers.values().filter(fits).map(show).collect()
        })
        .await;
    params.page(&found).map(Json)
}

/// `DELETE /phone_numbers/{id}`: the number goes back into the stock.
pub async fn release(Here(sandbox): Here<Sandbox>, Path(id): Path<String>) -> Result<Json<Value>, Failure> {
    let gone = sandbox
        .change(move |memory| memory.telnyx.numbers.remove(&id))
        .await;
    let gone = gone.ok_or_else(Failure::not_found)?;
    let mut shown = show(&gone);
    shown["status"] = json!("deleted");
    Ok(Json(json!({ "data": shown })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    connection_id: Option<String>,
    messaging_profile_id: Option<String>,
}

/// `PATCH /phone_numbers/{id}`
pub async fn change(
    Here(sandbox): Here<Sandbox>,
    Path(id): Path<String>,
    Json(body): Json<Value>,
) -> Result<Json<Value>, Failure> {
    set(&sandbox, id, body).await
}

/// `PATCH /phone_numbers/{id}/messaging`
pub async fn change_messaging(
    Here(sandbox): Here<Sandbox>,
    Path(id): Path<String>,
    Json(body): Json<Value>,
) -> Result<Json<Value>, Failure> {
    set(&sandbox, id, body).await
}

async fn set(sandbox: &Sandbox, id: String, body: Value) -> Result<Json<Value>, Failure> {
    let wanted: Change = serde_json::from_value(body).map_err(|error| Failure::bad(error.to_string()))?;
    let changed = sandbox
        .change(move |memory| {
            let number = memory.telnyx.numbers.get_mut(&id)?;
            number.connection_id = wanted.connection_id.or_else(|| number.connection_id.take());
            number.messaging_profile_id = wanted
                .messaging_profile_id
                .or_else(|| number.messaging_profile_id.take());
            Some(show(number))
        })
        .await;
    let shown = changed.ok_or_else(Failure::not_found)?;
    Ok(Json(json!({ "data": shown })))
}

fn show(number: &PhoneNumber) -> Value {
    let stock = stock::find(&number.phone_number);
    json!({
        "id": number.id,
        "record_type": "phone_number",
        "phone_number": number.phone_number,
        "country_iso_alpha2": stock.as_ref().map(|offer| offer.number.country.iso),
        "phone_number_type": stock.as_ref().map(|offer| offer.number.kind.key()),
        "status": "active",
        "customer_reference": number.customer_reference,
        "connection_id": number.connection_id,
        "messaging_profile_id": number.messaging_profile_id,
        "billing_group_id": null,
        "tags": [],
        "source_type": "number_order",
        "purchased_at": number.purchased_at,
        "created_at": number.purchased_at,
        "updated_at": number.purchased_at,
    })
}
