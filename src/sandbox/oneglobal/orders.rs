//! Orders: what is asked for, in the vendor's words.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::memory::Memory;
use super::super::state::Sandbox;
use super::answer::{BASE, PageQuery, Problem, hal, once, page};
use super::book::{Order, time};
use super::{sell, subscriptions};

/// The kinds of orders that can be placed here.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, tag = "type", rename_all = "snake_case")]
pub enum NewOrder {
    ActivateSubscription {
        subscriber_id: String,
        purchase_location: String,
        sim_profile: NewProfile,
        products: Products,
    },
    TopupSubscription {
        subscription_id: String,
        purchase_location: String,
        products: Products,
    },
    ChangeSubscriptionPlan {
        subscription_id: String,
        products: Products,
    },
    CancelSubscription {
        subscription_id: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewProfile {
    pub sim_type: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Products {
    pub plan: Plan,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    pub product_offering_id: String,
}

/// `POST /orders`
pub async fn create(
    State(sandbox): State<Sandbox>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Result<Response, Problem> {
    let wanted: NewOrder =
        serde_json::from_value(body.clone()).map_err(|error| Problem::malformed(error.to_string()))?;
    once(&sandbox, &headers, format!("orders {body}"), move |memory| {
        sell::carry_out(memory, &wanted)
    })
    .await
}

/// `GET /orders/{id}`
pub async fn fetch(State(sandbox): State<Sandbox>, Path(id): Path<String>) -> Result<Response, Problem> {
    let seen = sandbox.change(move |memory| {
        let order = memory.oneglobal.orders.iter_mut().find(|order| order.id == id)?;
        order.is_seen = true;
        let order = order.clone();
        Some(show(memory, &order))
    });
    let shown = seen.await.ok_or_else(|| Problem::not_found("order"))?;
    Ok(hal(StatusCode::OK, shown))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderQuery {
    status: Option<String>,
    cursor: Option<String>,
    limit: Option<usize>,
}

/// `GET /orders`
pub async fn list(
    State(sandbox): State<Sandbox>,
    Query(query): Query<OrderQuery>,
) -> Result<Response, Problem> {
    let shown: Vec<Value> = sandbox.read(|memory| {
        let orders = memory.oneglobal.orders.iter();
        orders.map(|order| show(memory, order)).collect()
    });
    let is_wanted = |order: &Value| {
        query
            .status
            .as_ref()
            .is_none_or(|wanted| order["status"] == *wanted)
    };
    let shown = shown.into_iter().filter(is_wanted).collect();
    page(&PageQuery::new(query.cursor, query.limit), "orders", shown)
}

/// An order as 1GLOBAL shows it.
pub fn show(memory: &Memory, order: &Order) -> Value {
    let mut shown = json!({
        "id": order.id,
        "status": if order.is_seen { "completed" } else { "accepted" },
        "type": order.kind,
        "created_at": time(order.created_at),
        "_links": { "self": { "href": format!("{BASE}/orders/{}", order.id) } },
    });
    let lines = &memory.oneglobal.subscriptions;
    if let Some(line) = lines.iter().find(|line| line.id == order.subscription) {
        shown["_links"]["subscriber"] = json!({ "href": format!("{BASE}/subscribers/{}", line.subscriber) });
        if order.is_seen {
            shown["completed_at"] = json!(time(order.created_at));
            shown["_embedded"] = json!({ "subscription": subscriptions::show(line) });
        }
    }
    shown
}
