//! 1GLOBAL's states in our words, and its balances as readings.

use super::wire::{Offering, Product, Subscription};
use crate::{
    providers::lines::{LineUsage, UsageReading},
    shared::{esim::EsimState, place::CountryCode},
};

/// Where a line stands, by its subscription, its profile and its plans.
///
/// Assumed: a profile that was deleted from its phone cannot be installed again, so a person must look at it.
pub fn of(subscription: &Subscription, products: &[Product]) -> EsimState {
    match subscription.status.as_str() {
        "terminated" | "canceled" => return EsimState::Terminated,
        "grace" | "suspended" | "deactivated" => return EsimState::Suspended,
        _ => {}
    }
    let profile = subscription
        .sim_profile()
        .and_then(|profile| profile.profile_status.as_deref())
        .unwrap_or_default();
    if profile.eq_ignore_ascii_case("deleted") {
        return EsimState::Suspended;
    }
    if !profile.eq_ignore_ascii_case("installed") {
        return EsimState::Ready;
    }
    let any = |status: &str| products.iter().any(|product| product.status == status);
    let is_over = |product: &Product| {
        matches!(
            product.status.as_str(),
            "expired" | "terminated" | "canceled" | "depleted"
        )
    };
    match () {
        () if any("active") => EsimState::Active,
        () if products.is_empty() || !products.iter().all(is_over) => EsimState::Downloaded,
        () if any("depleted") => EsimState::Depleted,
        () => EsimState::Expired,
    }
}

/// Everything known of a line.
pub fn usage(subscription: &Subscription, products: &[Product]) -> LineUsage {
    LineUsage {
        state: of(subscription, products),
        readings: products.iter().filter_map(reading).collect(),
        activated_at: products.iter().filter_map(|product| product.started_at).min(),
        expires_at: products.iter().filter_map(|product| product.end_at).max(),
    }
}

/// The counter of a plan's data; `None` where it has none.
pub fn reading(product: &Product) -> Option<UsageReading> {
    let balance = product
        .embedded
        .balances
        .iter()
        .find(|balance| balance.allowance_type == "data" && balance.unit.as_deref() == Some("bytes"))?;
    Some(UsageReading {
        counter: product.id.clone(),
        used_bytes: balance.spent?,
        allowance_bytes: balance.initial,
        country: product.embedded.product_offering.as_ref().and_then(only_country),
    })
}

fn only_country(offering: &Offering) -> Option<CountryCode> {
    let data = offering
        .embedded
        .allowances
        .iter()
        .find(|allowance| allowance.kind == "data")?;
    match data.embedded.coverage_area.as_ref()?.countries.as_slice() {
        [country] => country.parse().ok(),
        _ => None,
    }
}
