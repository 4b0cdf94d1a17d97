//! An operator changes what the platform takes of a shop's sales and when it pays.

use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Admin, Operator},
        tenancy::terms::{self, Terms},
    },
    shared::ids::ResellerId,
};

/// Why nothing changed.
#[derive(Debug, thiserror::Error)]
pub enum NotFoundError {
    /// No such reseller.
    #[error("no such reseller")]
    NotFound,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(NotFoundError);

/// Changes the terms for sales from now on. `payout_minimum` is in the shop's currency.
pub async fn set_terms(
    backend: &Backend,
    admin: &Admin,
    reseller: ResellerId,
    wanted: &Terms,
    origin: &Origin,
) -> Result<(), NotFoundError> {
    let mut tx = backend.begin_system().await?;
    let before = terms::lock_terms(&mut tx, reseller)
        .await?
        .ok_or(NotFoundError::NotFound)?;
    if before != *wanted {
        terms::set_terms(&mut tx, reseller, wanted).await?;
        let mut audit = Audit::of("reseller.terms_changed", reseller, origin);
        audit.before = Some(in_words(&before));
        audit.after = Some(in_words(wanted));
        audit::record(
            &mut tx,
            &Operator::console(admin).at(reseller),
            backend.now(),
            audit,
        )
        .await?;
    }
    tx.commit().await?;
    backend.caches.shops.clear();
    Ok(())
}

fn in_words(terms: &Terms) -> serde_json::Value {
    serde_json::json!({
        "commission_percent": terms.commission_percent,
        "earnings_hold_days": terms.earnings_hold_days,
        "payout_minimum": terms.payout_minimum,
    })
}
