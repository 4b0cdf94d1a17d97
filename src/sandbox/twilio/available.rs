//! What is for sale: countries, and numbers by kind.

use axum::Json;
use axum::extract::{Path, Query, State};
use serde_json::{Map, Value, json};

use super::super::inventory::{self, Country, Kind, StockNumber};
use super::super::memory::Memory;
use super::super::state::Sandbox;
use super::answer::{Failure, page};
use super::auth::Account;
use super::params::Params;
use super::pattern::Pattern;

const PAGING: &[&str] = &["PageSize", "Page", "PageToken"];
const FILTERS: &[&str] = &[
    "AreaCode",
    "Contains",
    "SmsEnabled",
    "MmsEnabled",
    "VoiceEnabled",
    "FaxEnabled",
    "ExcludeAllAddressRequired",
    "ExcludeLocalAddressRequired",
    "ExcludeForeignAddressRequired",
    "Beta",
    "InRegion",
    "InLocality",
];

/// `GET AvailablePhoneNumbers.json`
pub async fn countries(
    account: Account,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Json<Value>, Failure> {
    Params::check(query, &[PAGING])?;
    let countries: Vec<Value> = inventory::countries()
        .map(|country| show_country(country, &account))
        .collect();
    Ok(Json(json!({ "countries": countries, "uri": account.path })))
}

/// `GET AvailablePhoneNumbers/{CC}.json`
pub async fn country(
    account: Account,
    Path((_, country)): Path<(String, String)>,
) -> Result<Json<Value>, Failure> {
    let country = country
        .strip_suffix(".json")
        .and_then(inventory::country)
        .ok_or_else(|| Failure::not_found(&account.path))?;
    Ok(Json(show_country(country, &account)))
}

/// `GET AvailablePhoneNumbers/{CC}/{Local,Mobile,TollFree}.json`
pub async fn search(
    State(sandbox): State<Sandbox>,
    account: Account,
    Path((_, country, kind)): Path<(String, String, String)>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Json<Value>, Failure> {
    let country = inventory::country(&country).ok_or_else(|| Failure::not_found(&account.path))?;
    let plan = Kind::from_path(&kind)
        .and_then(|kind| country.kind(kind))
        .ok_or_else(|| Failure::not_found(&account.path))?;
    let params = Params::check(query, &[PAGING, FILTERS])?;
    let filter = Filter::read(&params)?;
    let owned = sandbox.read(Memory::taken_numbers);
    let found = inventory::stock_of(country, plan)
        .into_iter()
        .filter(|number| !owned.contains(&number.e164) && filter.accepts(number));
    page(
        found.collect(),
        "available_phone_numbers",
        &account.path,
        &params,
        show_number,
    )
    .map(Json)
}

struct Filter {
    area_code: Option<String>,
    pattern: Option<Pattern>,
    /// Ability and whether it must be there.
    abilities: Vec<(char, bool)>,
    excluded_addresses: Vec<&'static str>,
    region: Option<String>,
    locality: Option<String>,
}

impl Filter {
    fn read(params: &Params) -> Result<Self, Failure> {
        let mut abilities = Vec::new();
        for (name, ability) in [
            ("VoiceEnabled", 'v'),
            ("SmsEnabled", 's'),
            ("MmsEnabled", 'm'),
            ("FaxEnabled", 'f'),
        ] {
            abilities.extend(params.flag(name)?.map(|wanted| (ability, wanted)));
        }
        let mut excluded_addresses = Vec::new();
        for (name, rules) in [
            (
                "ExcludeAllAddressRequired",
                ["any", "local", "foreign"].as_slice(),
            ),
            ("ExcludeLocalAddressRequired", &["local"]),
            ("ExcludeForeignAddressRequired", &["foreign"]),
        ] {
            if params.flag(name)? == Some(true) {
                excluded_addresses.extend(rules);
            }
        }
        let area_code = params.number("AreaCode")?.map(|code| code.to_string());
        Ok(Self {
            area_code,
            pattern: params.get("Contains").map(Pattern::parse).transpose()?,
            abilities,
            excluded_addresses,
            region: params.get("InRegion").map(str::to_lowercase),
            locality: params.get("InLocality").map(str::to_lowercase),
        })
    }

    fn accepts(&self, number: &StockNumber) -> bool {
        let area = self
            .area_code
            .as_ref()
            .is_none_or(|code| number.e164.starts_with(&format!("+1{code}")));
        area && self
            .pattern
            .as_ref()
            .is_none_or(|pattern| pattern.is_in(&number.e164))
            && self
                .abilities
                .iter()
                .all(|&(ability, wanted)| number.abilities.contains(ability) == wanted)
            && !self.excluded_addresses.contains(&number.address)
            && self
                .region
                .as_ref()
                .is_none_or(|region| *region == number.region.to_lowercase())
            && self
                .locality
                .as_ref()
                .is_none_or(|locality| *locality == number.locality.to_lowercase())
    }
}

fn show_country(country: &Country, account: &Account) -> Value {
    let base = format!(
        "/2010-04-01/Accounts/{}/AvailablePhoneNumbers/{}",
        account.sid, country.iso
    );
    let kinds: Map<String, Value> = country
        .kinds
        .iter()
        .map(|plan| {
            (
                plan.kind.key().to_owned(),
                json!(format!("{base}/{}.json", plan.kind.path())),
            )
        })
        .collect();
    json!({ "country_code": country.iso, "country": country.name, "uri": format!("{base}.json"), "beta": false, "subresource_uris": kinds })
}

fn show_number(number: StockNumber) -> Value {
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    json!({
        "friendly_name": friendly_name(&number.e164),
        "phone_number": number.e164,
        "lata": null,
        "rate_center": null,
        "latitude": null,
        "longitude": null,
        "locality": text(number.locality),
        "region": text(number.region),
        "postal_code": null,
        "iso_country": number.country.iso,
        "address_requirements": number.address,
        "beta": false,
        "capabilities": abilities(number.abilities),
    })
}

/// The abilities as Twilio's object.
pub fn abilities(abilities: &str) -> Value {
    json!({ "voice": abilities.contains('v'), "sms": abilities.contains('s'), "mms": abilities.contains('m'), "fax": false })
}

/// North American numbers as `(415) 328-0666`, others as they are.
pub fn friendly_name(e164: &str) -> String {
    match e164.strip_prefix("+1") {
        Some(digits) if digits.len() == 10 => {
            format!("({}) {}-{}", &digits[..3], &digits[3..6], &digits[6..])
        }
        _ => e164.to_owned(),
    }
}
