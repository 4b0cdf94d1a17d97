//! One plan for many employees.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::{
    domain::error::Internal,
    shared::{
        ids::{
            EmployeeId, LineBatchId, LineId, OrderId, OrganizationId, PlanId, QuoteId, ResellerId, TeamId,
            UserId,
        },
        line::{BatchRow, BatchSummary, Candidate, RowState},
        money::Money,
    },
};

/// Who of a company can be given a line.
pub(in crate::domain::lines) struct Wanted<'a> {
    /// These alone; empty for everybody.
    pub only: &'a [EmployeeId],
    pub team: Option<TeamId>,
    /// Of these teams alone; `None` for all.
    pub teams: Option<&'a [TeamId]>,
    /// Those alone who have no line in use.
    pub without_line: bool,
    pub now: DateTime<Utc>,
    pub limit: i64,
}

/// By last name; those who have left are not among them.
pub(in crate::domain::lines) async fn candidates(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    wanted: &Wanted<'_>,
) -> Result<Vec<Candidate>, sqlx::Error> {
    let teams: Option<Vec<Uuid>> = wanted
        .teams
        .map(|teams| teams.iter().map(|team| team.uuid()).collect());
    let only: Option<Vec<Uuid>> =
        (!wanted.only.is_empty()).then(|| wanted.only.iter().map(|one| one.uuid()).collect());
    sqlx::query_as!(
        Candidate,
        r#"select e.id as "id: EmployeeId", e.first_name || ' ' || e.last_name as "name!", e.email,
                  coalesce(t.name, '') as "team!", n.lines as "lines!"
           from employees e
           left join teams t on t.reseller_id = e.reseller_id and t.organization_id = e.organization_id
                            and t.id = e.team_id
           cross join lateral (select count(*) as lines from lines l
                               where l.reseller_id = e.reseller_id and l.organization_id = e.organization_id
                                 and l.employee_id = e.id and l.state not in ('terminated', 'recycled')) n
           where e.reseller_id = $1 and e.organization_id = $2
             and (e.ends_on is null
                  or e.ends_on >= (select ($3::timestamptz at time zone o.timezone)::date from organizations o
                                   where o.reseller_id = $1 and o.id = $2))
             and ($4::uuid[] is null or e.team_id = any($4))
             and ($5::uuid is null or e.team_id = $5)
             and ($6::uuid[] is null or e.id = any($6))
             and (not $7 or n.lines = 0)
           order by e.surname_key, e.id limit $8"#,
        reseller.uuid(),
        organization.uuid(),
        wanted.now,
        teams.as_deref(),
        wanted.team.map(TeamId::uuid),
        only.as_deref(),
        wanted.without_line,
        wanted.limit,
    )
    .fetch_all(conn)
    .await
}

pub(in crate::domain::lines) struct NewBatch<'a> {
    pub id: LineBatchId,
    pub plan: PlanId,
    pub by: UserId,
    pub price: Money,
    pub employees: &'a [EmployeeId],
    pub now: DateTime<Utc>,
}

/// A draft; earlier drafts of the same member go.
pub(in crate::domain::lines) async fn insert(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    new: &NewBatch<'_>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from line_batches
         where reseller_id = $1 and organization_id = $2 and created_by = $3 and started_at is null",
        reseller.uuid(),
        organization.uuid(),
        new.by.uuid(),
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "insert into line_batches (id, reseller_id, organization_id, plan_id, created_by, created_at,
                                   max_price_micros, currency)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        new.id.uuid(),
        reseller.uuid(),
        organization.uuid(),
        new.plan.uuid(),
        new.by.uuid(),
        new.now,
        new.price.micros(),
        new.price.currency().code(),
    )
    .execute(&mut *conn)
    .await?;
    let employees: Vec<Uuid> = new.employees.iter().map(|one| one.uuid()).collect();
    let keys: Vec<Uuid> = new.employees.iter().map(|_| QuoteId::new().uuid()).collect();
    sqlx::query!(
        "insert into line_batch_rows (reseller_id, organization_id, batch_id, position, employee_id, key)
         select $1, $2, $3, r.position, r.employee, r.key
         from unnest($4::uuid[], $5::uuid[]) with ordinality as r (employee, key, position)",
        reseller.uuid(),
        organization.uuid(),
        new.id.uuid(),
        &employees[..],
        &keys[..],
    )
    .execute(conn)
    .await
    .map(drop)
}

