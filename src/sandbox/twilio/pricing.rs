//! The pricing API: numbers and messages in v1, voice in v2. Prices are strings.

use axum::Json;
use axum::extract::{Path, Query};
use serde_json::{Value, json};

use super::super::inventory::{self, Country};
use super::answer::Failure;
use super::auth::Account;
use super::params::Params;

type Pairs = Vec<(String, String)>;
type Answer = Result<Json<Value>, Failure>;

/// `GET /v1/PhoneNumbers/Countries`
pub async fn number_countries(account: Account, Query(query): Query<Pairs>) -> Answer {
    list(&account, query)
}

/// `GET /v1/Messaging/Countries`
pub async fn messaging_countries(account: Account, Query(query): Query<Pairs>) -> Answer {
    list(&account, query)
}

/// `GET /v2/Voice/Countries`
pub async fn voice_countries(account: Account, Query(query): Query<Pairs>) -> Answer {
    list(&account, query)
}

/// `GET /v1/PhoneNumbers/Countries/{CC}`: dollars a month by kind.
pub async fn numbers(account: Account, Path(iso): Path<String>) -> Answer {
    show(&account, &iso, |country| {
        let prices: Vec<Value> = country
            .kinds
            .iter()
            .map(|plan| {
                let price = format!("{}.{:02}", plan.monthly_cents / 100, plan.monthly_cents % 100);
                json!({ "number_type": plan.kind.price_name(), "base_price": price, "current_price": price })
            })
            .collect();
        json!({ "phone_number_prices": prices })
    })
}

/// `GET /v1/Messaging/Countries/{CC}`: dollars per segment.
pub async fn messaging(account: Account, Path(iso): Path<String>) -> Answer {
    show(&account, &iso, |country| {
        let out = priced("mobile", country.sms_micros);
        let inbound = |kind| priced(kind, 7_500);
        json!({
            "outbound_sms_prices": [{ "carrier": "Other", "mcc": null, "mnc": null, "prices": [out, priced("local", country.sms_micros)] }],
            "inbound_sms_prices": [inbound("local"), inbound("mobile"), inbound("toll free")],
        })
    })
}

/// `GET /v2/Voice/Countries/{CC}`: dollars per minute. Mobile phones cost more to call than landlines.
pub async fn voice(account: Account, Path(iso): Path<String>) -> Answer {
    show(&account, &iso, |country| {
        let outbound = |name: &str, micros: u32| {
            json!({
                "friendly_name": format!("Programmable Outbound Minute - {}{name}", country.name),
                "destination_prefixes": [calling_code(country)],
                "origination_prefixes": ["ALL"],
                "base_price": dollars(micros),
                "current_price": dollars(micros),
            })
        };
        json!({
            "outbound_prefix_prices": [outbound("", country.voice_micros), outbound(" - Mobile", country.voice_micros * 2)],
            "inbound_call_prices": [priced("local", 8_500), priced("mobile", 10_000), priced("toll free", 22_000)],
        })
    })
}

fn show(account: &Account, iso: &str, prices: impl Fn(&Country) -> Value) -> Answer {
    let country = inventory::country(iso).ok_or_else(|| Failure::not_found(&account.path))?;
    let mut shown = prices(country);
    shown["country"] = json!(country.name);
    shown["iso_country"] = json!(country.iso);
    shown["price_unit"] = json!("USD");
    shown["url"] = json!(format!("https://pricing.twilio.com{}", account.path));
    Ok(Json(shown))
}

fn list(account: &Account, query: Pairs) -> Answer {
    let params = Params::check(query, &[&["PageSize", "Page", "PageToken"]])?;
    let (page, size) = (params.page()?, params.page_size()?);
    let base = format!("https://pricing.twilio.com{}", account.path);
    let at = |page: usize| format!("{base}?PageSize={size}&Page={page}");
    let start = page.saturating_mul(size);
    let countries: Vec<Value> = inventory::countries()
        .skip(start)
        .take(size)
        .map(|country| json!({ "country": country.name, "iso_country": country.iso, "url": format!("{base}/{}", country.iso) }))
        .collect();
    let has_next = start.saturating_add(size) < inventory::countries().count();
    Ok(Json(json!({
        "countries": countries,
        "meta": {
            "page": page,
            "page_size": size,
            "first_page_url": at(0),
            "previous_page_url": page.checked_sub(1).map(at),
            "url": at(page),
            "next_page_url": has_next.then(|| at(page + 1)),
            "key": "countries",
        },
    })))
}

fn priced(kind: &str, micros: u32) -> Value {
    json!({ "number_type": kind, "base_price": dollars(micros), "current_price": dollars(micros) })
}

fn dollars(micros: u32) -> String {
    format!("{}.{:04}", micros / 1_000_000, micros % 1_000_000 / 100)
}

/// What all ranges of the country start with, at least one and at most four digits.
fn calling_code(country: &Country) -> String {
    let mut prefixes = country
        .kinds
        .iter()
        .flat_map(|plan| plan.ranges)
        .map(|range| range.0);
    let first = prefixes.next().unwrap_or_default();
    // Countries that share +1 have their own area codes; the rest of it is the United States.
    match country.iso {
        "US" => return "1".to_owned(),
        _ if first.starts_with('1') => return first.chars().take(4).collect(),
        _ => {}
    }
    let shared = prefixes.fold(first.len(), |shared, prefix| {
        first
            .bytes()
            .zip(prefix.bytes())
            .take_while(|(a, b)| a == b)
            .count()
            .min(shared)
    });
    first[..shared.clamp(1, 3)].to_owned()
}
