//! The SQL of the organizations room.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{NewOrganization, Organization};
use crate::{
    domain::error::Internal,
    shared::{
        company::{ClientRow, Headcount, Membership, PlanTier, SettingsView},
        ids::{OrganizationId, ResellerId, TeamId, UserId},
        line::LeaverLines,
        permissions::OrganizationRole,
    },
};

pub(super) async fn insert(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: OrganizationId,
    new: &NewOrganization<'_>,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into organizations (id, reseller_id, name, billing_email, timezone, created_at)
         select $1, r.id, $3, $4, r.timezone, $5 from resellers r where r.id = $2",
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

/// Whether the company is open to changes.
pub(super) async fn is_open(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: OrganizationId,
) -> Result<Option<bool>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select state = 'active' as "is_open!" from organizations where reseller_id = $1 and id = $2"#,
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await
}

/// The companies somebody is an active member of.
pub(super) async fn memberships(
    conn: &mut PgConnection,
    reseller: ResellerId,
    user: UserId,
) -> Result<Vec<Membership>, Internal> {
    let rows = sqlx::query!(
        r#"select o.id as "id: OrganizationId", o.name, m.role, o.state = 'active' as "is_open!"
           from organization_members m
           join organizations o on o.reseller_id = m.reseller_id and o.id = m.organization_id
           where m.reseller_id = $1 and m.user_id = $2 and m.state = 'active' order by lower(o.name), o.id"#,
        reseller.uuid(),
        user.uuid(),
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Membership {
                id: row.id,
                name: row.name,
                role: OrganizationRole::parse(&row.role)
                    .ok_or_else(|| Internal::broken("unknown role in a company"))?,
                is_open: row.is_open,
            })
        })
        .collect()
}

/// How many there are; of these teams alone, or of the whole company.
pub(super) async fn headcount(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: OrganizationId,
    teams: Option<&[TeamId]>,
    now: DateTime<Utc>,
) -> Result<Headcount, sqlx::Error> {
    let teams: Option<Vec<uuid::Uuid>> = teams.map(|teams| teams.iter().map(|team| team.uuid()).collect());
    sqlx::query_as!(
        Headcount,
        r#"with day as (select ($4::timestamptz at time zone timezone)::date as today from organizations
                        where reseller_id = $1 and id = $2)
           select count(*) filter (where e.ends_on is null or e.ends_on >= day.today) as "employees!",
                  count(*) filter (where e.starts_on > day.today) as "planned!",
                  count(*) filter (where e.ends_on >= day.today) as "leaving!",
                  (select count(*) from teams t where t.reseller_id = $1 and t.organization_id = $2
                   and ($3::uuid[] is null or t.id = any($3))) as "teams!",
                  (select count(*) from organization_members m where m.reseller_id = $1 and m.organization_id = $2
                   and m.state = 'active') as "members!"
           from day left join employees e on e.reseller_id = $1 and e.organization_id = $2
                and ($3::uuid[] is null or e.team_id = any($3))"#,
        reseller.uuid(),
        id.uuid(),
        teams.as_deref(),
        now,
    )
    .fetch_one(conn)
    .await
}

fn plan(text: &str) -> Result<PlanTier, Internal> {
    PlanTier::parse(text).ok_or_else(|| Internal::broken("unknown plan of a company"))
}

