//! A customer's eSIMs.

use super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Customer},
    shared::esim::EsimRow,
};

/// eSIMs of a page; a person holds few.
const ESIMS_MAX: i64 = 200;

/// All of them, newest first.
pub async fn list(backend: &Backend, customer: &Customer) -> Result<Vec<EsimRow>, Internal> {
    let mut tx = backend.begin(customer).await?;
    let rows = store::esims(&mut tx, customer, None, ESIMS_MAX).await?;
    tx.commit().await?;
    Ok(rows.into_iter().map(|esim| esim.row).collect())
}
