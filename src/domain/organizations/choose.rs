//! Somebody who belongs to several companies says which one they work in.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        accounts,
        error::{Internal, with_internal},
        scope::{Customer, Scope},
    },
    shared::ids::OrganizationId,
};

/// Why it is the one it was.
#[derive(Debug, thiserror::Error)]
pub enum ChooseError {
    /// Not one of theirs.
    #[error("no such company")]
    NotFound,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(ChooseError);

/// Kept in the session: another browser of the same person may work in another company.
pub async fn choose(backend: &Backend, customer: &Customer, id: OrganizationId) -> Result<(), ChooseError> {
    let mut tx = backend.begin(customer).await?;
    let own = store::memberships(&mut tx, customer.reseller(), customer.user()).await?;
    let only = accounts::company_of_session(&mut tx, customer).await?;
    let may = only.is_none_or(|only| only == id) && own.iter().any(|company| company.id == id);
    if !may {
        return Err(ChooseError::NotFound);
    }
    accounts::choose_company(&mut tx, customer, id).await?;
    tx.commit().await?;
    Ok(())
}
