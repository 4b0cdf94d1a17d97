//! The SQL of the operations room. Reads other rooms' tables, since proving them is its purpose; writes only its own.

pub(super) mod disputes;
pub(super) mod settlement;

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::shared::{
    ids::{CaseId, ResellerId},
    operator::{CaseRow, StuckOrderRow, WebhookRow},
};

/// Findings of one check; the first ones are enough to see what is wrong.
const FINDINGS_MAX: i64 = 100;

pub(super) async fn open_case(
    conn: &mut PgConnection,
    reseller: Option<ResellerId>,
    kind: &str,
    reference: &str,
    summary: &str,
    now: DateTime<Utc>,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "insert into operator_cases (id, reseller_id, kind, reference, summary, opened_at)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
        CaseId::new().uuid(),
        reseller.map(ResellerId::uuid),
        kind,
        reference,
        summary,
        now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn open_cases(conn: &mut PgConnection, limit: i64) -> Result<Vec<CaseRow>, sqlx::Error> {
    sqlx::query_as!(
        CaseRow,
        r#"select c.id as "id: CaseId", c.kind, r.name as "reseller?", c.summary, c.reference, c.opened_at
           from operator_cases c left join resellers r on r.id = c.reseller_id
           where c.closed_at is null order by c.opened_at limit $1"#,
        limit,
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn orders_in_flight(
    conn: &mut PgConnection,
    limit: i64,
) -> Result<Vec<StuckOrderRow>, sqlx::Error> {
    sqlx::query_as!(
        StuckOrderRow,
        r#"select o.reference as "order!", r.name as reseller, o.state as status,
                  coalesce(l.item ->> 'e164', l.item ->> 'name', o.kind) as "what!",
                  coalesce(o.submitted_at, o.created_at) as "since!", o.attempts
           from orders o
           join resellers r on r.id = o.reseller_id
           join order_lines l on l.reseller_id = o.reseller_id and l.order_id = o.id and l.position = 1
           where o.state in ('held', 'submitted', 'unknown') order by o.created_at limit $1"#,
        limit,
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn odd_webhooks(
    conn: &mut PgConnection,
    limit: i64,
) -> Result<Vec<WebhookRow>, sqlx::Error> {
    sqlx::query_as!(
        WebhookRow,
        "select provider, event_id, outcome, detail, received_at from webhook_events
         where outcome <> 'applied' order by received_at desc limit $1",
        limit,
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn unbalanced_transfers(conn: &mut PgConnection) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select format('transfer %s sums to %s over %s entries', t.id, coalesce(sum(e.amount_micros), 0), count(e))
               as "finding!"
           from ledger_transfers t
           left join ledger_entries e on e.reseller_id = t.reseller_id and e.transfer_id = t.id
           group by t.reseller_id, t.id, t.currency
           having coalesce(sum(e.amount_micros), 0) <> 0 or count(e) < 2 or bool_or(e.currency <> t.currency)
           limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn wallets_off(conn: &mut PgConnection) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select format('wallet %s shows %s micros but its entries sum to %s', w.id, w.balance_micros,
                         coalesce(sum(e.amount_micros), 0)) as "finding!"
           from wallets w left join ledger_entries e on e.reseller_id = w.reseller_id and e.wallet_id = w.id
           group by w.reseller_id, w.id having w.balance_micros <> coalesce(sum(e.amount_micros), 0) limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn broken_chains(conn: &mut PgConnection) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select format('entry %s of wallet %s begins at %s but the one before ended at %s', seq, wallet_id,
                         balance_before_micros, previous) as "finding!"
           from (select seq, wallet_id, balance_before_micros,
                        coalesce(lag(balance_after_micros) over (partition by reseller_id, wallet_id order by seq), 0)
                            as previous
                 from ledger_entries where wallet_id is not null) as chain
           where balance_before_micros <> previous limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn held_off(conn: &mut PgConnection) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select format('wallet %s holds %s micros but its open holds sum to %s', w.id, w.held_micros,
                         coalesce(sum(h.amount_micros), 0)) as "finding!"
           from wallets w
           left join holds h on h.reseller_id = w.reseller_id and h.wallet_id = w.id and h.state = 'open'
           group by w.reseller_id, w.id having w.held_micros <> coalesce(sum(h.amount_micros), 0) limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn holds_off(conn: &mut PgConnection) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select format('order %s is %s with %s open holds', o.reference, o.state,
                         count(h) filter (where h.state = 'open')) as "finding!"
           from orders o left join holds h on h.reseller_id = o.reseller_id and h.order_id = o.id
           group by o.reseller_id, o.id
           having (o.state in ('held', 'submitted', 'unknown')) <> (count(h) filter (where h.state = 'open') > 0)
           limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn orders_off(conn: &mut PgConnection) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select format('order %s is %s, costs %s micros, and its buyer paid %s', o.reference, o.state,
                         o.charged_micros, coalesce(-sum(e.amount_micros), 0)) as "finding!"
           from orders o
           left join ledger_transfers t
               on t.reseller_id = o.reseller_id and t.reference_id = o.id and t.kind = 'sale'
           left join ledger_entries e
               on e.reseller_id = o.reseller_id and e.transfer_id = t.id and e.wallet_id in
                  (select w.id from wallets w join wallets payer on payer.reseller_id = w.reseller_id
                       and payer.owner_kind = w.owner_kind and payer.owner_id = w.owner_id
                   where payer.reseller_id = o.reseller_id and payer.id = o.wallet_id)
           group by o.reseller_id, o.id
           having coalesce(-sum(e.amount_micros), 0)
                  <> case when o.state in ('fulfilled', 'refunded') then o.charged_micros else 0 end
           limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn undelivered(conn: &mut PgConnection) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select format('order %s is %s with %s numbers and %s eSIMs', o.reference, o.state, n.count, e.count)
               as "finding!"
           from orders o
           cross join lateral (select count(*) from virtual_numbers
                               where reseller_id = o.reseller_id and order_id = o.id) as n
           cross join lateral (select count(*) from esim_activations
                               where reseller_id = o.reseller_id and order_id = o.id) as e
           where n.count + e.count <> case when o.state in ('fulfilled', 'refunded') then 1 else 0 end
           limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn payments_off(conn: &mut PgConnection) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select format('payment %s is %s and credited %s micros', p.reference, p.state,
                         coalesce(sum(e.amount_micros), 0)) as "finding!"
           from payments p
           left join ledger_transfers t
               on t.reseller_id = p.reseller_id and t.reference_id = p.id and t.kind = 'top_up'
           left join ledger_entries e
               on e.reseller_id = p.reseller_id and e.transfer_id = t.id and e.wallet_id = p.wallet_id
           group by p.reseller_id, p.id
           having (p.state = 'paid' and coalesce(sum(e.amount_micros), 0) < p.amount_micros)
               or (p.state <> 'paid' and coalesce(sum(e.amount_micros), 0) <> 0)
           limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn stuck_orders(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    minutes: i32,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select format('order %s is %s since %s', reference, state, created_at) as "finding!"
           from orders
           where state in ('held', 'submitted', 'unknown') and created_at < $1::timestamptz - make_interval(mins => $2)
           limit $3"#,
        now,
        minutes,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn held_numbers(
    conn: &mut PgConnection,
    provider: &str,
) -> Result<BTreeSet<String>, sqlx::Error> {
    let rows = sqlx::query_scalar!(
        "select e164 from virtual_numbers where provider = $1 and state in ('active', 'suspended', 'grace')",
        provider,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().collect())
}

pub(super) async fn held_esims(
    conn: &mut PgConnection,
    provider: &str,
) -> Result<BTreeSet<String>, sqlx::Error> {
    let rows = sqlx::query_scalar!("select iccid from esim_activations where provider = $1", provider)
        .fetch_all(conn)
        .await?;
    Ok(rows.into_iter().collect())
}

pub(super) async fn references_in_flight(conn: &mut PgConnection) -> Result<BTreeSet<String>, sqlx::Error> {
    let rows =
        sqlx::query_scalar!("select reference from orders where state in ('held', 'submitted', 'unknown')")
            .fetch_all(conn)
            .await?;
    Ok(rows.into_iter().collect())
}
