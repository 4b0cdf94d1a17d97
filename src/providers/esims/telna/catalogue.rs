//! Telna's products as ours.

use super::wire::{self, TimeAllowance};
use crate::{
    providers::esims::Product,
    shared::{currency::Currency, esim::Coverage, money::Money, place::CountryCode},
};

const GIBIBYTE: u64 = 1 << 30;
const MEBIBYTE: u64 = 1 << 20;
const MEGABYTE: u64 = 1_000_000;
const SECONDS_PER_DAY: u64 = 86_400;
/// Assumed: a calendar month is sold as 30 days.
const DAYS_PER_MONTH: u64 = 30;
/// So many countries are the world.
const GLOBAL_COUNTRIES: usize = 100;

/// A product without a price, a place or a validity cannot be sold and is left out.
/// Assumed: costs are in US dollars; an unlimited plan has no allowance and states its fair use in the notes.
pub fn read(product: wire::Product) -> Option<Product> {
    let template = product.package_template?;
    let cost = Money::from_decimal(product.unit_cost?.decimal()?, Currency::USD).ok()?;
    let countries: Vec<CountryCode> = template
        .supported_countries
        .iter()
        .filter_map(|code| alpha2(code))
        .collect();
    let place = match countries.as_slice() {
        [] => return None,
        [country] => celes::Country::from_alpha2(country.as_str()).map_or_else(
            |_| place_in(&product.name),
            |country| country.long_name.to_owned(),
        ),
        _ => place_in(&product.name),
    };
    let coverage = match countries.len() {
        1 => Coverage::Local,
        2..GLOBAL_COUNTRIES => Coverage::Regional,
        _ => Coverage::Global,
    };
    let is_unlimited = template.data_usage_allowance.is_none();
    Some(Product {
        provider_id: product.id.to_string(),
        name: product.name,
        coverage,
        place,
        countries,
        data_mb: template.data_usage_allowance.map(megabytes),
        fair_use: template.notes.filter(|_| is_unlimited).unwrap_or_default(),
        // Telna's products do not tell it.
        speed: String::new(),
        validity_days: days(&template.time_allowance?)?,
        // A work order may name an ICCID.
        can_top_up: true,
        cost,
        // Telna leaves the selling price to its partners.
        minimum_price: None,
        // Assumed: the word of a product on sale; products without one are on sale.
        is_active: product
            .status
            .is_none_or(|status| status.eq_ignore_ascii_case("active")),
    })
}

/// Assumed: allowances are powers of two sold by round names, so 2^30 bytes are the "1 GB" on the label, which is
/// 1,000 MB. Anything else is counted in 10^6 bytes. Never more than what is delivered.
pub fn megabytes(bytes: u64) -> i64 {
    let megabytes = match bytes {
        _ if bytes.is_multiple_of(GIBIBYTE) => bytes / GIBIBYTE * 1_000,
        _ if bytes.is_multiple_of(MEBIBYTE) => bytes / MEBIBYTE,
        _ => bytes / MEGABYTE,
    };
    i64::try_from(megabytes).unwrap_or(i64::MAX)
}

fn days(allowance: &TimeAllowance) -> Option<i32> {
    let days = match allowance.unit.as_str() {
        "SECOND" => allowance.duration / SECONDS_PER_DAY,
        "CALENDAR_MONTH" => allowance.duration.checked_mul(DAYS_PER_MONTH)?,
        _ => return None,
    };
    i32::try_from(days).ok().filter(|days| *days > 0)
}

fn alpha2(alpha3: &str) -> Option<CountryCode> {
    // Kosovo's code is in use without being in ISO 3166-1.
    let alpha2 = if alpha3 == "XKX" {
        "XK"
    } else {
        celes::Country::from_alpha3(alpha3).ok()?.alpha2
    };
    alpha2.parse().ok()
}

/// Assumed: names begin with the place: "Europe 5 GB, 30 days".
fn place_in(name: &str) -> String {
    let is_amount =
        |word: &&str| word.starts_with(|first: char| first.is_ascii_digit()) || word.starts_with("Unlimited");
    let place: Vec<&str> = name
        .split_whitespace()
        .take_while(|word| !is_amount(word))
        .collect();
    if place.is_empty() {
        name.to_owned()
    } else {
        place.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_plans_have_round_sizes() {
        assert_eq!(megabytes(GIBIBYTE), 1_000);
        assert_eq!(megabytes(500 * MEBIBYTE), 500);
        assert_eq!(megabytes(3_000_000_000), 3_000);
    }

    #[test]
    fn the_place_is_what_stands_before_the_size() {
        assert_eq!(
            place_in("Middle East & North Africa 5 GB, 30 days"),
            "Middle East & North Africa"
        );
        assert_eq!(place_in("Global Unlimited, 10 days"), "Global");
        assert_eq!(place_in("5 GB"), "5 GB");
    }

    #[test]
    fn kosovo_is_a_place() {
        assert_eq!(alpha2("XKX").unwrap().as_str(), "XK");
        assert_eq!(alpha2("FRA").unwrap().as_str(), "FR");
        assert_eq!(alpha2("ZZZ"), None);
    }
}
