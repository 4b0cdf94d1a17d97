//! The Numbers API: what the law of a country asks of who uses its numbers.

use axum::Json;
use axum::extract::Query;
use serde_json::{Value, json};

use super::super::inventory::{self, Kind};
use super::answer::Failure;
use super::auth::Account;
use super::params::Params;

const KNOWN: &[&str] = &[
    "EndUserType",
    "IsoCountry",
    "NumberType",
    "IncludeConstraints",
    "PageSize",
    "Page",
    "PageToken",
];
const KINDS: [Kind; 3] = [Kind::Local, Kind::Mobile, Kind::TollFree];

/// Documents besides an address: each with those that are accepted for it.
pub fn documents(iso: &str, kind: Kind) -> &'static [(&'static str, &'static [&'static str])] {
    match (iso, kind) {
        ("ES", Kind::Local) => &[("Proof of identity", &["passport", "government_issued_document"])],
        _ => &[],
    }
}

/// `GET /v2/RegulatoryCompliance/Regulations`: of private persons only.
pub async fn list(
    account: Account,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Json<Value>, Failure> {
    let params = Params::check(query, &[KNOWN])?;
    let (page, size) = (params.page()?, params.page_size()?);
    let is_person = params.get("EndUserType").is_none_or(|kind| kind == "individual");
    let fits = |name: &str, value: &str| params.get(name).is_none_or(|asked| asked == value);
    let mut found = vec![];
    for country in inventory::countries().filter(|country| is_person && fits("IsoCountry", country.iso)) {
        for kind in KINDS.into_iter().filter(|kind| fits("NumberType", word(*kind))) {
            let address = country.kind(kind).map_or("none", |plan| plan.address);
            if address != "none" {
                found.push(show(country, kind));
            }
        }
    }
    let base = format!("https://numbers.twilio.com{}", account.path);
    let at = |page: usize| format!("{base}?{}", params.with_page(page, size));
    let start = page.saturating_mul(size);
    let has_next = start.saturating_add(size) < found.len();
    let results: Vec<Value> = found.into_iter().skip(start).take(size).collect();
    Ok(Json(json!({
        "results": results,
        "meta": {
            "page": page,
            "page_size": size,
            "first_page_url": at(0),
            "previous_page_url": page.checked_sub(1).map(at),
            "url": at(page),
            "next_page_url": has_next.then(|| at(page + 1)),
            "key": "results",
        },
    })))
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::TollFree => "toll-free",
        kind => kind.key(),
    }
}

fn show(country: &inventory::Country, kind: Kind) -> Value {
    let document_type =
        |name: &str| format!("https://numbers.twilio.com/v2/RegulatoryCompliance/DocumentTypes/{name}");
    let mut wanted = vec![json!({
        "name": "Address",
        "type": "document",
        "requirement_name": "proof_of_address",
        "description": "The physical location of the individual or business.",
        "accepted_documents": [{
            "name": "Address Validation",
            "type": "address",
            "url": document_type("address"),
            "fields": ["address_sids"],
        }],
    })];
    wanted.extend(documents(country.iso, kind).iter().map(|(name, accepted)| {
        let accepted: Vec<Value> = accepted
            .iter()
            .map(|one| json!({ "name": one, "type": one, "url": document_type(one), "fields": ["first_name", "last_name"] }))
            .collect();
        json!({
            "name": name,
            "type": "document",
            "requirement_name": "proof_of_identity",
            "description": "Who uses the number.",
            "accepted_documents": accepted,
        })
    }));
    let sid = format!("RN{:0>32}", hex(&format!("{}{}", country.iso, kind.key())));
    json!({
        "sid": sid,
        "friendly_name": format!("{}: {} - Individual", country.name, kind.path()),
        "iso_country": country.iso,
        "number_type": word(kind),
        "end_user_type": "individual",
        "requirements": {
            "end_user": [{
                "name": "Individual",
                "type": "individual",
                "requirement_name": "individual_info",
                "url": "https://numbers.twilio.com/v2/RegulatoryCompliance/Regulations/individual",
                "fields": ["first_name", "last_name"],
            }],
            "supporting_document": [wanted],
        },
        "url": format!("https://numbers.twilio.com/v2/RegulatoryCompliance/Regulations/{sid}"),
    })
}

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}
