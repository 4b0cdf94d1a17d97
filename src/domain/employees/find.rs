//! One employee.

use super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::WorksIn},
    shared::{company::EmployeeRow, ids::EmployeeId},
};

/// `None` for somebody of another company or out of reach: the two are not told apart.
pub async fn find(
    backend: &Backend,
    scope: &impl WorksIn,
    id: EmployeeId,
) -> Result<Option<EmployeeRow>, Internal> {
    let (reseller, organization) = (scope.reseller(), scope.organization());
    let mut tx = backend.begin(scope).await?;
    let today = store::today(&mut tx, reseller, organization, backend.now()).await?;
    let found = store::find(&mut tx, reseller, organization, id, today).await?;
    tx.commit().await?;
    Ok(found.filter(|row| scope.reaches(row.team.as_ref().map(|team| team.id))))
}
