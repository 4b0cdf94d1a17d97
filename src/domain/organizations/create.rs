//! A customer makes a company and becomes its owner.

use serde_json::json;

use super::{CompanyName, NewOrganization, store};
use crate::{
    backend::Backend,
    domain::{
        accounts::{self, Email},
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        members,
        scope::{Customer, Scope},
    },
    shared::{ids::OrganizationId, permissions::OrganizationRole},
};

/// Companies a person owns at most.
const OWNED_MAX: i64 = 5;

/// A filled-in form.
#[derive(Debug)]
pub struct Create {
    pub name: CompanyName,
    pub billing_email: Email,
    /// The customer followed the link that was mailed to their address.
    pub is_verified: bool,
    pub origin: Origin,
}

/// Why there is no new company.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    #[error("the address is not verified")]
    NotVerified,
    #[error("owns as many companies as one may")]
    TooMany,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(CreateError);

/// The session works in the new company from now on.
pub async fn create(
    backend: &Backend,
    customer: &Customer,
    create: Create,
) -> Result<OrganizationId, CreateError> {
    if !create.is_verified {
        return Err(CreateError::NotVerified);
    }
    let (reseller, user, now) = (customer.reseller(), customer.user(), backend.now());
    let mut tx = backend.begin(customer).await?;
    if members::count_owned(&mut tx, reseller, user).await? >= OWNED_MAX {
        return Err(CreateError::TooMany);
    }
    let id = OrganizationId::new();
    let new = NewOrganization {
        name: create.name.as_str(),
        billing_email: &create.billing_email,
    };
    store::insert(&mut tx, reseller, id, &new, now).await?;
    members::add(&mut tx, reseller, id, user, OrganizationRole::Owner, now).await?;
    accounts::choose_company(&mut tx, customer, id).await?;
    let audit = Audit {
        after: Some(json!({ "name": new.name, "billing_email": new.billing_email.as_str() })),
        company: Some(id),
        ..Audit::of("company.made", id, &create.origin)
    };
    audit::record(&mut tx, customer, now, audit).await?;
    tx.commit().await?;
    Ok(id)
}
