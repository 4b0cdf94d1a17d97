//! What was used, against what was paid.

use sqlx::PgConnection;

use super::FINDINGS_MAX;

/// Every sale and refund of an order, a message or a call has one row that says what its entries say, and no row is of
/// anything else.
pub(in crate::domain::operations) async fn logs_off(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"with booked as (
               select t.reseller_id, t.id, t.kind, t.reference_type, t.currency,
                      coalesce(sum(e.amount_micros) filter (where e.account = 'provider_payable'), 0) as cost,
                      coalesce(sum(e.amount_micros)
                               filter (where e.account in ('platform_revenue', 'commission')), 0) as platform,
                      coalesce(sum(e.amount_micros)
                               filter (where e.account in ('reseller_earnings', 'reseller_sales')), 0) as shop,
                      coalesce(sum(e.amount_micros) filter (where w.owner_kind = 'reseller_float'), 0) as float,
                      coalesce(sum(e.amount_micros) filter (where w.owner_kind <> 'reseller_float'), 0) as buyer
               from ledger_transfers t
               join ledger_entries e on e.reseller_id = t.reseller_id and e.transfer_id = t.id
               left join wallets w on w.reseller_id = e.reseller_id and w.id = e.wallet_id
               where t.kind in ('sale', 'refund') and t.reference_type in ('order', 'message', 'call')
               group by t.reseller_id, t.id, t.kind, t.reference_type, t.currency)
           select format('%s %s of a %s is booked with cost %s, platform %s, shop %s, float %s, buyer %s; the log says '
                         'price %s, cost %s, platform %s, share %s', coalesce(b.kind, 'no sale'),
                         coalesce(b.id, u.transfer_id), coalesce(b.reference_type, u.source_type), b.cost, b.platform,
                         b.shop, b.float, b.buyer, u.price_micros, u.cost_micros, u.platform_micros, u.share_micros)
                      as "finding!"
           from booked b
           full join usage_logs u on u.reseller_id = b.reseller_id and u.transfer_id = b.id
           where b.id is null or u.transfer_id is null or u.currency <> b.currency
              or u.is_refund <> (b.kind = 'refund') or u.cost_micros <> b.cost or u.platform_micros <> b.platform
              or u.price_micros <> case u.owner_kind when 'reseller_float' then -b.float else -b.buyer end
              or u.share_micros <> b.shop + case u.owner_kind when 'reseller_float' then 0 else b.float end
           limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}
