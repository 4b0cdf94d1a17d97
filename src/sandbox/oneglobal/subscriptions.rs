//! Lines, the steps between their states, and the plans on them.

use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::state::Sandbox;
use super::super::telna::catalogue;
use super::answer::{BASE, Made, PageQuery, Problem, hal, once, page};
use super::book::{Product, Subscription, time};
use super::{events, offerings};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubscriptionQuery {
    #[serde(rename = "account-id")]
    account: Option<String>,
    #[serde(rename = "subscriber-id")]
    subscriber: Option<String>,
    status: Option<String>,
    cursor: Option<String>,
    limit: Option<usize>,
}

/// `GET /subscriptions`
pub async fn list(
    State(sandbox): State<Sandbox>,
    Query(query): Query<SubscriptionQuery>,
) -> Result<Response, Problem> {
    let is = |wanted: &Option<String>, found: &str| wanted.as_ref().is_none_or(|wanted| wanted == found);
    let is_wanted = |line: &&Subscription| {
        is(&query.account, &line.account_id)
            && is(&query.subscriber, &line.subscriber)
            && is(&query.status, &line.status)
    };
    let lines = sandbox.read(|memory| {
        let lines = memory.oneglobal.subscriptions.iter();
        lines.filter(is_wanted).map(show).collect()
    });
    page(&PageQuery::new(query.cursor, query.limit), "subscriptions", lines)
}

/// `GET /subscriptions/{id}`
pub async fn fetch(State(sandbox): State<Sandbox>, Path(id): Path<String>) -> Result<Response, Problem> {
    let found = sandbox.read(|memory| {
        let mut lines = memory.oneglobal.subscriptions.iter();
        lines.find(|line| line.id == id).map(show)
    });
    Ok(hal(
        StatusCode::OK,
        found.ok_or_else(|| Problem::not_found("subscription"))?,
    ))
}

/// `POST /subscriptions/{id}/{step}`
pub async fn step(
    State(sandbox): State<Sandbox>,
    Path((id, step)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    // From these states, to that one.
    let (from, to): (&[&str], &str) = match step.as_str() {
        "grace" => (&["active"], "grace"),
        "suspend" => (&["grace"], "suspended"),
        "deactivate" => (&["active", "grace"], "deactivated"),
        "resume" => (&["deactivated"], "active"),
        _ => return Err(Problem::not_found("resource")),
    };
    once(&sandbox, &headers, format!("{id} {step}"), move |memory| {
        let line = memory
            .oneglobal
            .line(&id)
            .ok_or_else(|| Problem::not_found("subscription"))?;
        if !from.contains(&line.status.as_str()) {
            let detail = format!("{step} is not possible from {}", line.status);
            return Err(Problem::unprocessable("$.status", detail));
        }
        line.status = to.to_owned();
        let body = show(line);
        let now = memory.now();
        events::of_line(memory, &id, &format!("subscription.{to}"), now);
        let (status, magic) = (200, None);
        Ok(Made::Done { status, body, magic })
    })
    .await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductQuery {
    status: Option<String>,
    #[serde(rename = "subscription-id")]
    subscription: Option<String>,
    cursor: Option<String>,
    limit: Option<usize>,
}

/// `GET /products`
pub async fn products(
    State(sandbox): State<Sandbox>,
    Query(query): Query<ProductQuery>,
) -> Result<Response, Problem> {
    let products: Vec<Value> = sandbox.read(|memory| {
        let lines = memory.oneglobal.subscriptions.iter();
        let wanted = lines.filter(|line| query.subscription.as_ref().is_none_or(|id| *id == line.id));
        wanted
            .flat_map(|line| {
                let products = line.products.iter();
                products.map(|product| show_product(line, product, memory.now()))
            })
            .collect()
    });
    let is_wanted = |product: &Value| {
        query
            .status
            .as_ref()
            .is_none_or(|wanted| product["status"] == *wanted)
    };
    let products = products.into_iter().filter(is_wanted).collect();
    page(&PageQuery::new(query.cursor, query.limit), "products", products)
}

/// A line as 1GLOBAL shows it.
pub fn show(line: &Subscription) -> Value {
    let code = format!("LPA:1$rsp.truphone.com${}", line.matching_id);
    json!({
        "id": line.id,
        "status": line.status,
        "created_at": time(line.created_at),
        "_embedded": {
            "sim_profile": {
                "id": line.sim_id,
                "iccid": line.iccid,
                "sim_type": "esim",
                "status": "active",
                "profile_status": line.profile_status,
                "matching_id": line.matching_id,
                "smdp_address": "rsp.truphone.com",
                "_links": { "self": { "href": format!("{BASE}/sim-profiles/{}", line.sim_id) } },
            },
            "account": { "id": line.account_id },
        },
        "_links": {
            "self": { "href": format!("{BASE}/subscriptions/{}", line.id) },
            "subscriber": { "href": format!("{BASE}/subscribers/{}", line.subscriber) },
            "qrcode": { "href": format!("https://api.1global.com/qrcode/v1/esim/{code}") },
        },
    })
}

/// A plan on a line as 1GLOBAL shows it.
pub fn show_product(line: &Subscription, product: &Product, now: DateTime<Utc>) -> Value {
    let initial = product.allowance();
    let mut shown = json!({
        "id": product.id,
        "status": product.status(now),
        "created_at": time(product.created_at),
        "_embedded": {
            "balances": [{
                "type": "limited",
                "allowance_type": "data",
                "unit": "bytes",
                "initial": initial,
                "spent": product.used_bytes,
                "remaining": initial.saturating_sub(product.used_bytes),
            }],
        },
        "_links": {
            "self": { "href": format!("{BASE}/products/{}", product.id) },
            "subscription": { "href": format!("{BASE}/subscriptions/{}", line.id) },
        },
    });
    if let Some(offering) = catalogue::find(product.offering)
        .as_ref()
        .and_then(offerings::show)
    {
        shown["_embedded"]["product_offering"] = offering;
    }
    if let Some(started) = product.started_at {
        shown["started_at"] = json!(time(started));
    }
    if let Some(ends) = product.ends_at() {
        shown["end_at"] = json!(time(ends));
    }
    shown
}
