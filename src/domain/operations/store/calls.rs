//! Calls and their money.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::FINDINGS_MAX;

/// A call under way holds the price of its slice, one that is over holds nothing.
pub(in crate::domain::operations) async fn call_holds_off(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"with rated as (
               select c.*, coalesce((c.first_rate #>> '{charged,amount}')::numeric * 1000000, 0)
                               * (c.held_seconds / 60 + 1)
                           + coalesce((c.second_rate #>> '{charged,amount}')::numeric * 1000000, 0)
                               * (c.held_seconds / 60) as slice_price
               from call_detail_records c)
           select format('call %s is %s with %s s paid for, %s micros, and %s in open holds of its payer', c.id, c.state,
                         c.held_seconds, trunc(c.slice_price), coalesce(h.amount, 0)) as "finding!"
           from rated c
           join wallets payer on payer.reseller_id = c.reseller_id and payer.id = c.wallet_id
           left join lateral (
               select sum(h.amount_micros) as amount from holds h
               join wallets w on w.reseller_id = h.reseller_id and w.id = h.wallet_id
               where h.reseller_id = c.reseller_id and h.call_id = c.id and h.state = 'open'
                 and w.owner_kind = payer.owner_kind and w.owner_id = payer.owner_id) h on true
           where coalesce(h.amount, 0) <> case when c.ended_at is null and c.held_seconds > 0 then c.slice_price else 0 end
           union all
           select format('hold %s is open for call %s, which is %s', h.id, c.id, c.state)
           from holds h join call_detail_records c on c.reseller_id = h.reseller_id and c.id = h.call_id
           where h.state = 'open' and c.ended_at is not null
           limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

/// A call that cost something is booked once, as its price stack says, and no other is booked at all.
pub(in crate::domain::operations) async fn call_sales_off(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"with stack as (
               select m.reseller_id, m.id, m.state, m.payer, m.settlement_mode, m.currency, m.charged_micros,
                      m.price_stack is not null as is_sold,
                      (m.price_stack #>> '{charged,amount}')::numeric * 1000000 as charged,
                      (m.price_stack #>> '{platform_price,amount}')::numeric * 1000000 as platform_price,
                      (m.price_stack #>> '{cost,amount}')::numeric * 1000000 as cost,
                      (m.price_stack #>> '{charged,amount}')::numeric
                          * (m.price_stack ->> 'commission_percent')::numeric * 10000 as exact
               from call_detail_records m),
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
               where t.kind = 'sale' and t.reference_type = 'call'
               group by t.reseller_id, t.reference_id)
           select format('call %s is %s (%s, %s) and booked in %s sales: buyer %s, float %s, cost %s, margin %s, '
                         'commission %s, earnings %s, reseller''s sales %s; its prices are cost %s, platform %s, charged '
                         '%s, commission %s', d.id, d.state, d.payer, d.settlement_mode, coalesce(b.sales, 0), b.buyer,
                         b.float, b.cost, b.margin, b.commission, b.earned, b.sold, trunc(d.cost),
                         trunc(d.platform_price), trunc(d.charged), trunc(d.commission)) as "finding!"
           from due d
           left join booked b on b.reseller_id = d.reseller_id and b.reference_id = d.id
           where coalesce(d.charged, 0) <> coalesce(d.charged_micros, 0)
              or coalesce(b.sales, 0) <> case when d.is_sold then 1 else 0 end
              or (d.is_sold and (
                     b.currency <> d.currency
                  or b.buyer <> case when d.payer = 'float' then 0 else -d.charged end
                  or b.float <> case when d.payer = 'float' then -d.charged
                                     when d.settlement_mode = 'reseller_collects' then -(d.platform_price + d.commission)
                                     else 0 end
                  or b.cost <> d.cost
                  or b.margin <> d.platform_price - d.cost
                  or b.commission <> d.commission
                  or b.earned <> case when d.payer <> 'float' and d.settlement_mode = 'platform_collects'
                                      then d.charged - d.platform_price - d.commission else 0 end
                  or b.sold <> case when d.payer <> 'float' and d.settlement_mode = 'reseller_collects'
                                    then d.charged else 0 end))
           union all
           select format('transfer %s is the sale of a call nobody made', t.id)
           from ledger_transfers t
           left join call_detail_records m on m.reseller_id = t.reseller_id and m.id = t.reference_id
           where t.kind = 'sale' and t.reference_type = 'call' and m.id is null
           limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

/// Longer than the longest call, and nobody asked how it ended.
pub(in crate::domain::operations) async fn stuck_calls(
    conn: &mut PgConnection,
    before: DateTime<Utc>,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select format('call %s is %s since %s, paid for until %s', id, state, created_at, watch_at) as "finding!"
           from call_detail_records where ended_at is null and watch_at < $1 limit $2"#,
        before,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}
