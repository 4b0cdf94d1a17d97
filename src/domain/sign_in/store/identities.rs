//! Who somebody is at the company's provider.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::shared::ids::{OrganizationId, ResellerId, UserId};

/// The member with this identity.
pub(in crate::domain::sign_in) async fn find(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    issuer: &str,
    subject: &str,
) -> Result<Option<UserId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select user_id as "user: UserId" from organization_identities
           where reseller_id = $1 and organization_id = $2 and issuer = $3 and subject = $4"#,
        reseller.uuid(),
        organization.uuid(),
        issuer,
        subject,
    )
    .fetch_optional(conn)
    .await
}

/// Somebody known came again.
pub(in crate::domain::sign_in) async fn seen(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update organization_identities set last_seen_at = $4
         where reseller_id = $1 and organization_id = $2 and user_id = $3",
        reseller.uuid(),
        organization.uuid(),
        user.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Ties a member to an identity; false when they are tied to another one of the same provider.
pub(in crate::domain::sign_in) async fn link(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    user: UserId,
    issuer: &str,
    subject: &str,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    sqlx::query!(
        "insert into organization_identities
             (reseller_id, organization_id, issuer, subject, user_id, created_at, last_seen_at)
         values ($1, $2, $3, $4, $5, $6, $6)
         on conflict (reseller_id, organization_id, user_id) do update set
             issuer = excluded.issuer, subject = excluded.subject, created_at = excluded.created_at,
             last_seen_at = excluded.last_seen_at
         where organization_identities.issuer <> excluded.issuer",
        reseller.uuid(),
        organization.uuid(),
        issuer,
        subject,
        user.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}
