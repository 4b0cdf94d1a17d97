//! A shop's endpoints.

use super::{add::ENDPOINTS_MAX, store};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Scope, Staff},
    },
    shared::{permissions::StaffMay, webhook::EndpointList},
};

/// All of them, oldest first.
pub async fn list(backend: &Backend, staff: &Staff) -> Result<EndpointList, Internal> {
    let mut tx = backend.begin(staff).await?;
    let rows = store::endpoints::list(&mut tx, staff.reseller(), ENDPOINTS_MAX).await?;
    tx.commit().await?;
    Ok(EndpointList {
        is_room: i64::try_from(rows.len()).is_ok_and(|count| count < ENDPOINTS_MAX),
        rows,
        may_manage: staff.may(StaffMay::ManageCredentials),
    })
}
