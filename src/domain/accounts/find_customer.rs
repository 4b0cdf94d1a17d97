//! One of a reseller's customers.

use super::{CustomerRecord, store::customers};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{ApiClient, Manages, OnBehalf},
    },
    shared::ids::UserId,
};

/// The customer; `None` when it is another reseller's, staff, suspended or deleted.
pub async fn find_customer(
    backend: &Backend,
    scope: &impl Manages,
    id: UserId,
) -> Result<Option<CustomerRecord>, Internal> {
    let mut tx = backend.begin(scope).await?;
    let found = customers::find(&mut tx, scope.reseller(), id).await?;
    tx.commit().await?;
    Ok(found)
}

/// The customer with the scope to act for it.
pub async fn act_for(
    backend: &Backend,
    client: &ApiClient,
    id: UserId,
) -> Result<Option<(OnBehalf, CustomerRecord)>, Internal> {
    let found = find_customer(backend, client, id).await?;
    Ok(found.map(|customer| (client.on_behalf_of(customer.id), customer)))
}
