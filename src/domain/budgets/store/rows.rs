//! Budgets found, locked, made and changed.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::Standing;
use crate::{
    domain::{budgets::details::Details, policies::Purchase},
    shared::{
        budget::{BudgetPeriod, BudgetScope},
        ids::{BudgetId, EmployeeId, OrganizationId, ResellerId, TeamId},
        money::PositiveMoney,
    },
};

/// Locks the budgets an order counts for, in the order of their ids.
pub(in crate::domain::budgets) async fn lock_concerned(
    conn: &mut PgConnection,
    reseller: ResellerId,
    purchase: &Purchase<'_>,
) -> Result<Vec<BudgetId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: BudgetId" from budgets
           where reseller_id = $1 and organization_id = $2 and ended_at is null and currency = $3
             and (scope = 'organization' or team_id = $4 or employee_id = $5 or lower(cost_centre) = lower($6))
           order by id for no key update"#,
        reseller.uuid(),
        purchase.organization.uuid(),
        purchase.charged.currency().code(),
        purchase.team.map(TeamId::uuid),
        purchase.employee.map(EmployeeId::uuid),
        purchase.cost_centre,
    )
    .fetch_all(conn)
    .await
}

/// False when it does not count.
pub(in crate::domain::budgets) async fn lock(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    id: BudgetId,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        "select 1 as one from budgets
         where reseller_id = $1 and organization_id = $2 and id = $3 and ended_at is null for no key update",
        reseller.uuid(),
        organization.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await
    .map(|found| found.is_some())
}

pub(in crate::domain::budgets) async fn count_live(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from budgets
           where reseller_id = $1 and organization_id = $2 and ended_at is null"#,
        reseller.uuid(),
        organization.uuid(),
    )
    .fetch_one(conn)
    .await
}

pub(in crate::domain::budgets) async fn is_team(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    team: TeamId,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from teams where reseller_id = $1 and organization_id = $2 and id = $3) as "is!""#,
        reseller.uuid(),
        organization.uuid(),
        team.uuid(),
    )
    .fetch_one(conn)
    .await
}

pub(in crate::domain::budgets) async fn employee_of(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    email: &str,
) -> Result<Option<EmployeeId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: EmployeeId" from employees
           where reseller_id = $1 and organization_id = $2 and email collate "C" = lower($3)"#,
        reseller.uuid(),
        organization.uuid(),
        email,
    )
    .fetch_optional(conn)
    .await
}

/// Whose orders it counts.
pub(in crate::domain::budgets) enum Target {
    Organization,
    Team(TeamId),
    CostCentre(String),
    Employee(EmployeeId),
}

pub(in crate::domain::budgets) struct NewBudget<'a> {
    pub id: BudgetId,
    pub target: &'a Target,
    pub period: BudgetPeriod,
    pub details: &'a Details,
    pub now: DateTime<Utc>,
}

/// False when the target has one for the period.
pub(in crate::domain::budgets) async fn insert(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    new: &NewBudget<'_>,
) -> Result<bool, sqlx::Error> {
    let (scope, team, cost_centre, employee) = match new.target {
        Target::Organization => (BudgetScope::Organization, None, None, None),
        Target::Team(team) => (BudgetScope::Team, Some(team.uuid()), None, None),
        Target::CostCentre(text) => (BudgetScope::CostCentre, None, Some(text.as_str()), None),
        Target::Employee(employee) => (BudgetScope::Employee, None, None, Some(employee.uuid())),
    };
    let amount = new.details.amount.get();
    sqlx::query!(
        "insert into budgets (id, reseller_id, organization_id, scope, team_id, cost_centre, employee_id, period,
                              amount_micros, currency, at_limit, thresholds, limit_set_at, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)
         on conflict do nothing",
        new.id.uuid(),
        reseller.uuid(),
        organization.uuid(),
        scope.as_str(),
        team,
        cost_centre,
        employee,
        new.period.as_str(),
        amount.micros(),
        amount.currency().code(),
        new.details.at_limit.as_str(),
        new.details.thresholds.as_slice(),
        new.now,
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// The time of the amount changes with the amount alone.
pub(in crate::domain::budgets) async fn update(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    id: BudgetId,
    details: &Details,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let amount = details.amount.get();
    sqlx::query!(
        "update budgets
         set limit_set_at = case when (amount_micros, currency) = ($4, $5) then limit_set_at else $8 end,
             amount_micros = $4, currency = $5, at_limit = $6, thresholds = $7
         where reseller_id = $1 and organization_id = $2 and id = $3",
        reseller.uuid(),
        organization.uuid(),
        id.uuid(),
        amount.micros(),
        amount.currency().code(),
        details.at_limit.as_str(),
        details.thresholds.as_slice(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// False when it is as high already, or of another currency.
pub(in crate::domain::budgets) async fn raise(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    id: BudgetId,
    amount: PositiveMoney,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    sqlx::query!(
        "update budgets set amount_micros = $4, limit_set_at = $6
         where reseller_id = $1 and organization_id = $2 and id = $3 and currency = $5 and amount_micros < $4",
        reseller.uuid(),
        organization.uuid(),
        id.uuid(),
        amount.get().micros(),
        amount.get().currency().code(),
        now,
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

pub(in crate::domain::budgets) async fn end(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    id: BudgetId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update budgets set ended_at = $4 where reseller_id = $1 and organization_id = $2 and id = $3",
        reseller.uuid(),
        organization.uuid(),
        id.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Those of the thresholds nobody was told of yet.
pub(in crate::domain::budgets) async fn insert_alerts(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    budget: &Standing,
    passed: &[i16],
    now: DateTime<Utc>,
) -> Result<Vec<i16>, sqlx::Error> {
    sqlx::query_scalar!(
        "insert into budget_alerts (reseller_id, organization_id, budget_id, period_from, limit_set_at, threshold, at)
         select $1::uuid, $2::uuid, $3::uuid, $4::timestamptz, $5::timestamptz, threshold, $7::timestamptz from unnest($6::smallint[]) as threshold
         on conflict do nothing returning threshold",
        reseller.uuid(),
        organization.uuid(),
        budget.id.uuid(),
        budget.from,
        budget.limit_set_at,
        passed,
        now,
    )
    .fetch_all(conn)
    .await
}
