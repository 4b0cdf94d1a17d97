//! What a budget's orders add up to.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    domain::{error::Internal, scope::WorksIn},
    shared::{
        budget::{AtLimit, BudgetPeriod, BudgetRow, BudgetScope},
        currency::Currency,
        ids::{BudgetId, OrganizationId, ResellerId, TeamId},
        money::Money,
    },
};

/// A budget in its present period.
#[derive(Debug)]
pub(in crate::domain::budgets) struct Standing {
    pub id: BudgetId,
    pub scope: BudgetScope,
    pub name: String,
    /// The team it is within: its own, or its employee's.
    pub team: Option<TeamId>,
    pub period: BudgetPeriod,
    pub amount: Money,
    pub at_limit: AtLimit,
    pub thresholds: Vec<i16>,
    pub spent: Money,
    pub held: Money,
    pub before: Money,
    pub from: DateTime<Utc>,
    pub until: DateTime<Utc>,
    pub limit_set_at: DateTime<Utc>,
    pub passed: Vec<i16>,
}

impl Standing {
    /// Below zero when it is over.
    pub fn left(&self) -> Result<Money, Internal> {
        Ok(self.amount.minus(self.spent)?.minus(self.held)?)
    }

    /// Whose budget it is.
    pub fn in_words(&self) -> String {
        let name = &self.name;
        match self.scope {
            BudgetScope::Organization => "the whole company".into(),
            BudgetScope::Team => format!("team {name}"),
            BudgetScope::CostCentre => format!("cost centre {name}"),
            BudgetScope::Employee => name.clone(),
        }
    }

    /// Whether whoever works here may know of it. Budgets of the company and of cost centres cross teams.
    pub fn is_within(&self, scope: &impl WorksIn) -> bool {
        scope.reaches(self.team)
    }

    pub fn row(self) -> Result<BudgetRow, Internal> {
        let left = self.left()?;
        let name = match self.scope {
            BudgetScope::Organization => BudgetScope::Organization.in_words().to_owned(),
            BudgetScope::Team | BudgetScope::CostCentre | BudgetScope::Employee => self.name,
        };
        Ok(BudgetRow {
            id: self.id,
            scope: self.scope,
            name,
            period: self.period,
            amount: self.amount,
            at_limit: self.at_limit,
            thresholds: self.thresholds,
            spent: self.spent,
            held: self.held,
            before: self.before,
            left,
            from: self.from,
            until: self.until,
            limit_set_at: self.limit_set_at,
            passed: self.passed,
        })
    }
}

