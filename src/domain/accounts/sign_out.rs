//! Ends the session the request came with.

use super::{EndSessionError, end_session};
use crate::{
    backend::Backend,
    domain::{audit::Origin, error::Internal, scope::Customer},
};

/// Ends this session; doing it twice is fine.
pub async fn sign_out(backend: &Backend, customer: &Customer, origin: &Origin) -> Result<(), Internal> {
    match end_session(backend, customer, customer.session(), origin).await {
        Ok(()) | Err(EndSessionError::NotFound) => Ok(()),
        Err(EndSessionError::Internal(error)) => Err(error),
    }
}
