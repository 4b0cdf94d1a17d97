//! Money set aside.

use sqlx::PgConnection;

use super::FINDINGS_MAX;

pub(in crate::domain::operations) async fn held_off(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
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

pub(in crate::domain::operations) async fn holds_off(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
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

pub(in crate::domain::operations) async fn withdrawal_holds_off(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select format('withdrawal %s is %s and takes %s micros, with %s in open holds', d.id, d.state,
                         d.amount_micros, coalesce(sum(h.amount_micros) filter (where h.state = 'open'), 0))
               as "finding!"
           from withdrawals d
           left join holds h on h.reseller_id = d.reseller_id and h.withdrawal_id = d.id
           group by d.reseller_id, d.id
           having coalesce(sum(h.amount_micros) filter (where h.state = 'open'), 0)
                  <> case when d.state in ('held', 'submitted', 'unknown') then d.amount_micros else 0 end
           limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

/// Each captured hold took its amount out of its wallet by a transfer about the same thing.
pub(in crate::domain::operations) async fn captures_off(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"with captured as (
               select reseller_id, transfer_id, wallet_id, order_id, currency, sum(amount_micros) as amount,
                      min(id::text) as hold
               from holds where state = 'captured'
               group by reseller_id, transfer_id, wallet_id, order_id, currency),
           taken as (
               select reseller_id, transfer_id, wallet_id, -sum(amount_micros) as amount
               from ledger_entries where wallet_id is not null group by reseller_id, transfer_id, wallet_id)
           select format('hold %s took %s micros %s of wallet %s, but its transfer %s took %s', c.hold, c.amount,
                         c.currency, c.wallet_id, coalesce(c.transfer_id::text, 'is not there'),
                         coalesce(t.amount::text, 'nothing')) as "finding!"
           from captured c
           left join taken t
               on t.reseller_id = c.reseller_id and t.transfer_id = c.transfer_id and t.wallet_id = c.wallet_id
           left join ledger_transfers f on f.reseller_id = c.reseller_id and f.id = c.transfer_id
           left join wallets w on w.reseller_id = c.reseller_id and w.id = c.wallet_id
           where t.amount is distinct from c.amount or w.currency is distinct from c.currency
              or (c.order_id is not null and f.reference_id is distinct from c.order_id)
           limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

/// A hold is in its wallet's currency, whatever became of it.
pub(in crate::domain::operations) async fn foreign_holds(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select format('hold %s is %s %s of wallet %s, which is in %s', h.id, h.amount_micros, h.currency, w.id,
                         w.currency) as "finding!"
           from holds h join wallets w on w.reseller_id = h.reseller_id and w.id = h.wallet_id
           where h.currency <> w.currency or h.amount_micros <= 0 limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}
