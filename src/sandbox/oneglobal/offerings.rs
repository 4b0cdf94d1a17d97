//! Offerings: the carrier's made-up plans under 1GLOBAL's ids and at prices of its own. Unlimited ones are not sold.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::telna::catalogue::{self, Product, Validity};
use super::super::telna::territories::TERRITORIES;
use super::answer::{BASE, PageQuery, Problem, hal, page};

const MB: u64 = 1 << 20;
const GB: u64 = 1 << 30;
/// Before the number of the plan, which has ten digits: together a ULID.
const PREFIX: &str = "prdoff_01HV3KWPNRCT8700";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfferingQuery {
    status: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(rename = "allowances[coverage-area][countries]")]
    country: Option<String>,
    cursor: Option<String>,
    limit: Option<usize>,
}

/// `GET /product-offerings`
pub async fn list(Query(query): Query<OfferingQuery>) -> Result<Response, Problem> {
    let is_wanted = query.status.as_deref().is_none_or(|status| status == "active")
        && query.kind.as_deref().is_none_or(|kind| kind == "plan");
    let offerings = catalogue::all()
        .iter()
        .filter(|_| is_wanted)
        .filter_map(show)
        .filter(|offering| {
            query.country.as_ref().is_none_or(|wanted| {
                let area = &offering["_embedded"]["allowances"][0]["_embedded"]["coverage_area"];
                area["countries"]
                    .as_array()
                    .is_some_and(|codes| codes.iter().any(|code| code == wanted))
            })
        })
        .collect();
    page(
        &PageQuery::new(query.cursor, query.limit),
        "product_offerings",
        offerings,
    )
}

/// `GET /product-offerings/{id}`
pub async fn fetch(Path(id): Path<String>) -> Result<Response, Problem> {
    let offering = find(&id).as_ref().and_then(show);
    Ok(hal(
        StatusCode::OK,
        offering.ok_or_else(|| Problem::not_found("product offering"))?,
    ))
}

/// A plan by 1GLOBAL's id.
pub fn find(id: &str) -> Option<Product> {
    let number = id.strip_prefix(PREFIX).filter(|digits| digits.len() == 10)?;
    catalogue::find(number.parse().ok()?).filter(|plan| plan.data_bytes.is_some())
}

/// A plan as 1GLOBAL shows it; a tenth dearer than at Telna.
pub fn show(plan: &Product) -> Option<Value> {
    let bytes = plan.data_bytes?;
    let (unit, count) = if bytes.is_multiple_of(GB) {
        ("gigabytes", bytes / GB)
    } else {
        ("megabytes", bytes / MB)
    };
    let (length, lengths) = match plan.validity {
        Validity::Days(days) => ("day", days),
        Validity::Months(months) => ("month", months),
    };
    let territories = plan
        .countries
        .iter()
        .filter_map(|code| TERRITORIES.iter().find(|territory| territory.iso3 == *code));
    let countries: Vec<&str> = territories.clone().map(|territory| territory.iso2).collect();
    let (kind, name) = match countries.len() {
        1 => ("local", territories.clone().next()?.name),
        2..100 => ("regional", territories.clone().next()?.region),
        _ => ("global", "Global"),
    };
    let id = format!("{PREFIX}{:010}", plan.id);
    Some(json!({
        "id": id,
        "name": format!("{} for business", plan.name),
        "status": "active",
        "type": "plan",
        "category": "allowance",
        "created_at": "2026-01-01T00:00:00.000Z",
        "validity": { "type": "duration", "unit": length, "unit_count": lengths, "is_recurrent": false },
        "_embedded": {
            "allowances": [{
                "type": "data",
                "is_unlimited": false,
                "unit": unit,
                "unit_count": count,
                "_embedded": { "coverage_area": {
                    "id": format!("cov_{}", &id[7..]),
                    "name": name,
                    "type": kind,
                    "countries": countries,
                } },
            }],
            "prices": [{ "type": "one_time", "unit_amount": plan.cost_cents * 11 / 10, "currency": "USD" }],
        },
        "_links": { "self": { "href": format!("{BASE}/product-offerings/{id}") } },
    }))
}
