//! Lines.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    domain::{error::Internal, lines::filter::LineFilter},
    shared::{
        company::TeamChoice,
        esim::EsimState,
        ids::{EmployeeId, LineId, OrderId, OrganizationId, PlanId, ResellerId, TeamId},
        line::{LineOrder, LineRow, LineVerb, WishWhy},
        money::Money,
        order::OrderStatus,
    },
};

/// Which lines.
pub(in crate::domain::lines) struct Wanted<'a> {
    pub only: Option<LineId>,
    pub filter: &'a LineFilter,
    /// Of these teams alone; `None` for all.
    pub teams: Option<&'a [TeamId]>,
    pub limit: i64,
}

struct Found {
    id: LineId,
    employee: EmployeeId,
    employee_name: String,
    team: Option<TeamId>,
    team_name: Option<String>,
    plan: PlanId,
    plan_name: String,
    place: String,
    iccid: String,
    state: String,
    suspended_for: Option<String>,
    is_steered: bool,
    used_bytes: i64,
    allowance_bytes: Option<i64>,
    as_of: Option<DateTime<Utc>>,
    issued_at: DateTime<Utc>,
    activated_at: Option<DateTime<Utc>>,
    expires_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    replaces: Option<LineId>,
    replaced_by: Option<LineId>,
    open_wish: Option<String>,
}

impl Found {
    fn row(self) -> Result<LineRow, Internal> {
        Ok(LineRow {
            id: self.id,
            employee: self.employee,
            employee_name: self.employee_name,
            team: self
                .team
                .zip(self.team_name)
                .map(|(id, name)| TeamChoice { id, name }),
            plan: self.plan,
            plan_name: self.plan_name,
            place: self.place,
            iccid: self.iccid,
            state: state(&self.state)?,
            suspended_for: self.suspended_for.as_deref().and_then(WishWhy::parse),
            is_steered: self.is_steered,
            used_bytes: self.used_bytes,
            allowance_bytes: self.allowance_bytes,
            as_of: self.as_of,
            issued_at: self.issued_at,
            activated_at: self.activated_at,
            expires_at: self.expires_at,
            ended_at: self.ended_at,
            replaces: self.replaces,
            replaced_by: self.replaced_by,
            open_wish: self.open_wish.as_deref().and_then(LineVerb::parse),
        })
    }
}

fn state(word: &str) -> Result<EsimState, Internal> {
    EsimState::parse(word).ok_or_else(|| Internal::broken(format!("a line in the unknown state {word}")))
}

/// Newest first: ids are made in order of time.
pub(in crate::domain::lines) async fn list(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    wanted: &Wanted<'_>,
) -> Result<Vec<LineRow>, Internal> {
    let teams: Option<Vec<Uuid>> = wanted
        .teams
        .map(|teams| teams.iter().map(|team| team.uuid()).collect());
    let found = sqlx::query_as!(
        Found,
        r#"select l.id as "id: LineId", l.employee_id as "employee: EmployeeId",
                  e.first_name || ' ' || e.last_name as "employee_name!", e.team_id as "team: TeamId",
                  t.name as "team_name?", l.plan_id as "plan: PlanId", p.name as plan_name, p.place, l.iccid, l.state,
                  l.suspended_for, v.kind = 'lines' as "is_steered!", l.used_bytes, l.allowance_bytes, l.as_of,
                  l.issued_at, l.activated_at, l.expires_at, l.ended_at, l.replaces_id as "replaces: LineId",
                  (select n.id from lines n
                   where n.reseller_id = l.reseller_id and n.organization_id = l.organization_id
                     and n.replaces_id = l.id order by n.id desc limit 1) as "replaced_by: LineId",
                  (select w.verb from line_wishes w
                   where w.reseller_id = l.reseller_id and w.organization_id = l.organization_id and w.line_id = l.id
                     and w.state in ('waiting', 'asked', 'unknown')) as open_wish
           from lines l
           join employees e on e.reseller_id = l.reseller_id and e.organization_id = l.organization_id
                           and e.id = l.employee_id
           left join teams t on t.reseller_id = e.reseller_id and t.organization_id = e.organization_id
                            and t.id = e.team_id
           join esim_data_plans p on p.id = l.plan_id
           join providers v on v.name = l.provider
           where l.reseller_id = $1 and l.organization_id = $2
             and ($3::uuid is null or l.id = $3)
             and ($4::uuid[] is null or e.team_id = any($4))
             and ($5::uuid is null or e.team_id = $5)
             and ($6::uuid is null or l.plan_id = $6)
             and ($7::uuid is null or l.employee_id = $7)
             and case $8::text
                     when '' then l.state not in ('terminated', 'recycled')
                     when 'all' then true
                     when 'terminated' then l.state in ('terminated', 'recycled')
                     else l.state = $8
                 end
             and ($9::uuid is null or l.id < $9)
           order by l.id desc limit $10"#,
        reseller.uuid(),
        organization.uuid(),
        wanted.only.map(LineId::uuid),
        teams.as_deref(),
        wanted.filter.team.map(TeamId::uuid),
        wanted.filter.plan.map(PlanId::uuid),
        wanted.filter.employee.map(EmployeeId::uuid),
        wanted.filter.state.as_str(),
        wanted.filter.after.map(LineId::uuid),
        wanted.limit,
    )
    .fetch_all(conn)
    .await?;
    found.into_iter().map(Found::row).collect()
}

