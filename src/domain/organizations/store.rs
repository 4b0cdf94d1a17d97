//! The SQL of the organizations room.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{NewOrganization, Organization};
use crate::shared::ids::{OrganizationId, ResellerId};

pub(super) async fn insert(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: OrganizationId,
    new: &NewOrganization<'_>,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into organizations (id, reseller_id, name, billing_email, created_at) values ($1, $2, $3, $4, $5)",
        id.uuid(),
        reseller.uuid(),
        new.name,
        new.billing_email.as_str(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn find(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: OrganizationId,
) -> Result<Option<Organization>, sqlx::Error> {
    sqlx::query_as!(
        Organization,
        r#"select id as "id: OrganizationId", name, billing_email, created_at from organizations
           where reseller_id = $1 and id = $2"#,
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn list(
    conn: &mut PgConnection,
    reseller: ResellerId,
    before: Option<OrganizationId>,
    limit: i64,
) -> Result<Vec<Organization>, sqlx::Error> {
    sqlx::query_as!(
        Organization,
        r#"select id as "id: OrganizationId", name, billing_email, created_at from organizations
           where reseller_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3"#,
        reseller.uuid(),
        before.map(OrganizationId::uuid),
        limit,
    )
    .fetch_all(conn)
    .await
}
