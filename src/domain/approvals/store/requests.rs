//! Requests written, found and decided.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    domain::{
        approvals::{ask::New, list::ApprovalFilter},
        error::Internal,
    },
    shared::{
        approval::{ApprovalKind, ApprovalRow, ApprovalState},
        currency::Currency,
        ids::{
            ApprovalId, BudgetId, EmployeeId, LineId, OrderId, OrganizationId, PlanId, ResellerId, TeamId,
            UserId,
        },
        money::Money,
    },
};

pub(in crate::domain::approvals) struct NewRequest<'a> {
    pub id: ApprovalId,
    pub requester: UserId,
    pub new: &'a New,
    pub reason: &'a str,
    pub now: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

pub(in crate::domain::approvals) async fn insert(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    row: &NewRequest<'_>,
) -> Result<(), sqlx::Error> {
    let new = row.new;
    let person = new.employee.as_ref();
    sqlx::query!(
        "insert into approval_requests (id, reseller_id, organization_id, kind, state, requester_id, employee_id,
                                        team_id, plan_id, line_id, budget_id, amount_micros, currency, data_mb,
                                        reason, asked_at, expires_at)
         values ($1, $2, $3, $4, 'open', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        row.id.uuid(),
        reseller.uuid(),
        organization.uuid(),
        new.kind.as_str(),
        row.requester.uuid(),
        person.map(|person| person.id.uuid()),
        person.and_then(|person| person.team).map(TeamId::uuid),
        new.plan.map(PlanId::uuid),
        new.line.map(LineId::uuid),
        new.budget.map(BudgetId::uuid),
        new.amount.map(Money::micros),
        new.amount.map(|amount| amount.currency().code().to_owned()),
        new.data_mb,
        row.reason,
        row.now,
        row.expires_at,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(in crate::domain::approvals) async fn count_open(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    requester: UserId,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from approval_requests
           where reseller_id = $1 and organization_id = $2 and requester_id = $3 and state = 'open'"#,
        reseller.uuid(),
        organization.uuid(),
        requester.uuid(),
    )
    .fetch_one(conn)
    .await
}

/// A request with the names of what it is about.
pub(in crate::domain::approvals) struct Request {
    pub id: ApprovalId,
    pub kind: ApprovalKind,
    pub state: ApprovalState,
    pub requester: UserId,
    pub requester_name: String,
    pub employee: Option<EmployeeId>,
    employee_name: String,
    pub team: Option<TeamId>,
    pub plan: Option<PlanId>,
    plan_name: String,
    pub line: Option<LineId>,
    /// The vendor's id of the line.
    pub provider_line: Option<String>,
    pub budget: Option<BudgetId>,
    budget_name: String,
    pub amount: Option<Money>,
    pub data_mb: Option<i64>,
    pub reason: String,
    pub asked_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub decided_by: Option<UserId>,
    pub decided_by_name: Option<String>,
    pub decided_at: Option<DateTime<Utc>>,
    pub answer: String,
    pub order: Option<OrderId>,
    pub order_refusal: Option<String>,
}

impl Request {
    /// What is asked for.
    pub fn what(&self) -> String {
        let (plan, person) = (&self.plan_name, &self.employee_name);
        match self.kind {
            ApprovalKind::Plan if self.line.is_some() => format!("{plan} for the line of {person}"),
            ApprovalKind::Plan => format!("A line with {plan} for {person}"),
            ApprovalKind::Data => {
                format!(
                    "A data cap of {} MB a month for {person}",
                    self.data_mb.unwrap_or_default()
                )
            }
            ApprovalKind::Budget => match self.amount {
                Some(amount) => format!("A budget of {amount} for {}", self.budget_name),
                None => format!("A higher budget for {}", self.budget_name),
            },
        }
    }

    pub fn row(&self) -> ApprovalRow {
        ApprovalRow {
            id: self.id,
            kind: self.kind,
            state: self.state,
            what: self.what(),
            requester: self.requester_name.clone(),
            amount: self.amount,
            asked_at: self.asked_at,
            expires_at: self.expires_at,
        }
    }
}

/// Waits for whoever decides at the same moment.
pub(in crate::domain::approvals) async fn lock(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    id: ApprovalId,
) -> Result<(), sqlx::Error> {
    sqlx::query_scalar!(
        "select 1 as one from approval_requests
         where reseller_id = $1 and organization_id = $2 and id = $3 for no key update",
        reseller.uuid(),
        organization.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await
    .map(drop)
}

pub(in crate::domain::approvals) async fn find(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    id: ApprovalId,
) -> Result<Option<Request>, Internal> {
    Ok(by_ids(conn, reseller, organization, &[id]).await?.pop())
}

/// These, the newest first.
pub(in crate::domain::approvals) async fn by_ids(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    ids: &[ApprovalId],
) -> Result<Vec<Request>, Internal> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let rows = sqlx::query!(
        r#"select a.id as "id: ApprovalId", a.kind, a.state, a.requester_id as "requester: UserId",
                  coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''), u.email) as "requester_name!",
                  a.employee_id as "employee: EmployeeId",
                  coalesce(e.first_name || ' ' || e.last_name, '') as "employee_name!", a.team_id as "team: TeamId",
                  a.plan_id as "plan: PlanId", coalesce(p.name, '') as "plan_name!", a.line_id as "line: LineId",
                  l.provider_line_id as "provider_line?", a.budget_id as "budget: BudgetId",
                  case b.scope when 'organization' then 'the whole company'
                               when 'team' then 'team ' || bt.name
                               when 'cost_centre' then 'cost centre ' || b.cost_centre
                               else coalesce(be.first_name || ' ' || be.last_name, '') end as "budget_name!",
                  a.amount_micros, a.currency, a.data_mb, a.reason, a.asked_at, a.expires_at,
                  a.decided_by as "decided_by: UserId",
                  nullif(trim(d.first_name || ' ' || d.last_name), '') as "decider_name?", d.email as "decider_email?",
                  a.decided_at, a.answer, a.order_id as "order: OrderId", r.refusal as "order_refusal?"
           from approval_requests a
           join users u on u.reseller_id = a.reseller_id and u.id = a.requester_id
           left join users d on d.reseller_id = a.reseller_id and d.id = a.decided_by
           left join employees e on e.reseller_id = a.reseller_id and e.organization_id = a.organization_id
                                and e.id = a.employee_id
           left join esim_data_plans p on p.id = a.plan_id
           left join lines l on l.reseller_id = a.reseller_id and l.organization_id = a.organization_id
                            and l.id = a.line_id
           left join budgets b on b.reseller_id = a.reseller_id and b.organization_id = a.organization_id
                              and b.id = a.budget_id
           left join teams bt on bt.reseller_id = b.reseller_id and bt.organization_id = b.organization_id
                             and bt.id = b.team_id
           left join employees be on be.reseller_id = b.reseller_id and be.organization_id = b.organization_id
                                 and be.id = b.employee_id
           left join orders r on r.reseller_id = a.reseller_id and r.id = a.order_id
           where a.reseller_id = $1 and a.organization_id = $2 and a.id = any($3)
           order by a.asked_at desc, a.id desc"#,
        reseller.uuid(),
        organization.uuid(),
        &ids,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let currency = row.currency.map(|code| code.parse::<Currency>()).transpose()?;
            let unknown = |what: &str| Internal::broken(format!("a request of unknown {what}"));
            Ok::<_, Internal>(Request {
                id: row.id,
                kind: ApprovalKind::parse(&row.kind).ok_or_else(|| unknown("kind"))?,
                state: ApprovalState::parse(&row.state).ok_or_else(|| unknown("state"))?,
                requester: row.requester,
                requester_name: row.requester_name,
                employee: row.employee,
                employee_name: row.employee_name,
                team: row.team,
                plan: row.plan,
                plan_name: row.plan_name,
                line: row.line,
                provider_line: row.provider_line,
                budget: row.budget,
                budget_name: row.budget_name,
                amount: row
                    .amount_micros
                    .zip(currency)
                    .map(|(micros, currency)| Money::from_micros(micros, currency)),
                data_mb: row.data_mb,
                reason: row.reason,
                asked_at: row.asked_at,
                expires_at: row.expires_at,
                decided_by: row.decided_by,
                decided_by_name: row.decider_name.or(row.decider_email),
                decided_at: row.decided_at,
                answer: row.answer,
                order: row.order,
                order_refusal: row.order_refusal,
            })
        })
        .collect()
}

