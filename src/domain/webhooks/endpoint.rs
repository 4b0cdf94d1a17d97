//! One endpoint with a page of its deliveries.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Scope, Staff},
    },
    shared::{
        ids::{DeliveryId, WebhookEndpointId},
        paging::Page,
        permissions::StaffMay,
        webhook::EndpointView,
    },
};

const PAGE: i64 = 50;

/// The endpoint with the deliveries before `after`, newest first; `None` when the shop has no such endpoint.
pub async fn endpoint(
    backend: &Backend,
    staff: &Staff,
    id: WebhookEndpointId,
    after: Option<DeliveryId>,
) -> Result<Option<EndpointView>, Internal> {
    let reseller = staff.reseller();
    let mut tx = backend.begin(staff).await?;
    let Some(found) = store::endpoints::find(&mut tx, reseller, id).await? else {
        return Ok(None);
    };
    let rows = store::deliveries::list(&mut tx, reseller, id, after, PAGE + 1).await?;
    tx.commit().await?;
    let deliveries = Page::of(rows, usize::try_from(PAGE).unwrap_or(50), |row| {
        row.id.to_string()
    });
    Ok(Some(EndpointView {
        created_at: found.created_at,
        previous_until: found.previous_until.filter(|until| *until > backend.now()),
        is_secret_new: !found.is_secret_shown,
        row: found.row(),
        deliveries,
        may_manage: staff.may(StaffMay::ManageCredentials),
    }))
}
