//! The checks of the settlement room's tables against the ledger.

use sqlx::PgConnection;

use super::FINDINGS_MAX;

pub(in crate::domain::operations) async fn earnings_off(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select format('reseller %s has %s micros %s of earnings in the ledger but %s in rows', reseller_id,
                         coalesce(booked, 0), currency, coalesce(noted, 0)) as "finding!"
           from (select reseller_id, currency, sum(amount_micros) as booked from ledger_entries
                 where account = 'reseller_earnings' group by 1, 2) as ledger
           full join (select e.reseller_id, e.currency, sum(e.amount_micros) as noted
                      from earnings e left join payouts p on p.reseller_id = e.reseller_id and p.id = e.payout_id
                      where p.id is null or p.state = 'requested' group by 1, 2) as noted
               using (reseller_id, currency)
           where coalesce(booked, 0) <> coalesce(noted, 0) limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

pub(in crate::domain::operations) async fn earning_rows_off(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select format('earnings row %s says %s micros but its transfer booked %s', e.id, e.amount_micros,
                         coalesce(sum(l.amount_micros), 0)) as "finding!"
           from earnings e
           left join ledger_entries l on l.reseller_id = e.reseller_id and l.transfer_id = e.transfer_id
               and l.account = 'reseller_earnings' and l.currency = e.currency
           group by e.reseller_id, e.id having e.amount_micros <> coalesce(sum(l.amount_micros), 0) limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

pub(in crate::domain::operations) async fn payouts_off(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select format('payout %s is %s over %s micros and its earnings sum to %s', p.id, p.state, p.amount_micros,
                         coalesce(sum(e.amount_micros), 0)) as "finding!"
           from payouts p left join earnings e on e.reseller_id = p.reseller_id and e.payout_id = p.id
           group by p.reseller_id, p.id
           having coalesce(sum(e.amount_micros), 0)
                  <> case when p.state in ('requested', 'approved', 'paid') then p.amount_micros else 0 end
           limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

pub(in crate::domain::operations) async fn approved_payouts_off(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select format('reseller %s has %s micros %s of payouts in the ledger but %s approved', reseller_id,
                         coalesce(booked, 0), currency, coalesce(approved, 0)) as "finding!"
           from (select reseller_id, currency, sum(amount_micros) as booked from ledger_entries
                 where account = 'payouts' group by 1, 2) as ledger
           full join (select reseller_id, currency, sum(amount_micros) as approved from payouts
                      where state = 'approved' group by 1, 2) as approved using (reseller_id, currency)
           where coalesce(booked, 0) <> coalesce(approved, 0) limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

pub(in crate::domain::operations) async fn invoices_off(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select format('invoice %s of reseller %s is over %s micros, its lines over %s and the ledger says %s',
                         i.number, i.reseller_id, i.total_micros, lines.sum, ledger.sum) as "finding!"
           from reseller_invoices i
           cross join lateral (select coalesce(sum((line -> 'amount' ->> 'amount')::numeric * 1000000), 0) as sum
                               from jsonb_array_elements(i.lines) as line) as lines
           cross join lateral (
               select coalesce(sum(commission + case when is_float then platform_price else 0 end), 0) as sum
               from (select bool_or(w.id is not null) as is_float,
                            coalesce(sum(e.amount_micros)
                                     filter (where e.account in ('provider_payable', 'platform_revenue')), 0)
                                as platform_price,
                            coalesce(sum(e.amount_micros) filter (where e.account = 'commission'), 0) as commission
                     from ledger_transfers t
                     join ledger_entries e on e.reseller_id = t.reseller_id and e.transfer_id = t.id
                     left join wallets w on w.reseller_id = e.reseller_id and w.id = e.wallet_id
                         and w.owner_kind = 'reseller_float'
                     where t.reseller_id = i.reseller_id and t.currency = i.currency and t.kind in ('sale', 'refund')
                       and t.at >= i.period_from::timestamp at time zone 'UTC'
                       and t.at < i.period_until::timestamp at time zone 'UTC'
                     group by t.id) as sale) as ledger
           where i.total_micros <> lines.sum or i.total_micros <> ledger.sum limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

pub(in crate::domain::operations) async fn invoice_gaps(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select format('reseller %s has %s invoices, numbered %s to %s', reseller_id, count(*), min(number),
                         max(number)) as "finding!"
           from reseller_invoices group by reseller_id
           having min(number) <> 1 or max(number) <> count(*) limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

pub(in crate::domain::operations) async fn float_stages_off(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select format('the float of reseller %s is %s with %s micros, %s kept back and %s days left', f.reseller_id,
                         f.stage, f.available_micros, f.reserve_micros, f.days_left) as "finding!"
           from float_stages f
           where (f.stage = 'paused' and f.available_micros > f.reserve_micros)
              or (f.stage in ('low', 'critical') and (f.days_left is null or f.available_micros <= f.reserve_micros))
              or (f.days_left is null) <> (f.daily_spend_micros <= 0)
              or f.since > f.as_of
              or not exists (select from wallets w where w.reseller_id = f.reseller_id and w.currency = f.currency
                                                     and w.owner_kind = 'reseller_float')
           limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}
