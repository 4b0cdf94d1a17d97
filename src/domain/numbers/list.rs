//! A customer's numbers.

use super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Customer},
    shared::{ids::NumberId, number::NumberView},
};

/// Numbers of a page; a person holds few.
const NUMBERS_MAX: i64 = 200;

/// All of them, newest first.
pub async fn list(backend: &Backend, customer: &Customer) -> Result<Vec<NumberView>, Internal> {
    let mut tx = backend.begin(customer).await?;
    let rows = store::numbers(&mut tx, customer, None, NUMBERS_MAX).await?;
    tx.commit().await?;
    Ok(rows)
}

/// One of them; `None` when it is somebody else's.
pub async fn find(
    backend: &Backend,
    customer: &Customer,
    id: NumberId,
) -> Result<Option<NumberView>, Internal> {
    let mut tx = backend.begin(customer).await?;
    let row = store::numbers(&mut tx, customer, Some(id), 1).await?.pop();
    tx.commit().await?;
    Ok(row)
}
