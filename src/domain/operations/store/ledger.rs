//! The ledger itself: transfers, entries, wallets.

use sqlx::PgConnection;

use super::FINDINGS_MAX;

/// Makes every later look of the transaction see this moment.
pub(in crate::domain::operations) async fn freeze_snapshot(
    conn: &mut PgConnection,
) -> Result<(), sqlx::Error> {
    sqlx::query!("set transaction isolation level repeatable read, read only")
        .execute(conn)
        .await
        .map(drop)
}

pub(in crate::domain::operations) async fn unbalanced_transfers(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
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

pub(in crate::domain::operations) async fn wallets_off(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
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

pub(in crate::domain::operations) async fn broken_chains(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
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

pub(in crate::domain::operations) async fn foreign_entries(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select format('entry %s books %s on wallet %s, which is in %s', e.seq, e.currency, w.id, w.currency)
               as "finding!"
           from ledger_entries e join wallets w on w.reseller_id = e.reseller_id and w.id = e.wallet_id
           where e.currency <> w.currency limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

pub(in crate::domain::operations) async fn overdrawn(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select format('wallet %s has %s micros, a credit limit of %s, and %s held', id, balance_micros,
                         credit_limit_micros, held_micros) as "finding!"
           from wallets
           where balance_micros + credit_limit_micros < held_micros or held_micros < 0
              or (balance_micros < 0 and balance_micros + credit_limit_micros < 0)
              or (credit_limit_micros <> 0 and bucket <> 'cash') limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

pub(in crate::domain::operations) async fn credit_paid_out(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select format('transfer %s (%s) moves %s micros of wallet %s, which is %s and no cash', t.id, t.kind,
                         e.amount_micros, w.id, w.bucket) as "finding!"
           from wallets w
           join ledger_entries e on e.reseller_id = w.reseller_id and e.wallet_id = w.id
           join ledger_transfers t on t.reseller_id = e.reseller_id and t.id = e.transfer_id
           where w.bucket <> 'cash'
             and t.kind in ('top_up', 'gateway_fee', 'withdrawal', 'payout', 'payout_paid', 'payout_returned',
                            'float_funding', 'dispute_opened')
           union all
           select format('withdrawal %s takes wallet %s, which is %s and no cash', d.id, w.id, w.bucket)
           from withdrawals d join wallets w on w.reseller_id = d.reseller_id and w.id = d.wallet_id
           where w.bucket <> 'cash' limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}
