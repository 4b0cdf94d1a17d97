//! Countries whose numbers we sell.

use crate::{
    backend::Backend,
    domain::{
        assortment,
        error::Internal,
        place::country,
        scope::{Scope, Visitor},
        tenancy::terms,
    },
    shared::place::Country,
};

/// ISO codes, as the number vendor's coverage lists them.
const SOLD: [&str; 44] = [
    "AR", "AT", "AU", "BE", "BG", "BR", "CA", "CH", "CL", "CO", "CY", "CZ", "DE", "DK", "EE", "ES", "FI",
    "FR", "GB", "GR", "HK", "HR", "HU", "IE", "IL", "IT", "JP", "LT", "LU", "LV", "MX", "MY", "NL", "NO",
    "NZ", "PH", "PL", "PT", "RO", "SE", "SG", "SK", "US", "ZA",
];

/// The countries, by name.
pub fn countries() -> Vec<Country> {
    let mut all: Vec<_> = SOLD
        .iter()
        .filter_map(|code| code.parse().ok())
        .map(country)
        .collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}

/// Those of them that the visitor's shop has not switched off.
pub async fn on_sale(backend: &Backend, visitor: &Visitor) -> Result<Vec<Country>, Internal> {
    let mut tx = backend.begin(visitor).await?;
    let is_sold = terms::features(&mut tx, visitor.reseller()).await?.numbers;
    let off = assortment::numbers_off(&mut tx, visitor).await?;
    tx.commit().await?;
    if !is_sold {
        return Ok(vec![]);
    }
    Ok(countries()
        .into_iter()
        .filter(|country| !off.is_country_off(country.code))
        .collect())
}
