//! One transfer: its legs, the order behind it, and what the provider calls it.

use super::super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Operates},
    shared::{ids::TransferId, ledger::TransferView},
};

/// The transfer; `None` when there is none.
pub async fn transfer(
    backend: &Backend,
    _operator: &impl Operates,
    id: TransferId,
) -> Result<Option<TransferView>, Internal> {
    let mut tx = backend.begin_system().await?;
    let view = store::transfer(&mut tx, id).await?;
    tx.commit().await?;
    Ok(view)
}
