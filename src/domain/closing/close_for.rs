//! The reseller closes a customer's account.

use super::close::{CloseError, Closed, close_user};
use crate::{backend::Backend, domain::scope::Manages, shared::ids::UserId};

/// Closes it; see `close`.
pub async fn close_for(backend: &Backend, scope: &impl Manages, user: UserId) -> Result<Closed, CloseError> {
    close_user(backend, scope, user).await
}
