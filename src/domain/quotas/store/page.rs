//! The month as the page shows it.

use chrono::NaiveDate;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::shared::{
    ids::{OrganizationId, ResellerId, TeamId, UserId},
    quota::{MemberChoice, MemberQuota, QuotaUse, TeamQuota},
};

/// The company's own quota.
pub struct Head {
    pub timezone: String,
    pub company: QuotaUse,
    pub is_overage_allowed: bool,
}

pub async fn head(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    month: NaiveDate,
) -> Result<Head, sqlx::Error> {
    let row = sqlx::query!(
        r#"select o.timezone, p.month_limit as "month_limit?", coalesce(p.is_overage_allowed, false) as "is_overage!",
                  coalesce(u.used, 0) as "used!"
           from organizations o
           left join sms_pools p on p.reseller_id = o.reseller_id and p.organization_id = o.id
           left join sms_used u on u.reseller_id = o.reseller_id and u.organization_id = o.id and u.month = $3
                and u.whose = 'company'
           where o.reseller_id = $1 and o.id = $2"#,
        reseller.uuid(),
        organization.uuid(),
        month,
    )
    .fetch_one(conn)
    .await?;
    Ok(Head {
        timezone: row.timezone,
        company: QuotaUse {
            used: row.used,
            limit: row.month_limit,
        },
        is_overage_allowed: row.is_overage,
    })
}

/// Those with a limit or with messages this month, most first.
pub async fn teams(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    month: NaiveDate,
    only: Option<&[TeamId]>,
) -> Result<Vec<TeamQuota>, sqlx::Error> {
    let only: Option<Vec<Uuid>> = only.map(|teams| teams.iter().map(|team| team.uuid()).collect());
    let rows = sqlx::query!(
        r#"select t.id as "id: TeamId", t.name, l.month_limit as "month_limit?", coalesce(u.used, 0) as "used!"
           from teams t
           left join sms_team_limits l on l.reseller_id = t.reseller_id and l.organization_id = t.organization_id
                and l.team_id = t.id
           left join sms_used u on u.reseller_id = t.reseller_id and u.organization_id = t.organization_id
                and u.month = $3 and u.whose = 'team' and u.whose_id = t.id
           where t.reseller_id = $1 and t.organization_id = $2 and ($4::uuid[] is null or t.id = any($4))
             and (l.team_id is not null or u.used > 0)
           order by coalesce(u.used, 0) desc, t.name_key limit 50"#,
        reseller.uuid(),
        organization.uuid(),
        month,
        only.as_deref(),
    )
    .fetch_all(conn)
    .await?;
    let quota = |used, limit| QuotaUse { used, limit };
    Ok(rows
        .into_iter()
        .map(|row| TeamQuota {
            id: row.id,
            name: row.name,
            quota: quota(row.used, row.month_limit),
        })
        .collect())
}

/// Those with a limit or with messages this month, also of who left, most first.
pub async fn members(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    month: NaiveDate,
    only: Option<UserId>,
) -> Result<Vec<MemberQuota>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select u.id as "id: UserId", u.email, m.user_id is null as "has_left!", l.month_limit as "month_limit?",
                  coalesce(c.used, 0) as "used!"
           from (select user_id as id from sms_member_limits where reseller_id = $1 and organization_id = $2
                 union
                 select whose_id from sms_used where reseller_id = $1 and organization_id = $2 and month = $3
                    and whose = 'member' and used > 0) one
           join users u on u.reseller_id = $1 and u.id = one.id
           left join organization_members m on m.reseller_id = $1 and m.organization_id = $2 and m.user_id = one.id
           left join sms_member_limits l on l.reseller_id = $1 and l.organization_id = $2 and l.user_id = one.id
           left join sms_used c on c.reseller_id = $1 and c.organization_id = $2 and c.month = $3
                and c.whose = 'member' and c.whose_id = one.id
           where $4::uuid is null or one.id = $4
           order by coalesce(c.used, 0) desc, u.email limit 50"#,
        reseller.uuid(),
        organization.uuid(),
        month,
        only.map(UserId::uuid),
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| MemberQuota {
            id: row.id,
            name: row.email,
            has_left: row.has_left,
            quota: QuotaUse {
                used: row.used,
                limit: row.month_limit,
            },
        })
        .collect())
}

/// Everybody in the company, by address; at most as many as a company has members.
pub async fn choices(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
) -> Result<Vec<MemberChoice>, sqlx::Error> {
    sqlx::query_as!(
        MemberChoice,
        r#"select u.id as "id: UserId", u.email as name
           from organization_members m join users u on u.reseller_id = m.reseller_id and u.id = m.user_id
           where m.reseller_id = $1 and m.organization_id = $2 order by u.email limit 500"#,
        reseller.uuid(),
        organization.uuid(),
    )
    .fetch_all(conn)
    .await
}
