//! Accepts an invitation with the account that has the invited address.

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::PgConnection;

use super::{
    MEMBERS_MAX,
    link::usable,
    roster::Roster,
    store::{
        invitations::{self, Found},
        members,
    },
};
use crate::{
    backend::Backend,
    domain::{
        accounts::{self, LinkToken},
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Customer, Scope},
        teams,
    },
    shared::{
        ids::{ResellerId, UserId},
        permissions::OrganizationRole,
        staff::LinkState,
    },
};

/// Why nobody joined.
#[derive(Debug, thiserror::Error)]
pub enum AcceptError {
    /// Unknown, used, expired or taken back.
    #[error("the link is {0:?}")]
    Link(LinkState),
    /// The invitation is for somebody else.
    #[error("the invitation is for another address")]
    OtherAddress { invited: String },
    #[error("in the company already")]
    AlreadyMember,
    #[error("the company is as large as it may be")]
    TooMany,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(AcceptError);

/// Puts the signed-in account into the company and works in it from now on. The link was mailed to its address, so that
/// is verified.
pub async fn accept(
    backend: &Backend,
    customer: &Customer,
    token: &LinkToken,
    origin: &Origin,
) -> Result<(), AcceptError> {
    let (reseller, user, now) = (customer.reseller(), customer.user(), backend.now());
    let mut tx = backend.begin(customer).await?;
    let found = invitations::by_token(&mut tx, reseller, token).await?;
    let invited = usable(found, now).map_err(AcceptError::Link)?;
    let email = members::address(&mut tx, reseller, user).await?;
    if email != invited.email {
        return Err(AcceptError::OtherAddress {
            invited: invited.email,
        });
    }
    let roster = Roster::lock(&mut tx, reseller, invited.organization).await?;
    // Of two who accept at the same time, the second finds it used.
    let found = invitations::by_token(&mut tx, reseller, token).await?;
    let invited = usable(found, now).map_err(AcceptError::Link)?;
    if roster.place(user).is_some() {
        return Err(AcceptError::AlreadyMember);
    }
    if roster.len() >= MEMBERS_MAX {
        return Err(AcceptError::TooMany);
    }
    accounts::mark_verified(&mut tx, reseller, user, now).await?;
    put_in(&mut tx, reseller, user, &invited, now).await?;
    accounts::choose_company(&mut tx, customer, invited.organization).await?;
    let audit = Audit {
        after: Some(json!({ "role": invited.role })),
        company: Some(invited.organization),
        ..Audit::of("member.joined", user, origin)
    };
    audit::record(&mut tx, customer, now, audit).await?;
    tx.commit().await?;
    Ok(())
}

/// The member, the team they lead, and the end of the invitation, in the caller's transaction.
pub(super) async fn put_in(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
    invited: &Found,
    now: DateTime<Utc>,
) -> Result<(), Internal> {
    let organization = invited.organization;
    members::insert(conn, reseller, organization, user, invited.role, now).await?;
    if let Some(team) = invited.team
        && invited.role == OrganizationRole::Manager
    {
        teams::lead(conn, reseller, organization, team, user).await?;
    }
    invitations::set_accepted(conn, reseller, organization, invited.id, now).await?;
    Ok(())
}
