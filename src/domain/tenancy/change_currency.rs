//! Gives a shop another currency, as long as nothing was counted in the one it has.

use serde_json::json;

use super::store::set_up;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Scope, Staff},
    },
    shared::currency::Currency,
};

/// Why the currency is as it was.
#[derive(Debug, thiserror::Error)]
pub enum ChangeCurrencyError {
    /// Something was sold, paid in, quoted a moment ago, or a key's cap counts in it.
    #[error("the currency is in use")]
    InUse,
    /// Suppliers' prices cannot be turned into it.
    #[error("no exchange rate")]
    NoRate,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(ChangeCurrencyError);

/// Prices are in it from now on.
pub async fn change_currency(
    backend: &Backend,
    staff: &Staff,
    currency: Currency,
    origin: &Origin,
) -> Result<(), ChangeCurrencyError> {
    let (reseller, now) = (staff.reseller(), backend.now());
    // The row of a shop is the worker's to change.
    let mut tx = backend.begin_system().await?;
    set_up::lock(&mut tx, reseller).await?;
    let before = set_up::settings(&mut tx, reseller, now).await?;
    if before.is_currency_used {
        return Err(ChangeCurrencyError::InUse);
    }
    if !set_up::currencies(&mut tx).await?.contains(&currency) {
        return Err(ChangeCurrencyError::NoRate);
    }
    set_up::set_currency(&mut tx, reseller, currency).await?;
    let audit = Audit {
        before: Some(json!({ "currency": before.currency })),
        after: Some(json!({ "currency": currency })),
        ..Audit::of("shop_currency.changed", reseller, origin)
    };
    audit::record(&mut tx, staff, now, audit).await?;
    tx.commit().await?;
    backend.caches.shops.clear();
    backend.caches.catalogues.clear();
    Ok(())
}
