//! What is allowed.

use sqlx::PgConnection;

use crate::shared::ids::{OrganizationId, ResellerId, TeamId, UserId};

pub async fn is_overage_allowed(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
) -> Result<bool, sqlx::Error> {
    Ok(pool(conn, reseller, organization).await?.1)
}

/// The company's limit, and whether messages above a limit are sent all the same.
pub async fn pool(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
) -> Result<(Option<i64>, bool), sqlx::Error> {
    let row = sqlx::query!(
        "select month_limit, is_overage_allowed from sms_pools where reseller_id = $1 and organization_id = $2",
        reseller.uuid(),
        organization.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map_or((None, false), |row| (row.month_limit, row.is_overage_allowed)))
}

pub async fn set_pool(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    limit: Option<i64>,
    is_overage_allowed: bool,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into sms_pools (reseller_id, organization_id, month_limit, is_overage_allowed) values ($1, $2, $3, $4)
         on conflict (reseller_id, organization_id)
         do update set month_limit = excluded.month_limit, is_overage_allowed = excluded.is_overage_allowed",
        reseller.uuid(),
        organization.uuid(),
        limit,
        is_overage_allowed,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// A team's name and limit.
pub async fn team(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    team: TeamId,
) -> Result<Option<(String, Option<i64>)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select t.name, l.month_limit as "month_limit?"
           from teams t left join sms_team_limits l
                on l.reseller_id = t.reseller_id and l.organization_id = t.organization_id and l.team_id = t.id
           where t.reseller_id = $1 and t.organization_id = $2 and t.id = $3"#,
        reseller.uuid(),
        organization.uuid(),
        team.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.name, row.month_limit)))
}

pub async fn set_team(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    team: TeamId,
    limit: Option<i64>,
) -> Result<(), sqlx::Error> {
    let done = match limit {
        Some(limit) => {
            sqlx::query!(
                "insert into sms_team_limits (reseller_id, organization_id, team_id, month_limit) values ($1, $2, $3, $4)
                 on conflict (reseller_id, organization_id, team_id) do update set month_limit = excluded.month_limit",
                reseller.uuid(),
                organization.uuid(),
                team.uuid(),
                limit,
            )
            .execute(conn)
            .await
        }
        None => {
            sqlx::query!(
                "delete from sms_team_limits where reseller_id = $1 and organization_id = $2 and team_id = $3",
                reseller.uuid(),
                organization.uuid(),
                team.uuid(),
            )
            .execute(conn)
            .await
        }
    };
    done.map(drop)
}

/// A member's limit; the outer `None` for somebody who is not in the company.
pub async fn member(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    member: UserId,
) -> Result<Option<Option<i64>>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select l.month_limit as "month_limit?"
           from organization_members m left join sms_member_limits l
                on l.reseller_id = m.reseller_id and l.organization_id = m.organization_id and l.user_id = m.user_id
           where m.reseller_id = $1 and m.organization_id = $2 and m.user_id = $3"#,
        reseller.uuid(),
        organization.uuid(),
        member.uuid(),
    )
    .fetch_optional(conn)
    .await
}

pub async fn set_member(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    member: UserId,
    limit: Option<i64>,
) -> Result<(), sqlx::Error> {
    let done = match limit {
        Some(limit) => {
            sqlx::query!(
                "insert into sms_member_limits (reseller_id, organization_id, user_id, month_limit)
                 values ($1, $2, $3, $4)
                 on conflict (reseller_id, organization_id, user_id) do update set month_limit = excluded.month_limit",
                reseller.uuid(),
                organization.uuid(),
                member.uuid(),
                limit,
            )
            .execute(conn)
            .await
        }
        None => {
            sqlx::query!(
                "delete from sms_member_limits where reseller_id = $1 and organization_id = $2 and user_id = $3",
                reseller.uuid(),
                organization.uuid(),
                member.uuid(),
            )
            .execute(conn)
            .await
        }
    };
    done.map(drop)
}
