//! The scope to act for the holder of an eSIM.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{ApiClient, OnBehalf, Scope},
    },
    shared::ids::EsimId,
};

/// The holder; `None` when the eSIM is another reseller's.
pub async fn act_for(
    backend: &Backend,
    client: &ApiClient,
    id: EsimId,
) -> Result<Option<OnBehalf>, Internal> {
    let mut tx = backend.begin(client).await?;
    let holder = store::holder(&mut tx, client.reseller(), id).await?;
    tx.commit().await?;
    Ok(holder.map(|user| client.on_behalf_of(user)))
}
