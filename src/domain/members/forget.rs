//! Somebody closes their account.

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::PgConnection;

use super::{remove::take_out, roster::Roster, store::members};
use crate::{
    domain::{
        audit::{self, Audit},
        error::{Internal, with_internal},
        scope::Scope,
    },
    shared::ids::UserId,
};

/// Why the account has to stay.
#[derive(Debug, thiserror::Error)]
pub enum ForgetError {
    /// Of this company.
    #[error("the last owner of {0}")]
    LastOwner(String),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(ForgetError);

/// Ends the user's places in every company, in the caller's transaction. What they led is led by nobody until an owner
/// names somebody.
pub async fn forget(
    conn: &mut PgConnection,
    scope: &impl Scope,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<(), ForgetError> {
    let reseller = scope.reseller();
    for (organization, name) in members::companies_of(conn, reseller, user).await? {
        let roster = Roster::lock(conn, reseller, organization).await?;
        if roster.is_last_owner(user) {
            return Err(ForgetError::LastOwner(name));
        }
        let freed = take_out(conn, reseller, organization, user, None, now).await?;
        let audit = Audit {
            action: "member.left",
            entity: user.to_string(),
            before: Some(json!({ "numbers": freed.join(", ") })),
            company: Some(organization),
            ..Audit::default()
        };
        audit::record(conn, scope, now, audit).await?;
    }
    Ok(())
}
