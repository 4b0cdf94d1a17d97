//! One delivery with everything that was tried.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Scope, Staff},
    },
    shared::{
        ids::DeliveryId,
        permissions::StaffMay,
        webhook::{DeliveryView, EndpointState},
    },
};

/// Tries shown, newest first; replays can make many.
const TRIES_MAX: i64 = 50;

/// The delivery, if the shop has it.
pub async fn delivery(
    backend: &Backend,
    staff: &Staff,
    id: DeliveryId,
) -> Result<Option<DeliveryView>, Internal> {
    let reseller = staff.reseller();
    let mut tx = backend.begin(staff).await?;
    let Some(found) = store::deliveries::find(&mut tx, reseller, id).await? else {
        return Ok(None);
    };
    let tried = store::deliveries::tries(&mut tx, reseller, id, TRIES_MAX).await?;
    tx.commit().await?;
    Ok(Some(DeliveryView {
        row: found.row,
        endpoint: found.endpoint,
        url: found.url,
        body: found.body,
        tried,
        is_replayable: found.endpoint_state == EndpointState::Active,
        may_manage: staff.may(StaffMay::ManageCredentials),
    }))
}
