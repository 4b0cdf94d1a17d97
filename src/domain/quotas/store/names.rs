//! Names for people.

use sqlx::PgConnection;

use super::Whose;
use crate::shared::ids::{OrganizationId, ResellerId};

/// Of the team, or the member's address; empty for the company itself.
pub async fn name(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    whose: Whose,
) -> Result<String, sqlx::Error> {
    let found = sqlx::query_scalar!(
        "select case $3::text
                    when 'team' then (select t.name from teams t
                        where t.reseller_id = $1 and t.organization_id = $2 and t.id = $4::uuid)
                    when 'member' then (select u.email from users u where u.reseller_id = $1 and u.id = $4::uuid)
                end",
        reseller.uuid(),
        organization.uuid(),
        whose.word(),
        whose.id(),
    )
    .fetch_one(conn)
    .await?;
    Ok(found.unwrap_or_default())
}
