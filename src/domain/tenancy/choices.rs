//! Shops to choose from, for operators.

use super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Operates},
    shared::settlement::ShopChoice,
};

/// Shops of one look.
const ROWS_MAX: i64 = 500;

/// Every shop but the platform's own, by name.
pub async fn choices(backend: &Backend, _operator: &impl Operates) -> Result<Vec<ShopChoice>, Internal> {
    let mut tx = backend.begin_system().await?;
    let shops = store::choices(&mut tx, ROWS_MAX).await?;
    tx.commit().await?;
    Ok(shops)
}
