//! Orders and cases for the console, across resellers.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    domain::error::Internal,
    shared::{
        ids::{CaseId, OrderId, ResellerId},
        money::Money,
        operator::{CaseCount, CaseListRow, EntryRow, FlightRow, HoldRow, OrderCase},
    },
};

fn rows_max(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

pub(in crate::domain::operations) async fn case_counts(
    conn: &mut PgConnection,
) -> Result<Vec<CaseCount>, sqlx::Error> {
    sqlx::query_as!(
        CaseCount,
        r#"select kind, count(*) as "open!", min(opened_at) as "oldest!" from operator_cases
           where closed_at is null group by kind order by min(opened_at)"#,
    )
    .fetch_all(conn)
    .await
}

pub(in crate::domain::operations) async fn open_cases_page(
    conn: &mut PgConnection,
    kind: Option<&str>,
    after: Option<CaseId>,
    limit: usize,
) -> Result<Vec<CaseListRow>, sqlx::Error> {
    sqlx::query_as!(
        CaseListRow,
        r#"select c.id as "id: CaseId", c.kind, r.name as "shop?", c.reference, c.summary, c.opened_at, c.closed_at,
                  c.resolution
           from operator_cases c left join resellers r on r.id = c.reseller_id
           where c.closed_at is null and ($1::text is null or c.kind = $1) and ($2::uuid is null or c.id > $2)
           order by c.id limit $3"#,
        kind,
        after.map(CaseId::uuid),
        rows_max(limit),
    )
    .fetch_all(conn)
    .await
}

pub(in crate::domain::operations) async fn closed_cases_page(
    conn: &mut PgConnection,
    kind: Option<&str>,
    after: Option<CaseId>,
    limit: usize,
) -> Result<Vec<CaseListRow>, sqlx::Error> {
    sqlx::query_as!(
        CaseListRow,
        r#"select c.id as "id: CaseId", c.kind, r.name as "shop?", c.reference, c.summary, c.opened_at, c.closed_at,
                  c.resolution
           from operator_cases c left join resellers r on r.id = c.reseller_id
           where c.closed_at is not null and ($1::text is null or c.kind = $1) and ($2::uuid is null or c.id < $2)
           order by c.id desc limit $3"#,
        kind,
        after.map(CaseId::uuid),
        rows_max(limit),
    )
    .fetch_all(conn)
    .await
}

pub(in crate::domain::operations) async fn case_closed_by(
    conn: &mut PgConnection,
    id: CaseId,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select u.email as "email!" from operator_cases c join users u on u.id = c.closed_by
           join resellers r on r.id = u.reseller_id and r.is_platform where c.id = $1"#,
        id.uuid(),
    )
    .fetch_optional(conn)
    .await
}

pub(in crate::domain::operations) async fn flight(
    conn: &mut PgConnection,
    after: Option<OrderId>,
    limit: usize,
) -> Result<Vec<FlightRow>, sqlx::Error> {
    sqlx::query_as!(
        FlightRow,
        r#"select o.id as "id: OrderId", r.name as shop, coalesce(l.item ->> 'e164', l.item ->> 'name', o.kind) as "what!",
                  o.state as status, o.provider, o.reference, coalesce(o.submitted_at, o.created_at) as "since!",
                  o.attempts,
                  coalesce((select e.detail from order_events e
                            where e.reseller_id = o.reseller_id and e.order_id = o.id and e.detail <> ''
                            order by e.seq desc limit 1), '') as "cause!",
                  null::timestamptz as next_try
           from orders o
           join resellers r on r.id = o.reseller_id
           join order_lines l on l.reseller_id = o.reseller_id and l.order_id = o.id and l.position = 1
           where o.state in ('held', 'submitted', 'unknown')
             and ($1::uuid is null or (o.created_at, o.id) > (select a.created_at, a.id from orders a where a.id = $1))
           order by o.created_at, o.id limit $2"#,
        after.map(OrderId::uuid),
        rows_max(limit),
    )
    .fetch_all(conn)
    .await
}

