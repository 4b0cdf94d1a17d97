//! The SQL of the policies room.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use super::allow::Purchase;
use crate::{
    domain::error::Internal,
    shared::{
        ids::{EmployeeId, LineId, OrganizationId, PlanId, PolicyId, QuoteId, ResellerId, TeamId, UserId},
        place::CountryCode,
        policy::{Rules, Target},
    },
};

/// What is decided at each level; empty where nothing is.
#[derive(Default)]
pub(super) struct Levels {
    pub company: Rules,
    pub team: Rules,
    pub employee: Rules,
}

pub(super) async fn levels(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    team: Option<TeamId>,
    employee: Option<EmployeeId>,
) -> Result<Levels, Internal> {
    let rows = sqlx::query!(
        r#"select team_id is not null as "is_team!", employee_id is not null as "is_employee!", rules from policies
           where reseller_id = $1 and organization_id = $2
             and (team_id is null and employee_id is null or team_id = $3 or employee_id = $4)"#,
        reseller.uuid(),
        organization.uuid(),
        team.map(TeamId::uuid),
        employee.map(EmployeeId::uuid),
    )
    .fetch_all(conn)
    .await?;
    let mut levels = Levels::default();
    for row in rows {
        let rules = serde_json::from_value(row.rules)?;
        match (row.is_team, row.is_employee) {
            (true, _) => levels.team = rules,
            (_, true) => levels.employee = rules,
            _ => levels.company = rules,
        }
    }
    Ok(levels)
}

/// What is decided for a company, and for some teams and employees by their ids.
#[derive(Default)]
pub(super) struct LevelsOf {
    pub company: Rules,
    pub own: BTreeMap<Uuid, Rules>,
}

pub(super) async fn levels_of(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    teams: &[Uuid],
    employees: &[Uuid],
) -> Result<LevelsOf, Internal> {
    let rows = sqlx::query!(
        r#"select coalesce(team_id, employee_id) as of, rules from policies
           where reseller_id = $1 and organization_id = $2
             and (team_id is null and employee_id is null or team_id = any($3) or employee_id = any($4))"#,
        reseller.uuid(),
        organization.uuid(),
        teams,
        employees,
    )
    .fetch_all(conn)
    .await?;
    let mut levels = LevelsOf::default();
    for row in rows {
        let rules = serde_json::from_value(row.rules)?;
        match row.of {
            Some(of) => {
                levels.own.insert(of, rules);
            }
            None => levels.company = rules,
        }
    }
    Ok(levels)
}

const fn ids(target: Target) -> (Option<Uuid>, Option<Uuid>) {
    match target {
        Target::Company => (None, None),
        Target::Team(id) => (Some(id.uuid()), None),
        Target::Employee(id) => (None, Some(id.uuid())),
    }
}

/// What is decided for the target, kept from others until the transaction ends.
pub(super) async fn hold(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    target: Target,
) -> Result<Rules, Internal> {
    let (team, employee) = ids(target);
    // The company's row stands in for a policy that is not there yet.
    sqlx::query!(
        "select 1 as one from organizations where reseller_id = $1 and id = $2 for no key update",
        reseller.uuid(),
        organization.uuid(),
    )
    .fetch_one(&mut *conn)
    .await?;
    let rules: Option<Value> = sqlx::query_scalar!(
        "select rules from policies
         where reseller_id = $1 and organization_id = $2
           and team_id is not distinct from $3 and employee_id is not distinct from $4",
        reseller.uuid(),
        organization.uuid(),
        team,
        employee,
    )
    .fetch_optional(conn)
    .await?;
    Ok(rules.map(serde_json::from_value).transpose()?.unwrap_or_default())
}

/// Writes the rules and returns what was decided before; rules that decide nothing take the row away.
pub(super) async fn put(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    target: Target,
    rules: &Rules,
    now: DateTime<Utc>,
) -> Result<Rules, Internal> {
    let before = hold(conn, reseller, organization, target).await?;
    let (team, employee) = ids(target);
    if *rules == Rules::default() {
        sqlx::query!(
            "delete from policies
             where reseller_id = $1 and organization_id = $2
               and team_id is not distinct from $3 and employee_id is not distinct from $4",
            reseller.uuid(),
            organization.uuid(),
            team,
            employee,
        )
        .execute(conn)
        .await?;
        return Ok(before);
    }
    sqlx::query!(
        "insert into policies (id, reseller_id, organization_id, team_id, employee_id, rules, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (reseller_id, organization_id, team_id, employee_id)
             do update set rules = excluded.rules, changed_at = excluded.changed_at",
        PolicyId::new().uuid(),
        reseller.uuid(),
        organization.uuid(),
        team,
        employee,
        serde_json::to_value(rules)?,
        now,
    )
    .execute(conn)
    .await?;
    Ok(before)
}

/// Whom a policy is for, with the team it is within.
pub(super) struct Subject {
    pub name: String,
    pub team: Option<TeamId>,
}

pub(super) async fn subject(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    target: Target,
) -> Result<Option<Subject>, sqlx::Error> {
    let (team, employee) = ids(target);
    sqlx::query_as!(
        Subject,
        r#"select name as "name!", team as "team: TeamId" from (
               select name, null::uuid as team from organizations
               where reseller_id = $1 and id = $2 and $3::uuid is null and $4::uuid is null
               union all
               select name, id from teams where reseller_id = $1 and organization_id = $2 and id = $3
               union all
               select first_name || ' ' || last_name, team_id from employees
               where reseller_id = $1 and organization_id = $2 and id = $4) found"#,
        reseller.uuid(),
        organization.uuid(),
        team,
        employee,
    )
    .fetch_optional(conn)
    .await
}

