//! The SQL of the lines room.

pub(super) mod batches;
pub(super) mod rows;
pub(super) mod seen;
pub(super) mod wishes;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{add::Bought, seed::Seeded};
use crate::{
    providers::lines::IssuedLine,
    shared::ids::{EmployeeId, LineId, OrderId, OrganizationId, PlanId, QuoteId, ResellerId, UserId},
};

pub(super) struct NewLine<'a> {
    pub id: LineId,
    pub bought: &'a Bought<'a>,
    pub issued: &'a IssuedLine,
    pub sealed: &'a [u8],
    pub replaces: Option<LineId>,
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    reseller: ResellerId,
    new: &NewLine<'_>,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into lines (id, reseller_id, organization_id, employee_id, order_id, provider, provider_line_id, iccid,
                            activation_code_sealed, state, plan_id, replaces_id, allowance_bytes, issued_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        new.id.uuid(),
        reseller.uuid(),
        new.bought.organization.uuid(),
        new.bought.employee.uuid(),
        new.bought.order.uuid(),
        new.bought.provider,
        new.issued.line,
        new.issued.iccid,
        new.sealed,
        new.issued.state.as_str(),
        new.bought.plan.uuid(),
        new.replaces.map(LineId::uuid),
        new.bought.allowance(),
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

pub(super) async fn insert_plan(
    conn: &mut PgConnection,
    reseller: ResellerId,
    line: LineId,
    bought: &Bought<'_>,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into line_plans (reseller_id, organization_id, line_id, order_id, plan_id, how, at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        reseller.uuid(),
        bought.organization.uuid(),
        line.uuid(),
        bought.order.uuid(),
        bought.plan.uuid(),
        bought.how,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// A further plan adds to what there is; another one stands alone, above what was used already.
pub(super) async fn set_plan(
    conn: &mut PgConnection,
    reseller: ResellerId,
    line: LineId,
    bought: &Bought<'_>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update lines set plan_id = $4,
                allowance_bytes = case when $6 then allowance_bytes + $5 else used_bytes + $5 end
         where reseller_id = $1 and organization_id = $2 and id = $3",
        reseller.uuid(),
        bought.organization.uuid(),
        line.uuid(),
        bought.plan.uuid(),
        bought.allowance(),
        bought.how == "added",
    )
    .execute(conn)
    .await
    .map(drop)
}

/// The owner who has been one for longest.
pub(super) async fn owner(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
) -> Result<Option<UserId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select user_id as "user: UserId" from organization_members
           where reseller_id = $1 and organization_id = $2 and role = 'owner' and state = 'active'
           order by created_at, user_id limit 1"#,
        reseller.uuid(),
        organization.uuid(),
    )
    .fetch_optional(conn)
    .await
}

pub(super) async fn line_of_order(
    conn: &mut PgConnection,
    reseller: ResellerId,
    order: OrderId,
) -> Result<Option<LineId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select id as "id: LineId" from lines where reseller_id = $1 and order_id = $2"#,
        reseller.uuid(),
        order.uuid(),
    )
    .fetch_optional(conn)
    .await
}

/// Whether the line came by the order of this key.
pub(super) async fn was_bought_by(
    conn: &mut PgConnection,
    reseller: ResellerId,
    key: QuoteId,
    line: LineId,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from orders o join lines l on l.reseller_id = o.reseller_id and l.order_id = o.id
                          where o.reseller_id = $1 and o.quote_id = $2 and l.id = $3) as "is_so!""#,
        reseller.uuid(),
        key.uuid(),
        line.uuid(),
    )
    .fetch_one(conn)
    .await
}

/// For whom and what a line of the demo is.
pub(super) struct ToSeed {
    pub reseller: ResellerId,
    pub organization: OrganizationId,
    pub employee: EmployeeId,
    pub owner: UserId,
    pub plan: PlanId,
}

pub(super) async fn to_seed(
    conn: &mut PgConnection,
    line: &Seeded<'_>,
) -> Result<Option<ToSeed>, sqlx::Error> {
    sqlx::query_as!(
        ToSeed,
        r#"select e.reseller_id as "reseller: ResellerId", e.organization_id as "organization: OrganizationId",
                  e.id as "employee: EmployeeId", m.user_id as "owner: UserId", p.id as "plan: PlanId"
           from employees e
           join organization_members m on m.reseller_id = e.reseller_id and m.organization_id = e.organization_id
                                      and m.role = 'owner' and m.state = 'active'
           join esim_data_plans p on p.provider = $2 and p.provider_product_id = $3
           where e.email = $1 order by m.created_at limit 1"#,
        line.email,
        line.provider,
        line.product,
    )
    .fetch_optional(conn)
    .await
}
