//! Accepts an invitation with the account that has the invited address.

use serde_json::json;

use super::{
    MEMBERS_MAX,
    link::usable,
    roster::Roster,
    store::{invitations, members},
};
use crate::{
    backend::Backend,
    domain::{
        accounts::{self, LinkToken},
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Customer, Scope},
    },
    shared::staff::LinkState,
};

/// Why nobody joined.
#[derive(Debug, thiserror::Error)]
pub enum AcceptError {
    /// Unknown, used, expired or revoked.
    #[error("the link is {0:?}")]
    Link(LinkState),
    /// The invitation is for somebody else.
    #[error("the invitation is for another address")]
    OtherAddress { invited: String },
    #[error("on the staff already")]
    AlreadyStaff,
    #[error("the staff is as large as it may be")]
    TooMany,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(AcceptError);

/// Puts the signed-in account on the staff. The link was mailed to its address, so that is verified.
pub async fn accept(
    backend: &Backend,
    customer: &Customer,
    token: &LinkToken,
    origin: &Origin,
) -> Result<(), AcceptError> {
    let (reseller, user, now) = (customer.reseller(), customer.user(), backend.now());
    let mut tx = backend.begin(customer).await?;
    let roster = Roster::lock(&mut tx, reseller).await?;
    let found = invitations::by_token(&mut tx, reseller, token).await?;
    let invited = usable(found, now).map_err(AcceptError::Link)?;
    let (email, is_member) = members::address(&mut tx, reseller, user).await?;
    if email != invited.email {
        return Err(AcceptError::OtherAddress {
            invited: invited.email,
        });
    }
    if is_member {
        return Err(AcceptError::AlreadyStaff);
    }
    if roster.len() >= MEMBERS_MAX {
        return Err(AcceptError::TooMany);
    }
    accounts::set_staff(&mut tx, reseller, user, true, now).await?;
    members::insert(&mut tx, reseller, user, invited.role, now).await?;
    invitations::set_accepted(&mut tx, reseller, invited.id, now).await?;
    let audit = Audit {
        after: Some(json!({ "role": invited.role })),
        ..Audit::of("staff.joined", user, origin)
    };
    audit::record(&mut tx, customer, now, audit).await?;
    tx.commit().await?;
    Ok(())
}
