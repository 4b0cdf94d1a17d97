//! An operator switches off what a shop may do at all.

use super::NotFoundError;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        scope::{Admin, Operator},
        tenancy::terms,
    },
    shared::{features::Features, ids::ResellerId},
};

/// Sets the switches from now on: the shop lists nothing that is off, `orders::place` refuses it, and `api::identify` the
/// REST interface.
pub async fn set_features(
    backend: &Backend,
    admin: &Admin,
    reseller: ResellerId,
    features: Features,
    origin: &Origin,
) -> Result<(), NotFoundError> {
    let mut tx = backend.begin_system().await?;
    // Whoever changes the same shop waits, so that the audit log tells the truth about before.
    terms::lock_terms(&mut tx, reseller)
        .await?
        .ok_or(NotFoundError::NotFound)?;
    let before = terms::features(&mut tx, reseller).await?;
    terms::set_features(&mut tx, reseller, features).await?;
    let mut audit = Audit::of("reseller.features_changed", reseller, origin);
    audit.before = Some(in_words(before));
    audit.after = Some(in_words(features));
    audit::record(
        &mut tx,
        &Operator::console(admin).at(reseller),
        backend.now(),
        audit,
    )
    .await?;
    tx.commit().await?;
    backend.caches.shops.clear();
    backend.caches.catalogues.clear();
    Ok(())
}

fn in_words(features: Features) -> serde_json::Value {
    serde_json::json!({ "numbers": features.numbers, "esims": features.esims, "api": features.api })
}
