//! Ends all sessions of the customer.

use super::session;
use crate::{
    backend::Backend,
    domain::{audit::Origin, error::Internal, scope::Customer},
};

/// Ends all sessions, this one too.
pub async fn sign_out_everywhere(
    backend: &Backend,
    customer: &Customer,
    origin: &Origin,
) -> Result<(), Internal> {
    let mut tx = backend.begin(customer).await?;
    session::end_others(&mut tx, customer, customer.user(), None, origin, backend.now()).await?;
    tx.commit().await?;
    Ok(())
}