/// A batch without its rows.
pub(in crate::domain::lines) struct Batch {
    pub plan: PlanId,
    pub plan_name: String,
    pub by: UserId,
    pub price: Money,
    pub started_at: Option<DateTime<Utc>>,
}

/// Held until the transaction ends.
pub(in crate::domain::lines) async fn lock(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    id: LineBatchId,
) -> Result<Option<Batch>, Internal> {
    let row = sqlx::query!(
        r#"select b.plan_id as "plan: PlanId", p.name as plan_name, b.created_by as "by: UserId", b.max_price_micros,
                  b.currency, b.started_at
           from line_batches b join esim_data_plans p on p.id = b.plan_id
           where b.reseller_id = $1 and b.organization_id = $2 and b.id = $3 for no key update of b"#,
        reseller.uuid(),
        organization.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        Ok(Batch {
            plan: row.plan,
            plan_name: row.plan_name,
            by: row.by,
            price: Money::from_micros(row.max_price_micros, row.currency.parse()?),
            started_at: row.started_at,
        })
    })
    .transpose()
}

pub(in crate::domain::lines) async fn set_started(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    id: LineBatchId,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update line_batches set started_at = $4
         where reseller_id = $1 and organization_id = $2 and id = $3 and started_at is null",
        reseller.uuid(),
        organization.uuid(),
        id.uuid(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Everybody of a batch. How far a row is says its order, so that the two never differ.
pub(in crate::domain::lines) async fn rows(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    id: LineBatchId,
) -> Result<Vec<BatchRow>, Internal> {
    let rows = sqlx::query!(
        r#"select r.employee_id as "employee: EmployeeId", e.first_name || ' ' || e.last_name as "name!", r.fault,
                  r.tries, o.state as "order_state?", o.refusal as "refusal?", l.id as "line?: LineId"
           from line_batch_rows r
           join employees e on e.reseller_id = r.reseller_id and e.organization_id = r.organization_id
                           and e.id = r.employee_id
           left join orders o on o.reseller_id = r.reseller_id and o.id = r.order_id
           left join lines l on l.reseller_id = r.reseller_id and l.order_id = r.order_id
           where r.reseller_id = $1 and r.organization_id = $2 and r.batch_id = $3
           order by r.position"#,
        reseller.uuid(),
        organization.uuid(),
        id.uuid(),
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let state = match (row.order_state.as_deref(), &row.fault) {
                (None, None) => RowState::Waiting,
                (None, Some(_)) | (Some("released"), _) => RowState::Failed,
                (Some("fulfilled" | "refunded"), _) => RowState::Done,
                (Some(_), _) => RowState::InFlight,
            };
            let refusal = row
                .refusal
                .map(|words| format!("{words} Nothing was charged. Try again, or choose another plan."));
            BatchRow {
                employee: row.employee,
                name: row.name,
                state,
                line: row.line,
                fault: row.fault.or(refusal),
                tries: row.tries,
            }
        })
        .collect())
}

/// A row nobody has worked on.
pub(in crate::domain::lines) struct Next {
    pub position: i32,
    pub employee: EmployeeId,
    pub key: QuoteId,
}

pub(in crate::domain::lines) async fn next(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    id: LineBatchId,
) -> Result<Option<Next>, sqlx::Error> {
    sqlx::query_as!(
        Next,
        r#"select position, employee_id as "employee: EmployeeId", key as "key: QuoteId" from line_batch_rows
           where reseller_id = $1 and organization_id = $2 and batch_id = $3 and order_id is null and fault is null
           order by position limit 1"#,
        reseller.uuid(),
        organization.uuid(),
        id.uuid(),
    )
    .fetch_optional(conn)
    .await
}

