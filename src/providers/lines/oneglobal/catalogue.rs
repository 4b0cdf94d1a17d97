//! 1GLOBAL's offerings as our products.

use rust_decimal::Decimal;

use super::wire::{Allowance, Offering, Validity};
use crate::{
    providers::esims::Product,
    shared::{currency::Currency, esim::Coverage, money::Money, place::CountryCode},
};

const MEGABYTE: i64 = 1_000_000;

/// A plan without a price paid once, a place, an amount of data or a length cannot be sold and is left out. So are
/// unlimited ones: 1GLOBAL does not tell their fair use, and a shop must.
pub fn read(offering: Offering) -> Option<Product> {
    let parts = offering.embedded;
    let data = parts
        .allowances
        .into_iter()
        .find(|allowance| allowance.kind == "data")?;
    let data_mb = megabytes(&data)?;
    let area = data.embedded.coverage_area?;
    let countries: Vec<CountryCode> = area
        .countries
        .iter()
        .filter_map(|code| code.parse().ok())
        .collect();
    let (coverage, place) = match countries.as_slice() {
        [] => return None,
        [country] => {
            let known = celes::Country::from_alpha2(country.as_str());
            let name = known.map_or_else(|_| area.name.clone(), |country| country.long_name.to_owned());
            (Coverage::Local, name)
        }
        _ if area.kind == "global" => (Coverage::Global, area.name),
        _ => (Coverage::Regional, area.name),
    };
    let price = parts.prices.iter().find(|price| price.kind == "one_time")?;
    let currency: Currency = price.currency.parse().ok()?;
    let amount = Decimal::new(price.unit_amount, currency.minor_digits());
    Some(Product {
        provider_id: offering.id,
        name: offering.name,
        coverage,
        place,
        countries,
        data_mb: Some(data_mb),
        fair_use: String::new(),
        // Offerings do not tell it.
        speed: String::new(),
        validity_days: days(&offering.validity?)?,
        // By an order of the type topup_subscription.
        can_top_up: true,
        cost: Money::from_decimal(amount, currency).ok()?,
        // 1GLOBAL leaves the selling price to its partners.
        minimum_price: None,
        is_active: offering.status == "active",
    })
}

/// By the label: "1 GB" is 1,000 MB.
pub fn megabytes(allowance: &Allowance) -> Option<i64> {
    let count = allowance.unit_count.filter(|_| !allowance.is_unlimited)?;
    match allowance.unit.as_deref()? {
        "gigabytes" => count.checked_mul(1_000),
        "megabytes" => Some(count),
        "bytes" => Some(count / MEGABYTE),
        _ => None,
    }
    .filter(|megabytes| *megabytes > 0)
}

/// Assumed: a month is sold as 30 days and a year as 365.
fn days(validity: &Validity) -> Option<i32> {
    let days = match (validity.kind.as_str(), validity.unit.as_deref()?) {
        ("duration", "day") => 1,
        ("duration", "week") => 7,
        ("duration", "month") => 30,
        ("duration", "year") => 365,
        _ => return None,
    };
    validity.unit_count?.checked_mul(days).filter(|days| *days > 0)
}
