//! What a phone does to a line: it installs the profile, moves to another country, and uses data.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use super::super::memory::Memory;
use super::{events, subscriptions};

/// Shares of a plan, in per cent, that are told when they are passed.
const THRESHOLDS: [u8; 2] = [80, 100];

/// A wish of `POST /_sandbox/lines/{line}`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Life {
    /// `installed` or `deleted`.
    profile: Option<String>,
    /// Used since the last time; a negative amount corrects what was counted before.
    #[serde(default)]
    bytes: i64,
    country: Option<String>,
    /// When it happened, for what comes late; now unless told.
    at: Option<DateTime<Utc>>,
}

/// Plays it; the line with its plans, or a sentence for the person who asked.
pub fn live(memory: &mut Memory, id: &str, life: &Life) -> Result<Value, String> {
    let (now, at) = (memory.now(), life.at.unwrap_or_else(|| memory.now()));
    let line = memory
        .oneglobal
        .line(id)
        .ok_or_else(|| format!("there is no line {id}"))?;
    let id = line.id.clone();
    if let Some(profile) = &life.profile {
        if !["installed", "deleted"].contains(&profile.as_str()) {
            return Err("profile must be installed or deleted".into());
        }
        line.profile_status.clone_from(profile);
        events::of_line(memory, &id, &format!("subscription.sim_profile.{profile}"), at);
    }
    if let Some(country) = &life.country {
        let line = memory.oneglobal.line(&id).ok_or("the line is gone")?;
        if line.country.as_ref() != Some(country) {
            line.country = Some(country.clone());
            events::of_line(memory, &id, "subscription.sim_profile.country_changed", at);
        }
    }
    if life.bytes != 0 {
        use_data(memory, &id, life.bytes, at, now)?;
    }
    let line = memory.oneglobal.line(&id).ok_or("the line is gone")?;
    let products = line.products.iter();
    let products: Vec<Value> = products
        .map(|product| subscriptions::show_product(line, product, now))
        .collect();
    Ok(json!({ "subscription": subscriptions::show(line), "products": products }))
}

fn use_data(
    memory: &mut Memory,
    id: &str,
    bytes: i64,
    at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), String> {
    let line = memory.oneglobal.line(id).ok_or("the line is gone")?;
    if line.status != "active" && bytes > 0 {
        return Err(format!("the line is {}: it moves no data", line.status));
    }
    let is_open = |status: &str| ["acquired", "active"].contains(&status);
    let product = match bytes > 0 {
        true => line
            .products
            .iter_mut()
            .find(|product| is_open(product.status(now))),
        // A correction is of the plan that was used last.
        false => line.products.iter_mut().rfind(|product| product.used_bytes > 0),
    };
    let product = product.ok_or("the line has no plan with data left")?;
    let (before, is_first) = (product.used_bytes, product.started_at.is_none());
    product.started_at.get_or_insert(at);
    product.used_bytes = before.saturating_add_signed(bytes).min(product.allowance());
    let (after, allowance, product) = (product.used_bytes, product.allowance(), product.id.clone());
    if is_first {
        events::of_product(memory, id, &product, "product.active", at, None);
    }
    for percent in THRESHOLDS {
        let limit = allowance / 100 * u64::from(percent);
        if before < limit && after >= limit {
            let kind = "balance.threshold.exceeded";
            events::of_product(memory, id, &product, kind, at, Some(percent));
        }
    }
    if before < allowance && after == allowance {
        events::of_product(memory, id, &product, "product.depleted", at, None);
    }
    Ok(())
}