/// Plans that lines of the company have.
pub(in crate::domain::lines) async fn plans(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
) -> Result<Vec<(PlanId, String)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select p.id as "id: PlanId", p.name from esim_data_plans p
           where p.id in (select l.plan_id from lines l where l.reseller_id = $1 and l.organization_id = $2)
           order by p.name, p.id limit 200"#,
        reseller.uuid(),
        organization.uuid(),
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// What was ordered for the line, newest first.
pub(in crate::domain::lines) async fn orders(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    line: LineId,
) -> Result<Vec<LineOrder>, Internal> {
    let rows = sqlx::query!(
        r#"select o.id as "id: OrderId", o.state, o.charged_micros, o.currency, o.refusal, o.created_at,
                  i.item ->> 'name' as "plan_name!", i.item -> 'step' ->> 'do' as "step!"
           from orders o
           join order_lines i on i.reseller_id = o.reseller_id and i.order_id = o.id and i.position = 1
           where o.reseller_id = $1 and o.organization_id = $2
             and (o.line_id = $3 or o.id = (select l.order_id from lines l
                                            where l.reseller_id = $1 and l.organization_id = $2 and l.id = $3))
           order by o.id desc limit 100"#,
        reseller.uuid(),
        organization.uuid(),
        line.uuid(),
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let state = OrderStatus::ALL
                .into_iter()
                .find(|state| state.as_str() == row.state)
                .ok_or_else(|| Internal::broken(format!("an order in the unknown state {}", row.state)))?;
            Ok(LineOrder {
                order: row.id,
                plan_name: row.plan_name,
                how: match row.step.as_str() {
                    "add" => "added",
                    "change" => "changed",
                    _ => "issued",
                }
                .to_owned(),
                charged: Money::from_micros(row.charged_micros, row.currency.parse()?),
                state,
                refusal: row.refusal,
                placed_at: row.created_at,
            })
        })
        .collect()
}

/// Where a line is at its vendor.
pub(in crate::domain::lines) struct At {
    pub provider: String,
    pub provider_line: String,
    pub state: EsimState,
}

pub(in crate::domain::lines) async fn at(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    line: LineId,
) -> Result<Option<At>, Internal> {
    let row = sqlx::query!(
        "select provider, provider_line_id, state from lines
         where reseller_id = $1 and organization_id = $2 and id = $3",
        reseller.uuid(),
        organization.uuid(),
        line.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(At {
            provider: row.provider,
            provider_line: row.provider_line_id,
            state: state(&row.state)?,
        })
    })
    .transpose()
}

/// Whose line a vendor means; across resellers.
pub(in crate::domain::lines) async fn known_to_vendor(
    conn: &mut PgConnection,
    provider: &str,
    provider_line: &str,
) -> Result<Option<(ResellerId, OrganizationId, LineId)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select reseller_id as "reseller: ResellerId", organization_id as "organization: OrganizationId",
                  id as "id: LineId"
           from lines where provider = $1 and provider_line_id = $2"#,
        provider,
        provider_line,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.reseller, row.organization, row.id)))
}

/// What the vendor tells of a line.
pub(in crate::domain::lines) struct Told<'a> {
    pub state: EsimState,
    /// Why we stopped it, when we just did.
    pub stopped_for: Option<&'a str>,
    pub activated_at: Option<DateTime<Utc>>,
    pub expires_at: Option<DateTime<Utc>>,
}

/// The state before; `None` when the line is over already, which it stays.
pub(in crate::domain::lines) async fn set_state(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    line: LineId,
    told: &Told<'_>,
    now: DateTime<Utc>,
) -> Result<Option<EsimState>, Internal> {
    let before = sqlx::query_scalar!(
        "update lines l set state = $4, ended_at = case when $8 then $7::timestamptz end,
                suspended_for = case when $4 = 'suspended' then coalesce($9, l.suspended_for) end,
                activated_at = coalesce($5, l.activated_at), expires_at = coalesce($6, l.expires_at)
         from (select reseller_id, organization_id, id, state from lines
               where reseller_id = $1 and organization_id = $2 and id = $3
                 and state not in ('terminated', 'recycled') for no key update) before
         where l.reseller_id = before.reseller_id and l.organization_id = before.organization_id and l.id = before.id
         returning before.state",
        reseller.uuid(),
        organization.uuid(),
        line.uuid(),
        told.state.as_str(),
        told.activated_at,
        told.expires_at,
        now,
        told.state.is_over(),
        told.stopped_for,
    )
    .fetch_optional(conn)
    .await?;
    before.as_deref().map(state).transpose()
}

pub(in crate::domain::lines) async fn sealed_code(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    line: LineId,
) -> Result<Option<Vec<u8>>, sqlx::Error> {
    sqlx::query_scalar!(
        "select activation_code_sealed from lines where reseller_id = $1 and organization_id = $2 and id = $3",
        reseller.uuid(),
        organization.uuid(),
        line.uuid(),
    )
    .fetch_optional(conn)
    .await
}
