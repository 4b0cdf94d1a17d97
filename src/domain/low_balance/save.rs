//! Changes below what an owner is told.

use serde_json::json;

use super::store;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::Buys,
        wallet::open::Owner,
    },
    shared::{
        currency::Currency,
        money::{MICROS_PER_UNIT, Money, PositiveMoney},
    },
};

/// The highest amount, in whole units.
const MOST_UNITS: i64 = 1_000_000;

/// A filled-in form.
#[derive(Debug, Clone)]
pub struct SaveThreshold {
    pub currency: Currency,
    /// `5.00`, or nothing to be told no more.
    pub amount: String,
    pub origin: Origin,
}

/// Why nothing was saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveThresholdError {
    #[error("an amount above zero and at most {most}, or nothing")]
    Amount { most: Money },
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SaveThresholdError);

/// Counts from now on: a balance that is below it already is no crossing.
pub async fn save(
    backend: &Backend,
    buyer: &impl Buys,
    wanted: &SaveThreshold,
) -> Result<(), SaveThresholdError> {
    let currency = wanted.currency;
    let most = Money::from_micros(MOST_UNITS * MICROS_PER_UNIT, currency);
    let threshold = match wanted.amount.trim() {
        "" => None,
        text => Some(
            Money::parse(text, currency)
                .ok()
                .and_then(PositiveMoney::new)
                .filter(|amount| amount.get().micros() <= most.micros())
                .ok_or(SaveThresholdError::Amount { most })?,
        ),
    };
    let (reseller, owner) = (buyer.reseller(), Owner::of(buyer));
    let mut tx = backend.begin(buyer).await?;
    match threshold {
        Some(threshold) => store::put(&mut tx, reseller, owner, threshold).await?,
        None => store::remove(&mut tx, reseller, owner, currency).await?,
    }
    let audit = Audit {
        after: Some(json!({ "below": threshold.map(|amount| amount.get().to_string()) })),
        ..Audit::of("balance_alert.saved", buyer.user(), &wanted.origin)
    };
    audit::record(&mut tx, buyer, backend.now(), audit).await?;
    tx.commit().await?;
    Ok(())
}
