//! What orders brought and took: sales, refunds, goods.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::FINDINGS_MAX;

pub(in crate::domain::operations) async fn orders_off(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"with paid as (
               select t.reseller_id, t.reference_id, w.owner_kind, w.owner_id, -sum(e.amount_micros) as amount
               from ledger_transfers t
               join ledger_entries e on e.reseller_id = t.reseller_id and e.transfer_id = t.id
               join wallets w on w.reseller_id = e.reseller_id and w.id = e.wallet_id
               where t.kind = 'sale'
               group by t.reseller_id, t.reference_id, w.owner_kind, w.owner_id)
           select format('order %s is %s, costs %s micros, and its buyer paid %s', o.reference, o.state,
                         o.charged_micros, coalesce(p.amount, 0)) as "finding!"
           from orders o
           join wallets payer on payer.reseller_id = o.reseller_id and payer.id = o.wallet_id
           left join paid p on p.reseller_id = o.reseller_id and p.reference_id = o.id
               and p.owner_kind = payer.owner_kind and p.owner_id = payer.owner_id
           where coalesce(p.amount, 0)
                 <> case when o.state in ('fulfilled', 'refunded') then o.charged_micros else 0 end
           limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

pub(in crate::domain::operations) async fn undelivered(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"with numbers as (
               select reseller_id, order_id, count(*) as count
               from (select reseller_id, order_id from virtual_numbers
                     union all select reseller_id, order_id from number_months) as every
               group by reseller_id, order_id),
           esims as (
               select reseller_id, order_id, count(*) as count
               from (select reseller_id, order_id from esim_activations
                     union all select reseller_id, order_id from line_plans) as every
               group by reseller_id, order_id)
           select format('order %s is %s with %s numbers and %s eSIMs', o.reference, o.state, coalesce(n.count, 0),
                         coalesce(e.count, 0)) as "finding!"
           from orders o
           left join numbers n on n.reseller_id = o.reseller_id and n.order_id = o.id
           left join esims e on e.reseller_id = o.reseller_id and e.order_id = o.id
           where coalesce(n.count, 0) + coalesce(e.count, 0)
                 <> case when o.state in ('fulfilled', 'refunded') then 1 else 0 end
           limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

