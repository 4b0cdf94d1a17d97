//! Numbers of companies: whose they are, who may use them, what their use counts for.

use sqlx::PgConnection;
use uuid::Uuid;

use super::NumberRow;
use crate::{
    domain::{
        error::Internal,
        numbers::company_use::CompanyUse,
        scope::{Desk, Scope},
    },
    shared::{
        company_number::CompanyNumber,
        ids::{EmployeeId, NumberId, OrderId, OrganizationId, ResellerId, TeamId, UserId},
    },
};

/// A number as far as the reach of a member goes.
pub(in crate::domain::numbers) struct Shared {
    pub id: Uuid,
    pub member: Option<UserId>,
    pub team: Option<TeamId>,
    pub is_for_all: bool,
}

/// Those that are given to somebody: to a member, a team, or everybody.
pub(in crate::domain::numbers) async fn shared(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
) -> Result<Vec<Shared>, sqlx::Error> {
    sqlx::query_as!(
        Shared,
        r#"select id, member_id as "member: UserId", team_id as "team: TeamId", is_for_all from virtual_numbers
           where reseller_id = $1 and owner_id = $2 and (member_id is not null or team_id is not null or is_for_all)
           limit 10000"#,
        reseller.uuid(),
        organization.uuid(),
    )
    .fetch_all(conn)
    .await
}

/// What a number's use by this person counts for; `None` when no company has it.
pub(in crate::domain::numbers) async fn company_use(
    conn: &mut PgConnection,
    reseller: ResellerId,
    number: NumberId,
    user: UserId,
) -> Result<Option<CompanyUse>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select n.organization_id as "organization!: OrganizationId", e.id as "employee?: EmployeeId",
                  coalesce(n.team_id, e.team_id) as "team?: TeamId",
                  coalesce(nullif(n.cost_centre, ''), e.cost_centre, '') as "cost_centre!"
           from virtual_numbers n
           left join users u on u.reseller_id = n.reseller_id and u.id = $3
           left join employees e on e.reseller_id = n.reseller_id and e.organization_id = n.organization_id
                                and e.email collate "C" = lower(u.email) collate "C"
           where n.reseller_id = $1 and n.id = $2 and n.organization_id is not null"#,
        reseller.uuid(),
        number.uuid(),
        user.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| CompanyUse {
        organization: row.organization,
        employee: row.employee,
        team: row.team,
        cost_centre: row.cost_centre,
    }))
}

/// Numbers within reach, newest first, those before `before`; or the one that is asked for.
pub(in crate::domain::numbers) async fn company_numbers(
    conn: &mut PgConnection,
    desk: &Desk,
    reach: (Option<&[Uuid]>, &[Uuid]),
    only: Option<NumberId>,
    before: Option<NumberId>,
    limit: i64,
) -> Result<Vec<CompanyNumber>, Internal> {
    let rows = sqlx::query!(
        r#"select n.id as "id: NumberId", n.user_id as "customer: UserId", n.order_id as "order_id: OrderId",
                  n.e164, n.label, n.country, n.kind, n.has_voice, n.has_sms, n.has_mms, n.state, n.monthly_micros,
                  n.currency, n.purchased_at, n.expires_at, n.auto_renew, n.grace_until, n.release_at, n.suspended_for,
                  n.quarantined_until, n.mails_messages, n.member_id as "member_id: UserId",
                  n.team_id as "team_id: TeamId", n.is_for_all, n.cost_centre, t.name as "team?",
                  nullif(trim(u.first_name || ' ' || u.last_name), '') as member, u.email as "member_email?"
           from virtual_numbers n
           left join teams t on t.reseller_id = n.reseller_id and t.organization_id = n.organization_id
                            and t.id = n.team_id
           left join users u on u.reseller_id = n.reseller_id and u.id = n.member_id
           where n.reseller_id = $1 and n.owner_id = $2
             and ($3::uuid[] is null or n.id = any($3) or n.id = any($4))
             and ($5::uuid is null or n.id = $5) and ($6::uuid is null or n.id < $6)
           order by n.id desc limit $7"#,
        desk.reseller().uuid(),
        desk.organization().uuid(),
        reach.0,
        reach.1,
        only.map(NumberId::uuid),
        before.map(NumberId::uuid),
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let number = NumberRow {
                id: row.id,
                customer: row.customer,
                order_id: row.order_id,
                e164: row.e164,
                label: row.label,
                country: row.country,
                kind: row.kind,
                has_voice: row.has_voice,
                has_sms: row.has_sms,
                has_mms: row.has_mms,
                state: row.state,
                monthly_micros: row.monthly_micros,
                currency: row.currency,
                purchased_at: row.purchased_at,
                expires_at: row.expires_at,
                auto_renew: row.auto_renew,
                grace_until: row.grace_until,
                release_at: row.release_at,
                suspended_for: row.suspended_for,
                quarantined_until: row.quarantined_until,
                mails_messages: row.mails_messages,
            };
            Ok(CompanyNumber {
                number: number.view()?,
                member: row.member_id,
                member_name: row.member.or(row.member_email),
                team: row.team_id,
                team_name: row.team,
                is_for_all: row.is_for_all,
                cost_centre: row.cost_centre,
            })
        })
        .collect()
}

