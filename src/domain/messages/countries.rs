//! Where a shop's customers may write to unless the shop says otherwise: a modest list, since far networks are what
//! pumpers write to.

use crate::{
    domain::place,
    shared::place::{Country, CountryCode},
};

/// ISO codes that are on from the start.
const USUAL: [&str; 30] = [
    "AT", "AU", "BE", "CA", "CH", "CZ", "DE", "DK", "ES", "FI", "FR", "GB", "GR", "HK", "HU", "IE", "IT",
    "JP", "LU", "NL", "NO", "NZ", "PL", "PT", "RO", "SE", "SG", "SK", "US", "ZA",
];
/// What can be switched on beside them.
const OTHERS: [&str; 24] = [
    "AE", "AR", "BG", "BR", "CL", "CO", "CY", "EE", "HR", "IL", "IN", "IS", "KE", "LT", "LV", "MT", "MX",
    "MY", "NG", "PH", "SI", "TH", "TR", "VN",
];

/// True where customers write without the shop having said so.
pub(in crate::domain) fn is_usual(country: CountryCode) -> bool {
    USUAL.contains(&country.as_str())
}

/// Every country that can be switched, by name.
pub(in crate::domain) fn all() -> Vec<Country> {
    let mut all: Vec<Country> = USUAL
        .iter()
        .chain(&OTHERS)
        .filter_map(|code| code.parse().ok())
        .map(place::country)
        .collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}
