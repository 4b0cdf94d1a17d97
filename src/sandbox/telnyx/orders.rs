//! Ordering a number, and what the magic endings make of it.

use axum::Json;
use axum::extract::{Path, Query, State as Here};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::magic::Magic;
use super::super::memory::Memory;
use super::super::stage::Outcome;
use super::super::state::Sandbox;
use super::answer::{Failure, Params};
use super::book::{NumberOrder, State};
use super::stock;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewOrder {
    phone_numbers: Vec<Wanted>,
    #[serde(default)]
    customer_reference: String,
    connection_id: Option<String>,
    messaging_profile_id: Option<String>,
    #[serde(default, rename = "billing_group_id")]
    _billing_group_id: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    phone_number: String,
}

enum Sale {
    Ordered(Box<NumberOrder>),
    NotAvailable,
    RateLimited,
}

/// `POST /number_orders`: one number at a time.
pub async fn create(Here(sandbox): Here<Sandbox>, Json(body): Json<Value>) -> Result<Response, Failure> {
    let order: NewOrder = serde_json::from_value(body).map_err(|error| Failure::bad(error.to_string()))?;
    let [wanted] = &order.phone_numbers[..] else {
        return Err(Failure::bad("one phone number at a time is sold here"));
    };
    let offer = stock::find(&wanted.phone_number)
        .ok_or_else(|| Failure::refused("85000", "Must search phone number via search API first"))?;
    let magic = offer.magic;
    let not_available = || Failure::refused("85001", "The phone number is not available any more");
    if magic == Some(Magic::OutOfStock) {
        return Err(not_available());
    }
    let e164 = offer.number.e164.clone();
    let waits = offer.number.address != "none";
    match sandbox
        .change(move |memory| sell(memory, e164, order, magic, waits))
        .await
    {
        Sale::NotAvailable => Err(not_available()),
        Sale::RateLimited => Ok(Outcome::RateLimited.into_response()),
        Sale::Ordered(order) => Ok(Magic::after_sale(
            magic,
            Json(json!({ "data": show(&order) })).into_response(),
        )),
    }
}

/// `POST /number_reservations`: kept against other accounts, which there are none of here.
pub async fn reserve(Here(sandbox): Here<Sandbox>, Json(body): Json<Value>) -> Result<Json<Value>, Failure> {
    let order: NewOrder = serde_json::from_value(body).map_err(|error| Failure::bad(error.to_string()))?;
    let [wanted] = &order.phone_numbers[..] else {
        return Err(Failure::bad("one phone number at a time is kept here"));
    };
    let e164 = wanted.phone_number.clone();
    let taken = sandbox.read(Memory::taken_numbers);
    if stock::find(&e164).is_none() || taken.contains(&e164) {
        return Err(Failure::refused(
            "85001",
            "The phone number is not available any more",
        ));
    }
    let now = sandbox.read(Memory::now);
    let until = now + chrono::TimeDelta::minutes(30);
    Ok(Json(json!({ "data": {
        "id": new_id(),
        "record_type": "number_reservation",
        "status": "success",
        "customer_reference": order.customer_reference,
        "phone_numbers": [{
            "id": new_id(), "record_type": "reserved_phone_number", "phone_number": e164, "status": "reserved",
            "created_at": now, "updated_at": now, "expired_at": until,
        }],
        "created_at": now,
        "updated_at": now,
    } })))
}

fn sell(memory: &mut Memory, e164: String, wanted: NewOrder, magic: Option<Magic>, waits: bool) -> Sale {
    if memory.taken_numbers().contains(&e164) {
        return Sale::NotAvailable;
    }
    if magic == Some(Magic::RateLimited) && memory.refuse_by_rate(&e164) {
        return Sale::RateLimited;
    }
    let now = memory.now();
    let book = &mut memory.telnyx;
    let state = if waits {
        State::WaitsForDocuments
    } else {
        State::Pending {
            looks: book.pending_looks,
            fails: book.fails,
        }
    };
    let order = NumberOrder {
        id: new_id(),
        part_id: new_id(),
        phone_number: e164,
        customer_reference: wanted.customer_reference,
        messaging_profile_id: wanted.messaging_profile_id,
        connection_id: wanted.connection_id,
        state,
        created_at: now,
        updated_at: now,
    };
    book.orders.push(order.clone());
    Sale::Ordered(Box::new(order))
}

fn new_id() -> String {
    uuid::Uuid::from_u128(rand::random::<u128>()).to_string()
}