pub(in crate::domain::operations) async fn find_order(
    conn: &mut PgConnection,
    id: Option<OrderId>,
    reference: &str,
    e164: &str,
    iccid: &str,
) -> Result<Option<OrderId>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select found.id as "id!: OrderId" from (
               (select o.id, 1 as rank from orders o where o.id = $1)
               union all (select o.id, 2 from orders o where o.reference = $2)
               union all (select n.order_id, 3 from virtual_numbers n
                          where n.e164 = $3 and n.state in ('active', 'suspended', 'grace'))
               union all (select e.order_id, 4 from esim_activations e
                          where e.provider = any(array(select p.name from providers p)) and e.iccid = $4)
           ) as found order by found.rank limit 1"#,
        id.map(OrderId::uuid),
        reference,
        e164,
        iccid,
    )
    .fetch_optional(conn)
    .await
}

/// What the order's own row says beside its record.
pub(in crate::domain::operations) struct OrderFacts {
    pub reseller: ResellerId,
    pub shop: String,
    pub customer_email: String,
    pub state: String,
    pub settlement_mode: String,
    pub provider: String,
    pub reference: String,
    pub provider_id: Option<String>,
    pub submitted_at: Option<DateTime<Utc>>,
    pub attempts: i32,
}

pub(in crate::domain::operations) async fn order_facts(
    conn: &mut PgConnection,
    id: OrderId,
) -> Result<Option<OrderFacts>, sqlx::Error> {
    sqlx::query_as!(
        OrderFacts,
        r#"select o.reseller_id as "reseller: ResellerId", r.name as shop, u.email as customer_email, o.state,
                  o.settlement_mode, o.provider, o.reference, o.submitted_at, o.attempts,
                  coalesce((select n.provider_number_id from virtual_numbers n
                            where n.reseller_id = o.reseller_id and n.order_id = o.id),
                           (select e.provider_order_id from esim_activations e
                            where e.reseller_id = o.reseller_id and e.order_id = o.id)) as provider_id
           from orders o join resellers r on r.id = o.reseller_id
           join users u on u.reseller_id = o.reseller_id and u.id = o.user_id
           where o.id = $1"#,
        id.uuid(),
    )
    .fetch_optional(conn)
    .await
}

pub(in crate::domain::operations) async fn order_holds(
    conn: &mut PgConnection,
    reseller: ResellerId,
    order: OrderId,
) -> Result<Vec<HoldRow>, Internal> {
    let rows = sqlx::query!(
        "select w.owner_kind, h.amount_micros, h.currency, h.state, h.created_at, h.closed_at
         from holds h join wallets w on w.reseller_id = h.reseller_id and w.id = h.wallet_id
         where h.reseller_id = $1 and h.order_id = $2 order by h.id limit 20",
        reseller.uuid(),
        order.uuid(),
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(HoldRow {
                wallet: row.owner_kind,
                amount: Money::from_micros(row.amount_micros, row.currency.parse()?),
                state: row.state,
                created_at: row.created_at,
                closed_at: row.closed_at,
            })
        })
        .collect()
}

/// What was booked for the order and its refunds.
pub(in crate::domain::operations) async fn order_entries(
    conn: &mut PgConnection,
    reseller: ResellerId,
    order: OrderId,
) -> Result<Vec<EntryRow>, Internal> {
    let rows = sqlx::query!(
        r#"select t.id, t.kind, t.at, e.amount_micros, e.currency,
                  case when e.account = 'wallet' then 'wallet: ' || w.owner_kind else e.account end as "account!"
           from ledger_transfers t
           join ledger_entries e on e.reseller_id = t.reseller_id and e.transfer_id = t.id
           left join wallets w on w.reseller_id = e.reseller_id and w.id = e.wallet_id
           where t.reseller_id = $1
             and t.reference_id in (select $2::uuid union all
                                    select f.id from refunds f where f.reseller_id = $1 and f.order_id = $2)
           order by t.at, t.id, e.seq limit 200"#,
        reseller.uuid(),
        order.uuid(),
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(EntryRow {
                transfer: crate::shared::ids::TransferId::from(row.id).to_string(),
                kind: row.kind,
                account: row.account,
                amount: Money::from_micros(row.amount_micros, row.currency.parse()?),
                at: row.at,
            })
        })
        .collect()
}

pub(in crate::domain::operations) async fn order_cases(
    conn: &mut PgConnection,
    order: OrderId,
    reference: &str,
) -> Result<Vec<OrderCase>, sqlx::Error> {
    sqlx::query_as!(
        OrderCase,
        r#"select id as "id: CaseId", kind, closed_at is null as "is_open!" from operator_cases
           where reference = any(array[$1, $2]) or details ->> 'order' = $1 order by id limit 50"#,
        order.to_string(),
        reference,
    )
    .fetch_all(conn)
    .await
}
