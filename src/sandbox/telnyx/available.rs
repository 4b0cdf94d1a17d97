//! What is for sale.

use axum::Json;
use axum::extract::{Query, State};
use serde_json::{Value, json};

use super::super::inventory::plan::Kind;
use super::super::memory::Memory;
use super::super::state::Sandbox;
use super::answer::{Failure, Params};
use super::stock::{self, Offer};

const KNOWN: &[&str] = &[
    "filter[country_code]",
    "filter[phone_number_type]",
    "filter[limit]",
    "filter[features][]",
    "filter[phone_number][contains]",
    "filter[phone_number][starts_with]",
    "filter[phone_number][ends_with]",
];
const LIMIT: usize = 100;

/// `GET /available_phone_numbers`
pub async fn search(
    State(sandbox): State<Sandbox>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Json<Value>, Failure> {
    let params = Params::check(query, KNOWN)?;
    let country = params
        .get("filter[country_code]")
        .ok_or_else(|| Failure::bad("filter[country_code] is missing"))?;
    let kind = match params.get("filter[phone_number_type]") {
        Some("local") | None => Kind::Local,
        Some("mobile") => Kind::Mobile,
        Some("toll_free") => Kind::TollFree,
        Some(other) => return Err(Failure::bad(format!("{other} is not a type of number"))),
    };
    let offers = stock::stock_of(country, kind);
    if offers.is_empty() {
        return Err(Failure::refused("10031", "No coverage for this country and type"));
    }
    let limit = params.number("filter[limit]", LIMIT)?.min(LIMIT);
    let taken = sandbox.read(Memory::taken_numbers);
    let data: Vec<Value> = offers
        .into_iter()
        .filter(|offer| !taken.contains(&offer.number.e164) && fits(offer, &params))
        .take(limit)
        .map(show)
        .collect();
    let meta = json!({ "total_results": data.len(), "best_effort_results": 0 });
    Ok(Json(json!({ "data": data, "meta": meta, "metadata": meta })))
}

fn fits(offer: &Offer, params: &Params) -> bool {
    let digits = &offer.number.e164[1..];
    let asked = |name: &str| params.get(&format!("filter[phone_number][{name}]"));
    let has = |feature: &String| features(offer).contains(&feature.as_str());
    asked("contains").is_none_or(|part| digits.contains(part))
        && asked("starts_with").is_none_or(|part| digits.starts_with(part))
        && asked("ends_with").is_none_or(|part| digits.ends_with(part))
        && params.all("filter[features][]").iter().all(has)
}

fn features(offer: &Offer) -> Vec<&'static str> {
    [('v', "voice"), ('s', "sms"), ('m', "mms")]
        .into_iter()
        .filter(|(ability, _)| offer.number.abilities.contains(*ability))
        .map(|(_, name)| name)
        .collect()
}

fn show(offer: Offer) -> Value {
    let cents = |cents: u32| format!("{}.{:02}", cents / 100, cents % 100);
    let features: Vec<Value> = features(&offer)
        .iter()
        .map(|name| json!({ "name": name }))
        .collect();
    let place = |kind: &str, name: &str| json!({ "region_type": kind, "region_name": name });
    let mut regions = vec![place("country_code", offer.number.country.iso)];
    for (kind, name) in [
        ("state", offer.number.region),
        ("location", offer.number.locality),
    ] {
        if !name.is_empty() {
            regions.push(place(kind, name));
        }
    }
    json!({
        "record_type": "available_phone_number",
        "phone_number": offer.number.e164,
        "vanity_format": "",
        "best_effort": false,
        "quickship": true,
        "reservable": true,
        "region_information": regions,
        "cost_information": {
            "currency": "USD",
            "upfront_cost": cents(offer.upfront_cents),
            "monthly_cost": cents(offer.monthly_cents),
        },
        "features": features,
    })
}