/// `GET /number_orders`, newest first
pub async fn list(
    Here(sandbox): Here<Sandbox>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Json<Value>, Failure> {
    let params = Params::check(
        query,
        &["filter[customer_reference]", "page[number]", "page[size]"],
    )?;
    let wanted = params.get("filter[customer_reference]").map(str::to_owned);
    let found: Vec<Value> = sandbox
        .change(move |memory| {
            let now = memory.now();
            let book = &mut memory.telnyx;
            let fits = |order: &NumberOrder| {
                wanted
                    .as_ref()
                    .is_none_or(|reference| order.customer_reference == *reference)
            };
            let at: Vec<usize> = (0..book.orders.len())
                .rev()
                .filter(|at| fits(&book.orders[*at]))
                .collect();
            at.into_iter()
                .map(|at| {
                    book.look(at, now);
                    show(&book.orders[at])
                })
                .collect()
        })
        .await;
    params.page(&found).map(Json)
}

/// `GET /number_orders/{id}`
pub async fn fetch(Here(sandbox): Here<Sandbox>, Path(id): Path<String>) -> Result<Json<Value>, Failure> {
    let found = sandbox.change(move |memory| {
        let now = memory.now();
        let book = &mut memory.telnyx;
        let at = book.orders.iter().position(|order| order.id == id)?;
        book.look(at, now);
        Some(show(&book.orders[at]))
    });
    let order = found.await.ok_or_else(Failure::not_found)?;
    Ok(Json(json!({ "data": order })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    regulatory_requirements: Vec<GivenValue>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenValue {
    requirement_id: String,
    field_value: String,
}

/// `PATCH /number_orders/{id}`: the address it waits for.
pub async fn give(
    Here(sandbox): Here<Sandbox>,
    Path(id): Path<String>,
    Json(body): Json<Value>,
) -> Result<Json<Value>, Failure> {
    let given: Given = serde_json::from_value(body).map_err(|error| Failure::bad(error.to_string()))?;
    let [value] = &given.regulatory_requirements[..] else {
        return Err(Failure::bad("one requirement is asked for here"));
    };
    let is_known = sandbox.read(|memory| memory.telnyx_addresses.contains(&value.field_value));
    if value.requirement_id != ADDRESS_REQUIREMENT || !is_known {
        return Err(Failure::refused("10015", "not what the requirement wants"));
    }
    let found = sandbox.change(move |memory| {
        let now = memory.now();
        let mut orders = memory.telnyx.orders.iter_mut();
        let order = orders.find(|order| order.id == id)?;
        if order.state == State::WaitsForDocuments {
            order.state = State::Pending {
                looks: 0,
                fails: false,
            };
            order.updated_at = now;
        }
        Some(show(order))
    });
    let order = found.await.ok_or_else(Failure::not_found)?;
    Ok(Json(json!({ "data": order })))
}

/// `PATCH /sub_number_orders/{id}/cancel`
pub async fn cancel(Here(sandbox): Here<Sandbox>, Path(id): Path<String>) -> Result<Json<Value>, Failure> {
    let found = sandbox.change(move |memory| {
        let now = memory.now();
        let mut orders = memory.telnyx.orders.iter_mut();
        let order = orders.find(|order| order.part_id == id && order.state != State::Done)?;
        order.state = State::Failed;
        order.updated_at = now;
        Some(json!({
            "id": order.part_id, "order_request_id": order.id, "record_type": "sub_number_order",
            "status": "failure", "is_block_sub_number_order": false,
        }))
    });
    let part = found.await.ok_or_else(Failure::not_found)?;
    Ok(Json(json!({ "data": part })))
}

/// Carries out every order that is pending, and tells about it.
pub async fn carry_out(sandbox: &Sandbox) {
    let url = super::postman::usual_url(sandbox);
    sandbox
        .change(move |memory| {
            let now = memory.now();
            for at in 0..memory.telnyx.orders.len() {
                let order = &mut memory.telnyx.orders[at];
                let State::Pending { fails, .. } = order.state else {
                    continue;
                };
                order.state = State::Pending { looks: 0, fails };
                memory.telnyx.look(at, now);
                let order = &memory.telnyx.orders[at];
                let made =
                    super::postman::event(memory, "number_order.complete", &order.id, &url, show(order));
                super::postman::post(memory, made, 1);
            }
        })
        .await;
    sandbox.outbox_changed().notify_one();
}

/// Every number that wants an address wants this one.
pub const ADDRESS_REQUIREMENT: &str = "8ffb3622-7c6b-4ccc-b65f-7a3dc0099576";

fn show(order: &NumberOrder) -> Value {
    let wanted = match order.state {
        State::WaitsForDocuments => json!([{
            "record_type": "phone_number_regulatory_requirement",
            "requirement_id": ADDRESS_REQUIREMENT,
            "field_type": "address",
            "field_value": "",
        }]),
        State::Pending { .. } | State::Done | State::Failed => json!([]),
    };
    let status = match order.state {
        State::Pending { .. } | State::WaitsForDocuments => "pending",
        State::Done => "success",
        State::Failed => "failure",
    };
    let is_met = order.state != State::WaitsForDocuments;
    json!({
        "id": order.id,
        "record_type": "number_order",
        "status": status,
        "customer_reference": order.customer_reference,
        "phone_numbers_count": 1,
        "phone_numbers": [{
            "id": order.part_id,
            "record_type": "number_order_phone_number",
            "phone_number": order.phone_number,
            "status": status,
            "requirements_met": is_met,
            "regulatory_requirements": wanted,
        }],
        "requirements_met": is_met,
        "sub_number_orders_ids": [order.part_id],
        "created_at": order.created_at,
        "updated_at": order.updated_at,
    })
}
