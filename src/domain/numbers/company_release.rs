//! A company gives a number back.

use serde_json::json;

use super::{
    company_number,
    release::{ReleaseError, release},
};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Desk, Scope, System, WorksIn},
    },
    providers::ProviderError,
    shared::ids::NumberId,
};

/// Why the company still holds it.
#[derive(Debug, thiserror::Error)]
pub enum CompanyReleaseError {
    /// Out of reach.
    #[error("no such number")]
    NotFound,
    /// The vendor did not say yes. It is asked again until it does.
    #[error("no answer from the vendor")]
    Unavailable(ProviderError),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(CompanyReleaseError);

/// Releases a number within the member's reach. Its messages and calls stay with the company.
pub async fn company_release(
    backend: &Backend,
    desk: &Desk,
    id: NumberId,
    origin: &Origin,
) -> Result<(), CompanyReleaseError> {
    let held = company_number(backend, desk, id)
        .await?
        .filter(|held| desk.member().reaches(held.team))
        .ok_or(CompanyReleaseError::NotFound)?;
    let system = System::of(desk.reseller(), "company");
    let released = release(backend, &system, id).await;
    let is_sure = released.is_ok();
    let mut tx = backend.begin(desk).await?;
    let audit = Audit {
        before: Some(json!({ "number": held.number.e164, "label": held.number.label })),
        after: Some(json!({ "released": if is_sure { "yes" } else { "asked for" } })),
        ..Audit::of("company_number.released", id, origin)
    };
    audit::record(&mut tx, desk, backend.now(), audit).await?;
    tx.commit().await?;
    released.map_err(|error| match error {
        ReleaseError::NotFound => CompanyReleaseError::NotFound,
        ReleaseError::Unavailable(error) => CompanyReleaseError::Unavailable(error),
        ReleaseError::Internal(error) => CompanyReleaseError::Internal(error),
    })
}