/// Who may use a number from now on.
pub(in crate::domain::numbers) struct Sharing<'a> {
    pub member: Option<UserId>,
    pub team: Option<TeamId>,
    pub is_for_all: bool,
    pub cost_centre: &'a str,
    pub label: &'a str,
}

/// False when the company holds no such number, or holds it no more.
pub(in crate::domain::numbers) async fn set_sharing(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    id: NumberId,
    to: &Sharing<'_>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update virtual_numbers set member_id = $4, team_id = $5, is_for_all = $6, cost_centre = $7, label = $8
         where reseller_id = $1 and owner_id = $2 and id = $3 and state in ('active', 'suspended', 'grace')",
        reseller.uuid(),
        organization.uuid(),
        id.uuid(),
        to.member.map(UserId::uuid),
        to.team.map(TeamId::uuid),
        to.is_for_all,
        to.cost_centre,
        to.label,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether this team and this member are the company's.
pub(in crate::domain::numbers) async fn are_there(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    team: Option<TeamId>,
    member: Option<UserId>,
) -> Result<(bool, bool), sqlx::Error> {
    let row = sqlx::query!(
        r#"select exists (select from teams where reseller_id = $1 and organization_id = $2 and id = $3) as "team!",
                  exists (select from organization_members
                          where reseller_id = $1 and organization_id = $2 and user_id = $4
                            and state = 'active') as "member!""#,
        reseller.uuid(),
        organization.uuid(),
        team.map(TeamId::uuid),
        member.map(UserId::uuid),
    )
    .fetch_one(conn)
    .await?;
    Ok((team.is_none() || row.team, member.is_none() || row.member))
}

/// Takes the member's numbers back; which they were.
pub(in crate::domain::numbers) async fn free_of_member(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    member: UserId,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "update virtual_numbers set member_id = null
         where reseller_id = $1 and organization_id = $2 and member_id = $3 returning e164",
        reseller.uuid(),
        organization.uuid(),
        member.uuid(),
    )
    .fetch_all(conn)
    .await
}

/// Active members by name, for a list to choose from.
pub(in crate::domain::numbers) async fn members(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
) -> Result<Vec<(UserId, String)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select u.id as "id: UserId", coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''), u.email) as "name!"
           from organization_members m join users u on u.reseller_id = m.reseller_id and u.id = m.user_id
           where m.reseller_id = $1 and m.organization_id = $2 and m.state = 'active'
           order by 2, 1 limit 1000"#,
        reseller.uuid(),
        organization.uuid(),
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

pub(in crate::domain::numbers) async fn of_order(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    order: OrderId,
) -> Result<Option<NumberId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: NumberId" from virtual_numbers
           where reseller_id = $1 and owner_id = $2 and order_id = $3"#,
        reseller.uuid(),
        organization.uuid(),
        order.uuid(),
    )
    .fetch_optional(conn)
    .await
}