/// Rules of a team or an employee.
pub(super) struct OverrideFound {
    pub team: Option<TeamId>,
    pub employee: Option<EmployeeId>,
    pub employee_team: Option<TeamId>,
    pub name: String,
    pub rules: i64,
}

pub(super) async fn overrides(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
) -> Result<Vec<OverrideFound>, sqlx::Error> {
    sqlx::query_as!(
        OverrideFound,
        r#"select p.team_id as "team: TeamId", p.employee_id as "employee: EmployeeId",
                  e.team_id as "employee_team?: TeamId",
                  coalesce(t.name, e.first_name || ' ' || e.last_name) as "name!",
                  (select count(*) from jsonb_object_keys(p.rules)) as "rules!"
           from policies p
           left join teams t on t.reseller_id = p.reseller_id and t.organization_id = p.organization_id
                            and t.id = p.team_id
           left join employees e on e.reseller_id = p.reseller_id and e.organization_id = p.organization_id
                                and e.id = p.employee_id
           where p.reseller_id = $1 and p.organization_id = $2
             and (p.team_id is not null or p.employee_id is not null)
           order by p.team_id is null, 4, p.id limit 500"#,
        reseller.uuid(),
        organization.uuid(),
    )
    .fetch_all(conn)
    .await
}

/// True when each of these is a plan; the list has no doubles.
pub(super) async fn are_plans(conn: &mut PgConnection, plans: &[PlanId]) -> Result<bool, sqlx::Error> {
    let ids: Vec<Uuid> = plans.iter().map(|plan| plan.uuid()).collect();
    let found = sqlx::query_scalar!(
        r#"select count(*) as "found!" from esim_data_plans where id = any($1)"#,
        &ids
    )
    .fetch_one(conn)
    .await?;
    Ok(usize::try_from(found).is_ok_and(|found| found == plans.len()))
}

pub(super) async fn countries_of(
    conn: &mut PgConnection,
    plan: PlanId,
) -> Result<Vec<CountryCode>, Internal> {
    let countries = sqlx::query_scalar!(
        r#"select countries::text[] as "countries!" from esim_data_plans where id = $1"#,
        plan.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    let parsed: Result<Vec<CountryCode>, _> = countries
        .unwrap_or_default()
        .iter()
        .map(|code| code.parse())
        .collect();
    Ok(parsed?)
}

/// A plan on sale.
pub(super) struct PlanFound {
    pub id: PlanId,
    pub name: String,
    pub place: String,
    pub data_mb: Option<i64>,
    pub validity_days: i32,
}

pub(super) async fn plans(
    conn: &mut PgConnection,
    reseller: ResellerId,
) -> Result<Vec<PlanFound>, sqlx::Error> {
    sqlx::query_as!(
        PlanFound,
        r#"select id as "id: PlanId", name, place, data_mb, validity_days from esim_data_plans p
           where is_active
             and not exists (select from switched_off s
                             where s.reseller_id = $1 and s.kind = 'place' and s.key = p.place_slug)
             and id not in (select substr(s.key, 5)::uuid from switched_off s
                            where s.reseller_id = $1 and s.kind = 'plan')
           order by place, data_mb, validity_days, id limit 1000"#,
        reseller.uuid(),
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn is_at_cap(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    line: LineId,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from lines where reseller_id = $1 and organization_id = $2 and id = $3
                                              and suspended_for = 'cap') as "is_at_cap!""#,
        reseller.uuid(),
        organization.uuid(),
        line.uuid(),
    )
    .fetch_one(conn)
    .await
}

/// An approval is for one employee's plan, and for its price and no more.
pub(super) async fn is_approved(
    conn: &mut PgConnection,
    reseller: ResellerId,
    decider: UserId,
    purchase: &Purchase<'_>,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from approval_requests
                          where reseller_id = $1 and organization_id = $2 and id = $3 and state = 'approved'
                            and employee_id = $4 and plan_id = $5 and line_id is not distinct from $6
                            and amount_micros >= $7 and currency = $8 and decided_by = $9) as "is_approved!""#,
        reseller.uuid(),
        purchase.organization.uuid(),
        purchase.quote.uuid(),
        purchase.employee.map(EmployeeId::uuid),
        purchase.plan.map(|(plan, _)| plan.uuid()),
        purchase.line.map(LineId::uuid),
        purchase.charged.micros(),
        purchase.charged.currency().code(),
        decider.uuid(),
    )
    .fetch_one(conn)
    .await
}

/// The company's month, as `2026-01`.
pub(super) async fn month(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    now: DateTime<Utc>,
) -> Result<String, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select to_char($3::timestamptz at time zone timezone, 'YYYY-MM') as "month!" from organizations
           where reseller_id = $1 and id = $2"#,
        reseller.uuid(),
        organization.uuid(),
        now,
    )
    .fetch_one(conn)
    .await
}

/// An order by its key.
pub(super) struct OrderFound {
    pub quote: QuoteId,
    pub is_in_flight: bool,
}

pub(super) async fn orders_of(
    conn: &mut PgConnection,
    reseller: ResellerId,
    quotes: &[QuoteId],
) -> Result<Vec<OrderFound>, sqlx::Error> {
    let ids: Vec<Uuid> = quotes.iter().map(|quote| quote.uuid()).collect();
    sqlx::query_as!(
        OrderFound,
        r#"select quote_id as "quote: QuoteId", state in ('held', 'submitted', 'unknown') as "is_in_flight!"
           from orders where reseller_id = $1 and quote_id = any($2)"#,
        reseller.uuid(),
        &ids,
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn are_there(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from policies where reseller_id = $1 and organization_id = $2) as "are!""#,
        reseller.uuid(),
        organization.uuid(),
    )
    .fetch_one(conn)
    .await
}
