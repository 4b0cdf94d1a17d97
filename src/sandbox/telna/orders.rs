//! Work orders: a new eSIM, or a further package on one.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::magic::Magic;
use super::super::memory::{Memory, Package, WorkOrder};
use super::super::stage::Outcome;
use super::super::state::Sandbox;
use super::answer::{Failure, Window};
use super::catalogue::{self, Product};
use super::profile::{self, is_in_use, start_clocks};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewOrder {
    customer_ref: String,
    product: u64,
    iccid: Option<String>,
    #[serde(rename = "account")]
    _account: Option<Value>,
}

enum Sale {
    Sold(Value),
    UnknownSim,
    RateLimited,
}

/// `POST /ordering/work-orders`
///
/// The same `customer_ref` twice sells twice: whether Telna would refuse is unknown, so a buyer must not rely on it.
pub async fn create(State(sandbox): State<Sandbox>, Json(body): Json<Value>) -> Result<Response, Failure> {
    let order: NewOrder =
        serde_json::from_value(body).map_err(|error| Failure::Malformed(error.to_string()))?;
    if order.customer_ref.is_empty() || order.customer_ref.len() > 100 {
        return Err(Failure::Malformed(
            "customer_ref must have 1 to 100 characters".into(),
        ));
    }
    let product = catalogue::find(order.product).ok_or(Failure::NotFound("product not found"))?;
    let magic = product.magic();
    match magic {
        Some(Magic::OutOfStock) => return Err(Failure::OutOfStock),
        Some(Magic::NeedsAddress) => return Err(Failure::NeedsAddress),
        _ => {}
    }
    match sandbox.change(move |memory| sell(memory, order, &product)).await {
        Sale::UnknownSim => Err(Failure::NotFound("sim not found")),
        Sale::RateLimited => Ok(Outcome::RateLimited.into_response()),
        Sale::Sold(shown) => Ok(Magic::after_sale(
            magic,
            (StatusCode::CREATED, Json(shown)).into_response(),
        )),
    }
}

fn sell(memory: &mut Memory, order: NewOrder, product: &Product) -> Sale {
    if product.magic() == Some(Magic::RateLimited)
        && memory.refuse_by_rate(&format!("{} {}", product.id, order.customer_ref))
    {
        return Sale::RateLimited;
    }
    let is_topup = order.iccid.is_some();
    let iccid = match order.iccid {
        Some(iccid) if memory.profiles.contains_key(&iccid) => iccid,
        Some(_) => return Sale::UnknownSim,
        None => {
            let profile = profile::draw(memory);
            let iccid = profile.iccid.clone();
            memory.profiles.insert(iccid.clone(), profile);
            iccid
        }
    };
    let (id, package_id, now) = (memory.next_id(), memory.next_id(), memory.now());
    if let Some(profile) = memory.profiles.get_mut(&iccid) {
        profile.packages.push(Package {
            id: package_id,
            product: product.id,
            used_bytes: 0,
            created_at: now,
            activated_at: None,
        });
        if is_in_use(&profile.state) {
            start_clocks(profile, now);
        }
    }
    let sold = WorkOrder {
        id,
        customer_ref: order.customer_ref,
        product: product.id,
        iccid,
        is_topup,
        created_at: now,
    };
    let shown = show(memory, &sold);
    memory.work_orders.push(sold);
    Sale::Sold(shown)
}

/// `GET /ordering/work-orders/{id}`
pub async fn fetch(State(sandbox): State<Sandbox>, Path(id): Path<u64>) -> Result<Json<Value>, Failure> {
    sandbox
        .read(|memory| {
            memory
                .work_orders
                .iter()
                .find(|order| order.id == id)
                .map(|order| Json(show(memory, order)))
        })
        .ok_or(Failure::NotFound("work order not found"))
}

/// The query of the look-up.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FindQuery {
    customer_ref: Option<String>,
    count: Option<usize>,
    offset: Option<usize>,
}

/// `GET /ordering/work-orders?customer_ref=`
///
/// Assumed: no integration seen lists work orders. The way to learn what became of an order without an answer
/// must be asked of Telna before production.
pub async fn find(
    State(sandbox): State<Sandbox>,
    Query(query): Query<FindQuery>,
) -> Result<Json<Value>, Failure> {
    let window = Window::new(query.count, query.offset);
    let is_wanted = |order: &&WorkOrder| {
        query
            .customer_ref
            .as_ref()
            .is_none_or(|wanted| order.customer_ref == *wanted)
    };
    let orders = sandbox.read(|memory| {
        memory
            .work_orders
            .iter()
            .filter(is_wanted)
            .map(|order| show(memory, order))
            .collect()
    });
    window.cut(orders, "work_orders", |shown| shown)
}

fn show(memory: &Memory, order: &WorkOrder) -> Value {
    json!({
        "id": order.id,
        "customer_ref": order.customer_ref,
        "product": order.product,
        "status": "SHIPPED",
        "created_date": order.created_at.timestamp_millis(),
        "sim_registry": { "iccid": order.iccid },
        "euicc_profile": memory.profiles.get(&order.iccid).map(profile::show_profile),
    })
}
