//! A use enters the log.

use sqlx::PgConnection;

use super::store;
use crate::{
    domain::{error::Internal, scope::Scope},
    shared::ids::TransferId,
};

/// Writes what the sale paid, or what the refund gave back, in the transaction that posted it. The thing that was sold
/// stands in its own table by then. The same transfer again changes nothing.
pub async fn log(conn: &mut PgConnection, scope: &impl Scope, transfer: TransferId) -> Result<(), Internal> {
    store::write(conn, scope.reseller(), transfer).await?;
    Ok(())
}
