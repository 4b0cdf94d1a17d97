//! What vendors say of lines.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    providers::lines::LineUsage,
    shared::ids::{LineId, OrganizationId, ResellerId},
};

/// The vendor's word and its id of the line.
pub async fn vendor(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    line: LineId,
) -> Result<Option<(String, String)>, sqlx::Error> {
    let row = sqlx::query!(
        "select provider, provider_line_id from lines where reseller_id = $1 and organization_id = $2 and id = $3",
        reseller.uuid(),
        organization.uuid(),
        line.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.provider, row.provider_line_id)))
}

/// State and dates of a line that is neither stopped by us nor ended.
pub async fn set(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    line: LineId,
    told: &LineUsage,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update lines set state = $4, activated_at = coalesce(activated_at, $5), expires_at = coalesce($6, expires_at),
                ended_at = case when $7 then $8::timestamptz end
         where reseller_id = $1 and organization_id = $2 and id = $3 and suspended_for is null and ended_at is null",
        reseller.uuid(),
        organization.uuid(),
        line.uuid(),
        told.state.as_str(),
        told.activated_at,
        told.expires_at,
        told.state.is_over(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}
