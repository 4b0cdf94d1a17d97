//! Warnings and who reads them.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use super::Whose;
use crate::shared::ids::{OrganizationId, ResellerId, UserId};

/// False when it was given before.
pub async fn insert_warning(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    month: NaiveDate,
    whose: Whose,
    percent: i32,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    sqlx::query!(
        "insert into sms_warnings (reseller_id, organization_id, month, whose, whose_id, percent, at)
         values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
        reseller.uuid(),
        organization.uuid(),
        month,
        whose.word(),
        whose.id(),
        percent,
        now,
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Of the company, and of the team or member it is about.
pub async fn names(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    whose: Whose,
) -> Result<(String, String), sqlx::Error> {
    let row = sqlx::query!(
        r#"select o.name as company,
                  case $3::text
                      when 'team' then (select t.name from teams t
                          where t.reseller_id = $1 and t.organization_id = $2 and t.id = $4::uuid)
                      when 'member' then (select u.email from users u where u.reseller_id = $1 and u.id = $4::uuid)
                  end as whose
           from organizations o where o.reseller_id = $1 and o.id = $2"#,
        reseller.uuid(),
        organization.uuid(),
        whose.word(),
        whose.id(),
    )
    .fetch_one(conn)
    .await?;
    Ok((row.company, row.whose.unwrap_or_default()))
}

/// Active owners and finance.
pub async fn readers(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
) -> Result<Vec<UserId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select user_id as "user: UserId" from organization_members
           where reseller_id = $1 and organization_id = $2 and state = 'active' and role in ('owner', 'finance')
           order by user_id"#,
        reseller.uuid(),
        organization.uuid(),
    )
    .fetch_all(conn)
    .await
}