/// Which page of the list.
pub(in crate::domain::approvals) struct Wanted<'a> {
    pub sees_all: bool,
    pub user: UserId,
    pub teams: &'a [Uuid],
    pub filter: &'a ApprovalFilter,
    pub limit: i64,
}

pub(in crate::domain::approvals) async fn ids_of_page(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    wanted: &Wanted<'_>,
) -> Result<Vec<ApprovalId>, sqlx::Error> {
    let after = wanted.filter.after;
    sqlx::query_scalar!(
        r#"select id as "id: ApprovalId" from approval_requests
           where reseller_id = $1 and organization_id = $2
             and ($3 or requester_id = $4 or team_id = any($5))
             and ($6::text is null or state = $6)
             and ($7::timestamptz is null or (asked_at, id) < ($7, $8))
           order by asked_at desc, id desc limit $9"#,
        reseller.uuid(),
        organization.uuid(),
        wanted.sees_all,
        wanted.user.uuid(),
        wanted.teams,
        wanted.filter.state.map(ApprovalState::as_str),
        after.map(|after| after.at),
        after.map(|after| after.id),
        wanted.limit,
    )
    .fetch_all(conn)
    .await
}

/// How a request ends.
pub(in crate::domain::approvals) struct Decision<'a> {
    pub state: ApprovalState,
    pub by: Option<UserId>,
    pub answer: &'a str,
}

