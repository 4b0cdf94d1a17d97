//! What the law of a country asks of who uses its numbers.

use axum::Json;
use axum::extract::Query;
use serde_json::{Value, json};

use super::super::inventory::Kind;
use super::answer::{Failure, Params};
use super::orders::ADDRESS_REQUIREMENT;
use super::stock;

const KNOWN: &[&str] = &[
    "filter[country_code]",
    "filter[phone_number_type]",
    "filter[action]",
    "sort[]",
    "page[number]",
    "page[size]",
];

/// `GET /requirements`
pub async fn list(Query(query): Query<Vec<(String, String)>>) -> Result<Json<Value>, Failure> {
    let params = Params::check(query, KNOWN)?;
    if params
        .get("filter[action]")
        .is_some_and(|action| !["ordering", "porting", "branded_calling"].contains(&action))
    {
        return Err(Failure::bad("filter[action] is not one"));
    }
    let is_ordering = params
        .get("filter[action]")
        .is_none_or(|action| action == "ordering");
    let fits = |name: &str, value: &str| params.get(name).is_none_or(|asked| asked == value);
    let found: Vec<Value> = stock::wanting_an_address()
        .filter(|(iso, kind)| {
            is_ordering && fits("filter[country_code]", iso) && fits("filter[phone_number_type]", word(*kind))
        })
        .map(|(iso, kind)| show(iso, kind))
        .collect();
    params.page(&found).map(Json)
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Local => "local",
        Kind::TollFree => "toll_free",
        // It has no word for mobile ones: what holds for all kinds names none.
        Kind::Mobile => "",
    }
}

fn show(iso: &str, kind: Kind) -> Value {
    json!({
        "id": ADDRESS_REQUIREMENT,
        "record_type": "requirement",
        "country_code": iso,
        "phone_number_type": word(kind),
        "action": "ordering",
        "locality": "",
        "requirements_types": [{
            "id": ADDRESS_REQUIREMENT,
            "record_type": "requirement_type",
            "name": "Address of the user",
            "type": "address",
            "description": "Where the user of the number lives.",
            "example": "",
            "acceptance_criteria": {},
        }],
    })
}
