//! The addresses of a customer or a company.

use sqlx::PgConnection;

use super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Buys},
    shared::{address::AddressView, ids::AddressId},
};

/// All of them, oldest first.
pub async fn list(backend: &Backend, buyer: &impl Buys) -> Result<Vec<AddressView>, Internal> {
    let mut tx = backend.begin(buyer).await?;
    let rows = store::list(&mut tx, buyer).await?;
    tx.commit().await?;
    Ok(rows)
}

/// True for one of the buyer's.
pub async fn is_owned(conn: &mut PgConnection, buyer: &impl Buys, id: AddressId) -> Result<bool, Internal> {
    Ok(store::is_owned(conn, buyer, id).await?)
}
