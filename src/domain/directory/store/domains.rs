//! Domains of e-mail addresses.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::shared::ids::{OrganizationId, ResellerId};

/// A domain as it is kept.
pub(in crate::domain::directory) struct Row {
    pub domain: String,
    pub proof: String,
    pub checked_at: Option<DateTime<Utc>>,
    pub verified_at: Option<DateTime<Utc>>,
}

pub(in crate::domain::directory) async fn list(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
) -> Result<Vec<Row>, sqlx::Error> {
    sqlx::query_as!(
        Row,
        "select domain, proof, checked_at, verified_at from organization_email_domains
         where reseller_id = $1 and organization_id = $2 order by domain",
        reseller.uuid(),
        organization.uuid(),
    )
    .fetch_all(conn)
    .await
}

/// Adds it unless it is there; how many there are then.
pub(in crate::domain::directory) async fn add(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    domain: &str,
    proof: &str,
    now: DateTime<Utc>,
) -> Result<i64, sqlx::Error> {
    sqlx::query!(
        "insert into organization_email_domains (reseller_id, organization_id, domain, proof, created_at)
         values ($1, $2, $3, $4, $5) on conflict (reseller_id, organization_id, domain) do nothing",
        reseller.uuid(),
        organization.uuid(),
        domain,
        proof,
        now,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from organization_email_domains
           where reseller_id = $1 and organization_id = $2"#,
        reseller.uuid(),
        organization.uuid(),
    )
    .fetch_one(conn)
    .await
}

/// The one to look at; `None` when there is none or somebody looked after `since`.
pub(in crate::domain::directory) async fn claim_check(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    domain: &str,
    now: DateTime<Utc>,
    since: DateTime<Utc>,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "update organization_email_domains set checked_at = $4
         where reseller_id = $1 and organization_id = $2 and domain = $3
           and (checked_at is null or checked_at <= $5) returning proof",
        reseller.uuid(),
        organization.uuid(),
        domain,
        now,
        since,
    )
    .fetch_optional(conn)
    .await
}

/// False when another company of the shop proved it before.
pub(in crate::domain::directory) async fn set_verified(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    domain: &str,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    sqlx::query!(
        "update organization_email_domains d set verified_at = $4
         where d.reseller_id = $1 and d.organization_id = $2 and d.domain = $3
           and not exists (select from organization_email_domains other
                           where other.reseller_id = $1 and other.organization_id <> $2 and other.domain = $3
                             and other.verified_at is not null)",
        reseller.uuid(),
        organization.uuid(),
        domain,
        now,
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

pub(in crate::domain::directory) async fn is_verified(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    domain: &str,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from organization_email_domains
                          where reseller_id = $1 and organization_id = $2 and domain = $3
                            and verified_at is not null) as "is!""#,
        reseller.uuid(),
        organization.uuid(),
        domain,
    )
    .fetch_one(conn)
    .await
}

pub(in crate::domain::directory) async fn remove(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    domain: &str,
) -> Result<bool, sqlx::Error> {
    sqlx::query!(
        "delete from organization_email_domains where reseller_id = $1 and organization_id = $2 and domain = $3",
        reseller.uuid(),
        organization.uuid(),
        domain,
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}