pub(super) async fn settings(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: OrganizationId,
) -> Result<SettingsView, Internal> {
    let row = sqlx::query!(
        "select name, billing_email, timezone, leaver_lines, plan_tier from organizations
         where reseller_id = $1 and id = $2",
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_one(conn)
    .await?;
    Ok(SettingsView {
        name: row.name,
        billing_email: row.billing_email,
        timezone: row.timezone,
        leaver_lines: LeaverLines::parse(&row.leaver_lines)
            .ok_or_else(|| Internal::broken("a company with an unknown rule for leavers"))?,
        plan: plan(&row.plan_tier)?,
        may_edit: false,
    })
}

pub(super) async fn timezone_exists(conn: &mut PgConnection, name: &str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from pg_timezone_names where name = $1) as "is!""#,
        name,
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn save(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: OrganizationId,
    name: &str,
    billing_email: &str,
    timezone: &str,
    leaver_lines: LeaverLines,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update organizations set name = $3, billing_email = $4, timezone = $5, leaver_lines = $6
         where reseller_id = $1 and id = $2",
        reseller.uuid(),
        id.uuid(),
        name,
        billing_email,
        timezone,
        leaver_lines.as_str(),
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Newest first, or the one.
pub(super) async fn clients(
    conn: &mut PgConnection,
    reseller: ResellerId,
    only: Option<OrganizationId>,
    before: Option<OrganizationId>,
    limit: i64,
) -> Result<Vec<ClientRow>, Internal> {
    let rows = sqlx::query!(
        r#"select o.id as "id: OrganizationId", o.name, o.billing_email, o.plan_tier, o.timezone,
                  o.state = 'active' as "is_active!", o.created_at,
                  (select count(*) from organization_members m
                   where m.reseller_id = o.reseller_id and m.organization_id = o.id) as "members!",
                  (select count(*) from employees e
                   where e.reseller_id = o.reseller_id and e.organization_id = o.id) as "employees!"
           from organizations o
           where o.reseller_id = $1 and ($2::uuid is null or o.id = $2) and ($3::uuid is null or o.id < $3)
           order by o.id desc limit $4"#,
        reseller.uuid(),
        only.map(OrganizationId::uuid),
        before.map(OrganizationId::uuid),
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(ClientRow {
                id: row.id,
                name: row.name,
                billing_email: row.billing_email,
                plan: plan(&row.plan_tier)?,
                timezone: row.timezone,
                is_active: row.is_active,
                members: row.members,
                employees: row.employees,
                created_at: row.created_at,
            })
        })
        .collect()
}

/// Addresses of the owners, and of whoever is invited to become one.
pub(super) async fn owners(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: OrganizationId,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select u.email as "email!" from organization_members m
           join users u on u.reseller_id = m.reseller_id and u.id = m.user_id
           where m.reseller_id = $1 and m.organization_id = $2 and m.role = 'owner'
           union all
           select i.email || ' (invited)' from organization_invitations i
           where i.reseller_id = $1 and i.organization_id = $2 and i.role = 'owner' and i.accepted_at is null
             and i.revoked_at is null
           order by 1 limit 20"#,
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_all(conn)
    .await
}

/// Plan and state, held until the transaction ends.
pub(super) async fn lock_state(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: OrganizationId,
) -> Result<Option<(String, bool)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select plan_tier, state = 'active' as "is_active!" from organizations
           where reseller_id = $1 and id = $2 for no key update"#,
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.plan_tier, row.is_active)))
}

/// Who collects customers' money at this shop.
pub(super) async fn settlement_mode(
    conn: &mut PgConnection,
    reseller: ResellerId,
) -> Result<String, sqlx::Error> {
    sqlx::query_scalar!(
        "select settlement_mode from resellers where id = $1",
        reseller.uuid()
    )
    .fetch_one(conn)
    .await
}

pub(super) async fn set_state(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: OrganizationId,
    plan: PlanTier,
    is_active: bool,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update organizations set plan_tier = $3, state = $4 where reseller_id = $1 and id = $2",
        reseller.uuid(),
        id.uuid(),
        plan.as_str(),
        if is_active { "active" } else { "deactivated" },
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Moments in a time zone.
pub(super) async fn local_times(
    conn: &mut PgConnection,
    zone: &str,
    times: &[DateTime<Utc>],
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select to_char(t.at at time zone $1, 'YYYY-MM-DD HH24:MI:SS') as "shown!"
           from unnest($2::timestamptz[]) with ordinality t(at, n) order by t.n"#,
        zone,
        times,
    )
    .fetch_all(conn)
    .await
}