/// What became of a row: its order, or why there is none.
pub(in crate::domain::lines) async fn settle(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    id: LineBatchId,
    row: &Next,
    outcome: Result<OrderId, &str>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update line_batch_rows set order_id = $6, fault = $7
         where reseller_id = $1 and organization_id = $2 and batch_id = $3 and position = $4 and key = $5",
        reseller.uuid(),
        organization.uuid(),
        id.uuid(),
        row.position,
        row.key.uuid(),
        outcome.ok().map(OrderId::uuid),
        outcome.err(),
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Failed rows wait again, each under a new key. Returns how many.
pub(in crate::domain::lines) async fn retry(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    id: LineBatchId,
) -> Result<usize, sqlx::Error> {
    let failed = sqlx::query_scalar!(
        "select r.position from line_batch_rows r
         left join orders o on o.reseller_id = r.reseller_id and o.id = r.order_id
         where r.reseller_id = $1 and r.organization_id = $2 and r.batch_id = $3
           and (r.fault is not null or o.state = 'released')",
        reseller.uuid(),
        organization.uuid(),
        id.uuid(),
    )
    .fetch_all(&mut *conn)
    .await?;
    let keys: Vec<Uuid> = failed.iter().map(|_| QuoteId::new().uuid()).collect();
    sqlx::query!(
        "update line_batch_rows r set key = n.key, order_id = null, fault = null, tries = r.tries + 1
         from unnest($4::int[], $5::uuid[]) as n (position, key)
         where r.reseller_id = $1 and r.organization_id = $2 and r.batch_id = $3 and r.position = n.position",
        reseller.uuid(),
        organization.uuid(),
        id.uuid(),
        &failed[..],
        &keys[..],
    )
    .execute(conn)
    .await?;
    Ok(failed.len())
}

/// The newest started batches; of one member alone for somebody who does not see the whole company.
pub(in crate::domain::lines) async fn list(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    by: Option<UserId>,
) -> Result<Vec<BatchSummary>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select b.id as "id: LineBatchId", p.name as plan_name, b.started_at as "started_at!",
                  (select count(*) from line_batch_rows r
                   where r.reseller_id = b.reseller_id and r.organization_id = b.organization_id
                     and r.batch_id = b.id) as "people!"
           from line_batches b join esim_data_plans p on p.id = b.plan_id
           where b.reseller_id = $1 and b.organization_id = $2 and b.started_at is not null
             and ($3::uuid is null or b.created_by = $3)
           order by b.created_at desc limit 10"#,
        reseller.uuid(),
        organization.uuid(),
        by.map(UserId::uuid),
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| BatchSummary {
            id: row.id,
            plan_name: row.plan_name,
            people: row.people,
            started_at: row.started_at,
        })
        .collect())
}

/// Whether the member who began it may still assign lines.
pub(in crate::domain::lines) async fn role_of(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    user: UserId,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "select m.role from organization_members m
         join organizations o on o.reseller_id = m.reseller_id and o.id = m.organization_id and o.state = 'active'
         where m.reseller_id = $1 and m.organization_id = $2 and m.user_id = $3 and m.state = 'active'",
        reseller.uuid(),
        organization.uuid(),
        user.uuid(),
    )
    .fetch_optional(conn)
    .await
}

/// Started batches with somebody waiting, across resellers.
pub(in crate::domain::lines) async fn idle(
    conn: &mut PgConnection,
    before: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<(ResellerId, OrganizationId, LineBatchId)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select b.reseller_id as "reseller: ResellerId", b.organization_id as "organization: OrganizationId",
                  b.id as "id: LineBatchId"
           from line_batches b
           where b.started_at < $1
             and exists (select from line_batch_rows r
                         where r.reseller_id = b.reseller_id and r.organization_id = b.organization_id
                           and r.batch_id = b.id and r.order_id is null and r.fault is null)
           order by b.started_at limit $2"#,
        before,
        limit,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.reseller, row.organization, row.id))
        .collect())
}