/// All that count, the company's first.
pub(in crate::domain::budgets) async fn live(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    now: DateTime<Utc>,
) -> Result<Vec<Standing>, Internal> {
    let ids = sqlx::query_scalar!(
        r#"select id as "id: BudgetId" from budgets
           where reseller_id = $1 and organization_id = $2 and ended_at is null limit 500"#,
        reseller.uuid(),
        organization.uuid(),
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut found = standing(conn, reseller, organization, &ids, now).await?;
    found.sort_by(|a, b| {
        let key = |one: &Standing| BudgetScope::ALL.iter().position(|scope| *scope == one.scope);
        (key(a), &a.name, a.id).cmp(&(key(b), &b.name, b.id))
    });
    Ok(found)
}

/// These, by id, those that ended left out. Orders count in the period they were placed in, at their price while they
/// are in flight and at what was kept of it afterwards. Whole hours are read as they were counted; orders are read of
/// the hour a period begins in, where it begins within one, and of the hour the amount was set.
pub(in crate::domain::budgets) async fn standing(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    ids: &[BudgetId],
    now: DateTime<Utc>,
) -> Result<Vec<Standing>, Internal> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let rows = sqlx::query!(
        r#"select b.id as "id: BudgetId", b.scope, b.period, b.amount_micros, b.currency, b.at_limit, b.thresholds,
                  b.limit_set_at, coalesce(t.name, b.cost_centre, e.first_name || ' ' || e.last_name, '') as "name!",
                  coalesce(b.team_id, e.team_id) as "team?: TeamId", p.from_at as "from_at!", p.until_at as "until_at!",
                  s.spent as "spent!", s.held as "held!", s.before as "before!",
                  array(select a.threshold from budget_alerts a
                        where a.reseller_id = b.reseller_id and a.organization_id = b.organization_id
                          and a.budget_id = b.id and a.period_from = p.from_at and a.limit_set_at = b.limit_set_at
                        order by 1) as "passed!: Vec<i16>"
           from budgets b
           join organizations o on o.reseller_id = b.reseller_id and o.id = b.organization_id
           left join teams t on t.reseller_id = b.reseller_id and t.organization_id = b.organization_id
                            and t.id = b.team_id
           left join employees e on e.reseller_id = b.reseller_id and e.organization_id = b.organization_id
                                and e.id = b.employee_id
           cross join lateral (
               select date_trunc(b.period, $4::timestamptz at time zone o.timezone) as local_from) l
           cross join lateral (
               select l.local_from at time zone o.timezone as from_at,
                      (l.local_from + case b.period when 'month' then interval '1 month'
                                                    when 'quarter' then interval '3 months'
                                                    else interval '1 year' end) at time zone o.timezone as until_at) p
           cross join lateral (
               select case b.scope when 'organization' then '' when 'team' then b.team_id::text
                                   when 'cost_centre' then lower(b.cost_centre) else b.employee_id::text end as target,
                      date_trunc('hour', p.from_at - interval '1 microsecond', 'UTC') + interval '1 hour' as first_hour,
                      date_trunc('hour', b.limit_set_at, 'UTC') as limit_hour) f
           cross join lateral (
               select coalesce(sum(h.spent_micros), 0) as spent, coalesce(sum(h.held_micros), 0) as held,
                      coalesce(sum(h.spent_micros + h.held_micros) filter (where h.hour < f.limit_hour), 0) as before
               from company_order_hours h
               where h.reseller_id = b.reseller_id and h.organization_id = b.organization_id and h.scope = b.scope
                 and h.target = f.target and h.currency = b.currency and h.hour >= f.first_hour) hours
           cross join lateral (
               select coalesce(sum(o.spent) filter (where w.is_start), 0) as spent,
                      coalesce(sum(o.held) filter (where w.is_start), 0) as held, coalesce(sum(o.before), 0) as before
               from (values (true, p.from_at, f.first_hour),
                            (false, greatest(f.first_hour, f.limit_hour), b.limit_set_at)) as w (is_start, since, till)
               cross join lateral (
                   select sum(a.spent_micros) as spent, sum(a.held_micros) as held,
                          sum(a.spent_micros + a.held_micros) filter (where a.created_at < b.limit_set_at) as before
                   from company_amounts a
                   where a.reseller_id = b.reseller_id and a.organization_id = b.organization_id
                     and a.created_at >= w.since and a.created_at < w.till
                     and a.scope = b.scope and a.target = f.target and a.currency = b.currency) o) edge
           cross join lateral (
               select (hours.spent + edge.spent)::bigint as spent, (hours.held + edge.held)::bigint as held,
                      (hours.before + edge.before)::bigint as before) s
           where b.reseller_id = $1 and b.organization_id = $2 and b.id = any($3) and b.ended_at is null
           order by b.id"#,
        reseller.uuid(),
        organization.uuid(),
        &ids,
        now,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let currency: Currency = row.currency.parse()?;
            let money = |micros| Money::from_micros(micros, currency);
            let unknown = |what: &str| Internal::broken(format!("a budget of unknown {what}"));
            Ok::<_, Internal>(Standing {
                id: row.id,
                scope: BudgetScope::parse(&row.scope).ok_or_else(|| unknown("scope"))?,
                name: row.name,
                team: row.team,
                period: BudgetPeriod::parse(&row.period).ok_or_else(|| unknown("period"))?,
                amount: money(row.amount_micros),
                at_limit: AtLimit::parse(&row.at_limit).ok_or_else(|| unknown("consequence"))?,
                thresholds: row.thresholds,
                spent: money(row.spent),
                held: money(row.held),
                before: money(row.before),
                from: row.from_at,
                until: row.until_at,
                limit_set_at: row.limit_set_at,
                passed: row.passed,
            })
        })
        .collect()
}
