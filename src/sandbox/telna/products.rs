//! Products as Telna lists them.

use axum::Json;
use axum::extract::{Path, Query};
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer::{Failure, Window};
use super::catalogue::{self, FAIR_USE_GB, Product, Validity};

/// The query of the list. The account is accepted and has one catalogue like every other.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListQuery {
    count: Option<usize>,
    offset: Option<usize>,
    #[serde(rename = "account")]
    _account: Option<String>,
}

/// `GET /ordering/products`
pub async fn list(Query(query): Query<ListQuery>) -> Result<Json<Value>, Failure> {
    let window = Window::new(query.count, query.offset);
    window.cut(catalogue::all(), "products", |product| show(&product))
}

/// `GET /ordering/products/{id}`
pub async fn fetch(Path(id): Path<u64>) -> Result<Json<Value>, Failure> {
    catalogue::find(id)
        .map(|product| Json(show(&product)))
        .ok_or(Failure::NotFound("product not found"))
}

/// Assumed: how an unlimited plan looks (no data allowance, a traffic policy, a note).
fn show(product: &Product) -> Value {
    let (duration, unit) = match product.validity {
        Validity::Days(days) => (days * 86_400, "SECOND"),
        Validity::Months(months) => (months, "CALENDAR_MONTH"),
    };
    let notes = match product.data_bytes {
        None => format!("Unlimited data. Fair use: {FAIR_USE_GB} GB a day at full speed, then 1 Mbit/s."),
        Some(_) => String::new(),
    };
    let cost: Value = serde_json::from_str(&format!(
        "{}.{:02}",
        product.cost_cents / 100,
        product.cost_cents % 100
    ))
    .unwrap_or(Value::Null);
    json!({
        "id": product.id,
        "name": product.name,
        "sim_product": "eSIM",
        "status": "ACTIVE",
        "unit_cost": cost,
        "package_template": {
            "id": product.id + 500_000_000,
            "name": product.name,
            "traffic_policy": if product.data_bytes.is_some() { 1 } else { 2 },
            "supported_countries": product.countries,
            "data_usage_allowance": product.data_bytes,
            "voice_usage_allowance": 0,
            "sms_usage_allowance": 0,
            "activation_type": "AUTO",
            "activation_time_allowance": 180 * 86_400,
            "time_allowance": { "duration": duration, "unit": unit },
            "notes": notes,
        },
    })
}