pub(in crate::domain::operations) async fn stuck_orders(
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

/// The legs of each sale are what the order's price stack says, by payer and settlement mode, to the micro-unit.
/// The commission is rounded half to even, as `Money::percent` does.
pub(in crate::domain::operations) async fn sale_legs_off(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"with stack as (
               select o.reseller_id, o.id, o.reference, o.payer, o.settlement_mode, o.currency,
                      (l.price_stack #>> '{charged,amount}')::numeric * 1000000 as charged,
                      o.charged_micros,
                      (l.price_stack #>> '{platform_price,amount}')::numeric * 1000000 as platform_price,
                      (l.price_stack #>> '{cost,amount}')::numeric * 1000000 as cost,
                      case when l.price_stack #>> '{promotion,funded_by}' = 'platform'
                           then (l.price_stack #>> '{discount,amount}')::numeric * 1000000 else 0 end as given,
                      (l.price_stack #>> array[case when l.price_stack #>> '{promotion,funded_by}' = 'platform'
                                                    then 'retail' else 'charged' end, 'amount'])::numeric
                          * (l.price_stack ->> 'commission_percent')::numeric * 10000 as exact
               from orders o
               join order_lines l on l.reseller_id = o.reseller_id and l.order_id = o.id and l.position = o.line
               where o.state in ('fulfilled', 'refunded')),
           due as (
               select *, case when abs(exact - trunc(exact)) = 0.5 then 2 * round(exact / 2) else round(exact) end
                             as commission
               from stack),
           booked as (
               select t.reseller_id, t.reference_id, min(t.currency) as currency, count(distinct t.id) as sales,
                      coalesce(sum(e.amount_micros) filter (where w.owner_kind = 'reseller_float'), 0) as float,
                      coalesce(sum(e.amount_micros) filter (where w.owner_kind <> 'reseller_float'), 0) as buyer,
                      coalesce(sum(e.amount_micros) filter (where e.account = 'provider_payable'), 0) as cost,
                      coalesce(sum(e.amount_micros) filter (where e.account = 'platform_revenue'), 0) as margin,
                      coalesce(sum(e.amount_micros) filter (where e.account = 'commission'), 0) as commission,
                      coalesce(sum(e.amount_micros) filter (where e.account = 'reseller_earnings'), 0) as earned,
                      coalesce(sum(e.amount_micros) filter (where e.account = 'reseller_sales'), 0) as sold
               from ledger_transfers t
               join ledger_entries e on e.reseller_id = t.reseller_id and e.transfer_id = t.id
               left join wallets w on w.reseller_id = e.reseller_id and w.id = e.wallet_id
               where t.kind = 'sale'
               group by t.reseller_id, t.reference_id)
           select format('order %s (%s, %s) booked in %s sales: buyer %s, float %s, cost %s, margin %s, commission %s, '
                         'earnings %s, reseller''s sales %s; its prices are cost %s, platform %s, charged %s, '
                         'commission %s', d.reference, d.payer, d.settlement_mode, coalesce(b.sales, 0), b.buyer,
                         b.float, b.cost, b.margin, b.commission, b.earned, b.sold, trunc(d.cost),
                         trunc(d.platform_price), trunc(d.charged), trunc(d.commission)) as "finding!"
           from due d
           left join booked b on b.reseller_id = d.reseller_id and b.reference_id = d.id
           where b.sales is distinct from 1
              or b.currency <> d.currency
              or d.charged <> d.charged_micros
              or b.buyer <> case when d.payer = 'float' then 0 else -d.charged end
              or b.float <> case when d.payer = 'float' then -d.charged
                                 when d.settlement_mode = 'reseller_collects' then -(d.platform_price + d.commission - d.given)
                                 else 0 end
              or b.cost <> d.cost
              or b.margin <> d.platform_price - d.cost - d.given
              or b.commission <> d.commission
              or b.earned <> case when d.payer <> 'float' and d.settlement_mode = 'platform_collects'
                                  then d.charged - d.platform_price - d.commission + d.given else 0 end
              or b.sold <> case when d.payer <> 'float' and d.settlement_mode = 'reseller_collects'
                                then d.charged else 0 end
           limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

pub(in crate::domain::operations) async fn refunded_off(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"with given as (
               select reseller_id, order_id, sum(amount_micros) as amount, bool_or(currency is null) as odd,
                      array_agg(distinct currency) as currencies
               from refunds group by reseller_id, order_id)
           select format('order %s (%s) charged %s micros, says %s were refunded, and its refunds sum to %s %s',
                         o.reference, o.state, o.charged_micros, o.refunded_micros, coalesce(g.amount, 0),
                         coalesce(array_to_string(g.currencies, ', '), '')) as "finding!"
           from orders o left join given g on g.reseller_id = o.reseller_id and g.order_id = o.id
           where o.refunded_micros <> coalesce(g.amount, 0) or coalesce(g.amount, 0) > o.charged_micros
              or (g.amount is not null and o.state not in ('fulfilled', 'refunded'))
              or (g.amount is not null and g.currencies <> array[o.currency])
           limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

/// Each refund gave its amount back to whoever paid, by a transfer of its own, out of a captured sale; and the reverse.
pub(in crate::domain::operations) async fn refund_transfers_off(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"with sold as (
               select distinct reseller_id, reference_id from ledger_transfers where kind = 'sale'),
           given as (
               select r.reseller_id, r.id, r.order_id, r.amount_micros, r.transfer_id, t.kind,
                      t.currency = r.currency as is_same_currency,
                      count(*) over (partition by r.reseller_id, r.transfer_id) as sharing,
                      (select coalesce(sum(e.amount_micros), 0)
                       from ledger_entries e
                       join wallets w on w.reseller_id = e.reseller_id and w.id = e.wallet_id
                       where e.reseller_id = r.reseller_id and e.transfer_id = r.transfer_id
                         and w.owner_kind = payer.owner_kind and w.owner_id = payer.owner_id) as credited
               from refunds r
               join orders o on o.reseller_id = r.reseller_id and o.id = r.order_id
               join wallets payer on payer.reseller_id = o.reseller_id and payer.id = o.wallet_id
               left join ledger_transfers t on t.reseller_id = r.reseller_id and t.id = r.transfer_id)
           select format('refund %s of order %s gives %s micros back; its transfer %s (%s) credits %s%s', g.id,
                         g.order_id, g.amount_micros, g.transfer_id, coalesce(g.kind, 'not there'), g.credited,
                         case when s.reference_id is null then ', and the order was never sold' else '' end)
               as "finding!"
           from given g
           left join sold s on s.reseller_id = g.reseller_id and s.reference_id = g.order_id
           where g.kind is distinct from 'refund' or not g.is_same_currency or g.sharing > 1
              or g.credited <> g.amount_micros or s.reference_id is null
           union all
           select format('transfer %s is a refund that no order knows of', t.id)
           from ledger_transfers t
           left join refunds r on r.reseller_id = t.reseller_id and r.transfer_id = t.id
           where t.kind = 'refund' and r.id is null
           limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

/// Each order with a code has its use in the state of the order and with its discount, no other use exists, and each
/// code counts its uses.
pub(in crate::domain::operations) async fn promotions_off(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"with due as (
               select o.reseller_id, o.id, o.reference, l.price_stack #>> '{promotion,id}' as promo,
                      (l.price_stack #>> '{discount,amount}')::numeric * 1000000 as discount,
                      case when o.state in ('held', 'submitted', 'unknown') then 'held'
                           when o.state = 'released' or o.refunded_micros = o.charged_micros then 'released'
                           else 'counted' end as state
               from orders o
               join order_lines l on l.reseller_id = o.reseller_id and l.order_id = o.id and l.position = o.line
               where l.price_stack ? 'promotion'),
           used as (
               select reseller_id, promo_id, count(*) as count from promo_uses where state <> 'released'
               group by reseller_id, promo_id)
           select format('order %s takes %s micros off by %s (%s), its use is of %s micros by %s (%s)',
                         coalesce(d.reference, u.order_id::text), coalesce(d.discount, 0), coalesce(d.promo, 'no code'),
                         coalesce(d.state, 'none'), coalesce(u.discount_micros, 0), u.promo_id,
                         coalesce(u.state, 'none')) as "finding!"
           from due d
           full join promo_uses u on u.reseller_id = d.reseller_id and u.order_id = d.id
           where d.id is null or u.order_id is null or u.state <> d.state or u.discount_micros <> d.discount
              or 'pro_' || replace(u.promo_id::text, '-', '') <> d.promo
           union all
           select format('code %s of reseller %s counts %s uses and has %s', c.code, c.reseller_id, c.uses,
                         coalesce(u.count, 0))
           from promo_codes c
           left join used u on u.reseller_id = c.reseller_id and u.promo_id = c.id
           where c.uses <> coalesce(u.count, 0)
           limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}
