//! Keeps a member out, or lets them in again, because the company's directory says so.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{
    roster::Roster,
    store::{invitations, members},
};
use crate::{
    domain::error::{Internal, with_internal},
    shared::ids::{OrganizationId, ResellerId, UserId},
};

/// Why the member is as they were.
#[derive(Debug, thiserror::Error)]
pub enum SwitchError {
    #[error("no such member")]
    NotFound,
    /// The way in when the directory is wrong.
    #[error("the last owner")]
    LastOwner,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SwitchError);

/// In the caller's transaction; whether that changed anything. Role and teams stay, for when they come back.
pub async fn switch(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    user: UserId,
    is_active: bool,
    now: DateTime<Utc>,
) -> Result<bool, SwitchError> {
    let roster = Roster::lock(conn, reseller, organization).await?;
    let place = roster.place(user).ok_or(SwitchError::NotFound)?;
    if place.is_active == is_active {
        return Ok(false);
    }
    if !is_active && roster.is_last_owner(user) {
        return Err(SwitchError::LastOwner);
    }
    members::set_active(conn, reseller, organization, user, is_active).await?;
    if !is_active {
        invitations::revoke_of(conn, reseller, organization, user, now).await?;
    }
    Ok(true)
}