/// The request is locked and open.
pub(in crate::domain::approvals) async fn decide(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    id: ApprovalId,
    decision: &Decision<'_>,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update approval_requests set state = $4, decided_by = $5, decided_at = $6, answer = $7
         where reseller_id = $1 and organization_id = $2 and id = $3 and state = 'open'",
        reseller.uuid(),
        organization.uuid(),
        id.uuid(),
        decision.state.as_str(),
        decision.by.map(UserId::uuid),
        now,
        decision.answer,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// False when it was set before.
pub(in crate::domain::approvals) async fn set_order(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    id: ApprovalId,
    order: OrderId,
) -> Result<bool, sqlx::Error> {
    sqlx::query!(
        "update approval_requests set order_id = $4
         where reseller_id = $1 and organization_id = $2 and id = $3 and state = 'approved' and order_id is null",
        reseller.uuid(),
        organization.uuid(),
        id.uuid(),
        order.uuid(),
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Open again, or lapsed with an answer; false when there is an order by now.
pub(in crate::domain::approvals) async fn undo(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    id: ApprovalId,
    lapsed: Option<&str>,
) -> Result<bool, sqlx::Error> {
    sqlx::query!(
        "update approval_requests
         set state = case when $4::text is null then 'open' else 'lapsed' end, decided_by = null, decided_at = null,
             answer = coalesce($4, '')
         where reseller_id = $1 and organization_id = $2 and id = $3 and state = 'approved' and order_id is null
           and not exists (select from orders where reseller_id = $1 and quote_id = $3)",
        reseller.uuid(),
        organization.uuid(),
        id.uuid(),
        lapsed,
    )
    .execute(conn)
    .await
    .map(|done| done.rows_affected() == 1)
}

/// Why the order was not delivered, if it was not.
pub(in crate::domain::approvals) async fn refusal_of(
    conn: &mut PgConnection,
    reseller: ResellerId,
    order: OrderId,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "select refusal from orders where reseller_id = $1 and id = $2",
        reseller.uuid(),
        order.uuid(),
    )
    .fetch_optional(conn)
    .await
    .map(Option::flatten)
}

/// A request the sweep takes up.
pub(in crate::domain::approvals) struct Due {
    pub reseller: ResellerId,
    pub organization: OrganizationId,
    pub id: ApprovalId,
    pub state: ApprovalState,
}

pub(in crate::domain::approvals) async fn due(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    approved_before: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Due>, Internal> {
    let rows = sqlx::query!(
        r#"select reseller_id as "reseller: ResellerId", organization_id as "organization: OrganizationId",
                  id as "id: ApprovalId", state
           from approval_requests
           where (state = 'open' and expires_at <= $1)
              or (state = 'approved' and kind = 'plan' and order_id is null and decided_at <= $2)
           order by expires_at limit $3"#,
        now,
        approved_before,
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok::<_, Internal>(Due {
                reseller: row.reseller,
                organization: row.organization,
                id: row.id,
                state: ApprovalState::parse(&row.state)
                    .ok_or_else(|| Internal::broken("a request of unknown state"))?,
            })
        })
        .collect()
}
