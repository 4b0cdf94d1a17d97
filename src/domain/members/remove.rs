//! Takes a member out of the company; what they led goes to somebody who is named.

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::PgConnection;

use super::{
    roster::{Roster, allowed},
    store::{invitations, members},
};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        numbers,
        scope::{Member, Scope, WorksIn},
        teams,
    },
    shared::{
        ids::{OrganizationId, ResellerId, UserId},
        permissions::{OrganizationMay, OrganizationRole},
    },
};

/// A filled-in form.
#[derive(Debug)]
pub struct Remove {
    pub member: UserId,
    /// Who leads the teams the member led.
    pub successor: Option<UserId>,
    pub origin: Origin,
}

/// Why the member is still there.
#[derive(Debug, thiserror::Error)]
pub enum RemoveError {
    /// Whoever asked lost the right meanwhile.
    #[error("may not manage members")]
    NotAllowed,
    #[error("no such member")]
    NotFound,
    /// Leaving is another verb.
    #[error("oneself")]
    Oneself,
    /// The member is above whoever asked.
    #[error("above oneself")]
    TooHigh,
    #[error("the last owner")]
    LastOwner,
    /// The member leads teams, and nobody is named who takes them over.
    #[error("a successor is needed")]
    SuccessorNeeded { teams: Vec<String> },
    /// The one who is named is no active manager, the leaver, or not in the company.
    #[error("nobody who could lead teams")]
    NoSuccessor,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(RemoveError);

/// The person's account in the shop stays; the company is closed to it from the next request on.
pub async fn remove(backend: &Backend, member: &Member, remove: Remove) -> Result<(), RemoveError> {
    let (reseller, organization, now) = (member.reseller(), member.organization(), backend.now());
    let mut tx = backend.begin(member).await?;
    let (roster, own) = allowed(&mut tx, member, OrganizationMay::ManageMembers)
        .await?
        .ok_or(RemoveError::NotAllowed)?;
    let place = roster.place(remove.member).ok_or(RemoveError::NotFound)?;
    if remove.member == member.user() {
        return Err(RemoveError::Oneself);
    }
    if !own.may_appoint(place.role) {
        return Err(RemoveError::TooHigh);
    }
    if roster.is_last_owner(remove.member) {
        return Err(RemoveError::LastOwner);
    }
    let led = teams::led_by(&mut tx, reseller, organization, remove.member).await?;
    let successor = match (led.is_empty(), remove.successor) {
        (true, _) => None,
        (false, None) => return Err(RemoveError::SuccessorNeeded { teams: led }),
        (false, Some(successor)) => Some(
            Some(successor)
                .filter(|one| *one != remove.member && can_lead(&roster, *one))
                .ok_or(RemoveError::NoSuccessor)?,
        ),
    };
    let freed = take_out(&mut tx, reseller, organization, remove.member, successor, now).await?;
    let audit = Audit {
        before: Some(json!({ "role": place.role, "teams": led.join(", "), "numbers": freed.join(", ") })),
        after: successor.map(|successor| json!({ "teams_go_to": successor })),
        ..Audit::of("member.removed", remove.member, &remove.origin)
    };
    audit::record(&mut tx, member, now, audit).await?;
    tx.commit().await?;
    Ok(())
}

/// Managers lead teams, and nobody else.
fn can_lead(roster: &Roster, user: UserId) -> bool {
    roster.acting_role(user) == Some(OrganizationRole::Manager)
}

/// Ends the membership and what hangs on it, in the caller's transaction. Teams go to `successor`; the company's numbers
/// that were given to the member are free again, and which they were is returned.
pub(super) async fn take_out(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    user: UserId,
    successor: Option<UserId>,
    now: DateTime<Utc>,
) -> Result<Vec<String>, Internal> {
    let freed = numbers::free_of_member(conn, reseller, organization, user).await?;
    teams::hand_on(conn, reseller, organization, user, successor).await?;
    invitations::revoke_of(conn, reseller, organization, user, now).await?;
    members::delete(conn, reseller, organization, user).await?;
    Ok(freed)
}
