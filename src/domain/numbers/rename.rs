//! The customer's own name for a number.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        scope::Buys,
    },
    shared::ids::NumberId,
};

/// Why it kept its name.
#[derive(Debug, thiserror::Error)]
pub enum RenameError {
    #[error("a label has at most 60 characters")]
    TooLong,
    #[error("no such number")]
    NotFound,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(RenameError);

/// Names it; an empty label removes the name.
pub async fn rename(
    backend: &Backend,
    customer: &impl Buys,
    id: NumberId,
    label: &str,
) -> Result<(), RenameError> {
    let label = label.trim();
    if label.chars().count() > 60 {
        return Err(RenameError::TooLong);
    }
    let mut tx = backend.begin(customer).await?;
    let found = store::set_label(&mut tx, customer, id, label).await?;
    tx.commit().await?;
    if found { Ok(()) } else { Err(RenameError::NotFound) }
}
