//! Whose session cookie it is.

use chrono::TimeDelta;

use super::{Entry, Role, SessionToken, SignedInUser, session, store::sessions};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Customer, Member, Scope, Staff, Visitor},
    },
    shared::permissions::{OrganizationRole, StaffRole},
};

/// How exact "last seen" is: a write per page would cost more than it tells.
const SEEN_EVERY: TimeDelta = TimeDelta::minutes(5);

/// The signed-in user, when the cookie is a session of this shop that has not ended. Using it keeps it alive.
pub async fn find_session(
    backend: &Backend,
    visitor: &Visitor,
    token: &SessionToken,
) -> Result<Option<SignedInUser>, Internal> {
    let (reseller, now) = (visitor.reseller(), backend.now());
    let mut tx = backend.begin(visitor).await?;
    let Some(found) = sessions::find(&mut tx, reseller, token, now).await? else {
        return Ok(None);
    };
    if now - found.last_seen_at >= SEEN_EVERY {
        sessions::touch(
            &mut tx,
            reseller,
            found.id,
            now,
            session::end_of(found.created_at, now),
        )
        .await?;
    }
    tx.commit().await?;
    let role = Role::parse(&found.role).ok_or_else(|| Internal::broken("unknown role"))?;
    // A company's provider says who somebody is in the company, not who runs the shop or the platform.
    let role = if found.is_of_company { Role::User } else { role };
    let name = if found.first_name.is_empty() {
        found.email.split('@').next().unwrap_or_default().to_owned()
    } else {
        found.first_name
    };
    let staff_role = found
        .staff_role
        .map(|text| StaffRole::parse(&text).ok_or_else(|| Internal::broken("unknown staff role")))
        .transpose()?;
    let entry = found
        .operator_name
        .zip(found.entry_expires_at)
        .map(|(operator_name, expires_at)| Entry {
            operator_name,
            expires_at,
        });
    let member = match (found.organization, found.company_role) {
        (Some(organization), Some(role)) => {
            let role = OrganizationRole::parse(&role)
                .ok_or_else(|| Internal::broken("unknown role in a company"))?;
            let teams = found.teams.unwrap_or_default();
            let is_open = found.company_is_open == Some(true);
            Some(Member::of(
                reseller,
                organization,
                found.user,
                role,
                teams,
                is_open,
            ))
        }
        _ => None,
    };
    let customer = Customer::of(reseller, found.user, found.id);
    Ok(Some(SignedInUser {
        customer,
        email: found.email,
        name,
        is_verified: found.is_verified,
        role,
        staff: staff_role.map(|role| Staff::of(reseller, found.user, role, found.entered_by)),
        member,
        entry,
    }))
}
