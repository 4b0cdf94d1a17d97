//! A message was not sent after all.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::store::{self, Whose};
use crate::{
    domain::{error::Internal, scope::Scope},
    shared::ids::OrganizationId,
};

/// Gives back what the message took, in the month it took it, in the caller's transaction. A second time, or for a message
/// that took nothing, nothing happens.
pub async fn give_back(
    conn: &mut PgConnection,
    scope: &impl Scope,
    organization: OrganizationId,
    message: Uuid,
    now: DateTime<Utc>,
) -> Result<(), Internal> {
    let reseller = scope.reseller();
    let Some(taken) = store::set_given_back(conn, reseller, organization, message, now).await? else {
        return Ok(());
    };
    let mut whose = vec![Whose::Company(organization)];
    whose.extend(taken.team.map(Whose::Team));
    whose.push(Whose::Member(taken.member));
    store::add(
        conn,
        reseller,
        organization,
        taken.month,
        &whose,
        -i64::from(taken.segments),
    )
    .await?;
    Ok(())
}
