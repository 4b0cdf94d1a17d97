//! Puts somebody into a company whom its own sign-in or directory named.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{MEMBERS_MAX, roster::Roster, store::members};
use crate::{
    domain::error::{Internal, with_internal},
    shared::{
        ids::{OrganizationId, ResellerId, UserId},
        permissions::OrganizationRole,
    },
};

/// Why nobody joined.
#[derive(Debug, thiserror::Error)]
pub enum AdmitError {
    #[error("the company is as large as it may be")]
    TooMany,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(AdmitError);

/// What somebody is in a company.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub role: OrganizationRole,
    pub is_active: bool,
}

/// What the user is in the company, held until the transaction ends; `None` for somebody who does not belong to it.
pub async fn standing(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    user: UserId,
) -> Result<Option<Standing>, Internal> {
    let roster = Roster::lock(conn, reseller, organization).await?;
    Ok(roster.place(user).map(|place| Standing {
        role: place.role,
        is_active: place.is_active,
    }))
}

/// In the caller's transaction, who knows that this person is the company's and no member yet.
pub async fn admit(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    user: UserId,
    role: OrganizationRole,
    now: DateTime<Utc>,
) -> Result<(), AdmitError> {
    if Roster::lock(conn, reseller, organization).await?.len() >= MEMBERS_MAX {
        return Err(AdmitError::TooMany);
    }
    members::insert(conn, reseller, organization, user, role, now).await?;
    Ok(())
}
