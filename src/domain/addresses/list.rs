//! A customer's addresses.

use sqlx::PgConnection;

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Buys, Customer},
    },
    shared::{address::AddressView, ids::AddressId},
};

/// All of them, oldest first.
pub async fn list(backend: &Backend, customer: &Customer) -> Result<Vec<AddressView>, Internal> {
    let mut tx = backend.begin(customer).await?;
    let rows = store::list(&mut tx, customer).await?;
    tx.commit().await?;
    Ok(rows)
}

/// True for one of the buyer's.
pub async fn is_owned(conn: &mut PgConnection, buyer: &impl Buys, id: AddressId) -> Result<bool, Internal> {
    Ok(store::is_owned(conn, buyer, id).await?)
}
