//! Applies an uploaded file as it was previewed.

use super::{
    carry_out::carry_out,
    upload::{find, owner},
};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit},
        error::{Internal, with_internal},
        pricing::store,
        scope::{Scope, Staff},
    },
    shared::ids::PriceSheetId,
};

/// Why nothing was applied.
#[derive(Debug, thiserror::Error)]
pub enum ApplySheetError {
    /// Somebody else's, applied already, or older than an hour.
    #[error("no such file")]
    NotFound,
    /// The file does something else now than what was looked at.
    #[error("prices changed since the preview")]
    Stale,
    #[error("the file changes nothing")]
    Nothing,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(ApplySheetError);

/// Makes all changes of the file in one transaction, when they are exactly those `seal` stands for. Returns how many.
/// Quotes that live keep their price.
pub async fn apply(
    backend: &Backend,
    staff: &Staff,
    id: PriceSheetId,
    seal: &str,
) -> Result<usize, ApplySheetError> {
    let now = backend.now();
    let mut tx = backend.begin(staff).await?;
    let (sheet, rows) = find(&mut tx, backend, staff, id)
        .await?
        .ok_or(ApplySheetError::NotFound)?;
    let numbers = backend.providers.usual_numbers();
    let outcome = carry_out(&mut tx, staff, now, numbers, rows).await?;
    if outcome.seal(now)? != seal {
        return Err(ApplySheetError::Stale);
    }
    let changes = outcome.changes.len();
    if changes == 0 {
        return Err(ApplySheetError::Nothing);
    }
    for change in outcome.audits {
        audit::record(&mut tx, staff, now, change).await?;
    }
    let applied = Audit {
        action: "price_sheet.applied",
        entity: id.to_string(),
        after: Some(serde_json::json!({
            "file": sheet.name,
            "changes": changes,
            "rows_left_out": outcome.refused.len(),
        })),
        ..Audit::default()
    };
    audit::record(&mut tx, staff, now, applied).await?;
    store::sheets::forget(&mut tx, staff.reseller(), owner(staff)?, id).await?;
    tx.commit().await?;
    backend.caches.catalogues.clear();
    Ok(changes)
}
