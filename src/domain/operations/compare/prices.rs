//! What providers ask now, against what we keep and booked.

use serde_json::json;

use super::{Look, LookError, Resolved};
use crate::{
    backend::Backend,
    domain::operations::{case::Found, store},
    providers::numbers::NumberProvider,
};

/// Sales looked back at.
const RECENT_DAYS: i64 = 30;

/// A provider's list of monthly prices, of each country and kind we hold numbers of, against what we keep for them.
pub async fn numbers(backend: &Backend, vendor: &dyn NumberProvider) -> Result<Vec<Look>, LookError> {
    let provider = vendor.name();
    let mut tx = backend.begin_system().await?;
    let kept = store::kept_costs(&mut tx, provider).await?;
    tx.commit().await?;
    let mut found = vec![];
    let mut asked = None;
    for group in kept {
        let costs = match asked.take() {
            Some((country, costs)) if country == group.country => costs,
            _ => vendor
                .costs(group.country)
                .await
                .map_err(LookError::Unreachable)?,
        };
        let now = costs
            .iter()
            .find(|cost| cost.kind == group.kind)
            .map(|cost| cost.monthly);
        if now != Some(group.cost) {
            let (country, kind) = (group.country, group.kind.as_str());
            let asks = now.map_or_else(
                || format!("{provider} has no price for such numbers any more"),
                |now| format!("{provider} asks {} {} now", now.amount(), now.currency()),
            );
            let kept = format!("{} {}", group.cost.amount(), group.cost.currency());
            found.push(Found {
                reseller: None,
                kind: "price_differs".into(),
                reference: format!("{provider}:{country}:{kind}:{kept}"),
                provider: Some(provider.to_owned()),
                summary: format!(
                    "{} numbers ({country}, {kind}) are kept at a cost of {kept} a month, but {asks}. Their renewals are \
                     priced on the old cost. What can be done: change the price rules, tell the shops, and dismiss.",
                    group.count,
                ),
                details: json!({
                    "country": country.as_str(), "kind": kind, "kept": group.cost, "now": now, "numbers": group.some,
                }),
            });
        }
        asked = Some((group.country, costs));
    }
    Ok(vec![Look {
        kind: "price_differs",
        provider,
        found,
        resolved: Resolved::Unseen,
    }])
}

/// The catalogue's cost of each plan sold lately, against what was booked for it.
pub async fn plans(backend: &Backend) -> Result<Vec<Look>, LookError> {
    let mut looks = vec![];
    for vendor in &backend.providers.catalogues {
        looks.push(plans_of(backend, vendor.name()).await?);
    }
    Ok(looks)
}

async fn plans_of(backend: &Backend, provider: &'static str) -> Result<Look, LookError> {
    let since = backend.now() - chrono::TimeDelta::days(RECENT_DAYS);
    let mut tx = backend.begin_system().await?;
    let sold = store::booked_costs(&mut tx, provider, since).await?;
    tx.commit().await?;
    let found = sold
        .into_iter()
        .map(|group| {
            let booked = format!("{} {}", group.booked.amount(), group.booked.currency());
            let now = format!("{} {}", group.now.amount(), group.now.currency());
            Found {
                reseller: None,
                kind: "price_differs".into(),
                reference: format!("{}:{booked}", group.plan),
                provider: Some(provider.to_owned()),
                summary: format!(
                    "Plan {} ({}) was booked at {booked} in {} orders of the last {RECENT_DAYS} days, but {provider} asks \
                     {now} now. The next bill tells which price those orders had. What can be done: compare the bill, and \
                     dismiss.",
                    group.name, group.plan, group.count,
                ),
                details: json!({ "plan": group.plan, "booked": group.booked, "now": group.now }),
            }
        })
        .collect();
    Ok(Look {
        kind: "price_differs",
        provider,
        found,
        resolved: Resolved::Unseen,
    })
}
