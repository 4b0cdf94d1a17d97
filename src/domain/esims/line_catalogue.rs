//! What a shop sells to companies for lines: the plans of every vendor of lines, one place at a time.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::store;
use crate::{
    domain::{error::Internal, pricing, scope::Scope, tenancy::terms},
    shared::line::LineOffer,
};

/// Places with plans, by name: the last part of an address, and the name. Empty where the shop sells no eSIMs.
pub async fn line_places(
    conn: &mut PgConnection,
    scope: &impl Scope,
    vendors: &[String],
) -> Result<Vec<(String, String)>, Internal> {
    if !terms::features(conn, scope.reseller()).await?.esims {
        return Ok(vec![]);
    }
    Ok(store::line_places(conn, scope.reseller(), vendors).await?)
}

/// A place's plans with this shop's prices: those of lines that can be suspended and ended first, then the cheapest.
pub async fn line_offers(
    conn: &mut PgConnection,
    scope: &impl Scope,
    now: DateTime<Utc>,
    place: &str,
    vendors: &[String],
) -> Result<Vec<LineOffer>, Internal> {
    if place.is_empty() || !terms::features(conn, scope.reseller()).await?.esims {
        return Ok(vec![]);
    }
    let book = pricing::rulebook(conn, scope, now).await?;
    let steered = store::steered_vendors(conn).await?;
    let plans = store::line_plans(conn, scope.reseller(), place, vendors).await?;
    let mut offers: Vec<LineOffer> = plans
        .into_iter()
        .filter_map(|plan| {
            let price = plan.price(&book)?.charged;
            Some(LineOffer {
                plan: plan.id,
                is_steered: steered.contains(&plan.provider),
                name: plan.name,
                data_mb: plan.data_mb,
                validity_days: plan.validity_days,
                price,
            })
        })
        .collect();
    offers.sort_by_key(|offer| (!offer.is_steered, offer.price.micros(), offer.plan));
    Ok(offers)
}
