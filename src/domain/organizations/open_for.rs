//! The shop's staff set a company up for somebody.

use serde_json::json;

use super::{CompanyName, NewOrganization, store};
use crate::{
    backend::Backend,
    domain::{
        accounts::Email,
        audit::{self, Audit, Origin},
        error::Internal,
        members,
        scope::{Scope, Staff},
    },
    shared::ids::OrganizationId,
};

/// A filled-in form.
#[derive(Debug)]
pub struct OpenFor {
    pub name: CompanyName,
    pub billing_email: Email,
    /// Is mailed a link to become the owner, with an account of the shop or a new one.
    pub owner: Email,
    /// Host the staff are on.
    pub host: String,
    pub origin: Origin,
}

/// The company; it has no member until the owner accepts.
pub async fn open_for(backend: &Backend, staff: &Staff, open: OpenFor) -> Result<OrganizationId, Internal> {
    let (reseller, now, id) = (staff.reseller(), backend.now(), OrganizationId::new());
    let mut tx = backend.begin(staff).await?;
    let new = NewOrganization {
        name: open.name.as_str(),
        billing_email: &open.billing_email,
    };
    store::insert(&mut tx, reseller, id, &new, now).await?;
    members::invite_owner(&mut tx, backend, staff, id, &open.owner, &open.host).await?;
    let audit = Audit {
        after: Some(
            json!({ "name": new.name, "billing_email": new.billing_email.as_str(),
                            "owner": open.owner.as_str() }),
        ),
        company: Some(id),
        ..Audit::of("company.opened", id, &open.origin)
    };
    audit::record(&mut tx, staff, now, audit).await?;
    tx.commit().await?;
    Ok(id)
}
