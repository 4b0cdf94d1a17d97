//! Proofs about gateway accounts and disputes.

use sqlx::PgConnection;

use super::FINDINGS_MAX;

/// A payment's money and its fee went through the account that collected it.
pub async fn collectors_off(conn: &mut PgConnection) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select format('payment %s was collected by the %s, but its %s is booked on %s', p.reference, p.collector,
                         t.kind, e.account) as "finding!"
           from payments p
           join ledger_transfers t
               on t.reseller_id = p.reseller_id and t.reference_id = p.id and t.kind in ('top_up', 'gateway_fee')
           join ledger_entries e on e.reseller_id = t.reseller_id and e.transfer_id = t.id and e.wallet_id is null
           where e.account <> all (case
                   when p.collector = 'platform' and t.kind = 'top_up' then array['gateway_clearing']
                   when p.collector = 'platform' then array['gateway_clearing', 'gateway_fees']
                   when t.kind = 'top_up' then array['reseller_clearing']
                   else array['reseller_clearing', 'reseller_sales'] end)
           limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

/// A dispute that is open, or lost and not thawed, keeps its wallet frozen.
pub async fn not_frozen(conn: &mut PgConnection) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select format('dispute %s is %s, but wallet %s is not frozen', d.provider_dispute_id, d.state, w.id)
               as "finding!"
           from disputes d join wallets w on w.reseller_id = d.reseller_id and w.id = d.wallet_id
           where (d.state = 'open' or (d.state = 'lost' and d.thawed_at is null)) and w.frozen_at is null
           limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

/// What a dispute booked, opening and closing: out of the wallet, into debt, through the clearing of who collected.
pub async fn disputes_off(conn: &mut PgConnection) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select format('dispute %s (%s) of %s micros books: opening %s from the wallet, %s debt, %s cleared; after closing '
                         '%s debt, %s from the wallet, %s cleared', d.provider_dispute_id, d.state, d.amount_micros,
                         b.taken, b.debt, b.cleared, b.debt_after, b.taken_after, b.cleared_after) as "finding!"
           from disputes d
           join payments p on p.reseller_id = d.reseller_id and p.id = d.payment_id
           cross join lateral (
               select coalesce(-sum(e.amount_micros) filter (where is_opening and e.wallet_id = d.wallet_id), 0) as taken,
                      coalesce(-sum(e.amount_micros) filter (where e.wallet_id = d.wallet_id), 0) as taken_after,
                      coalesce(-sum(e.amount_micros) filter (where is_opening and e.account = 'dispute_debt'), 0) as debt,
                      coalesce(-sum(e.amount_micros) filter (where e.account = 'dispute_debt'), 0) as debt_after,
                      coalesce(sum(e.amount_micros) filter (where is_opening and e.account = c.clearing), 0) as cleared,
                      coalesce(sum(e.amount_micros) filter (where e.account = c.clearing), 0) as cleared_after
               from (select case when p.collector = 'platform' then 'gateway_clearing' else 'reseller_clearing' end
                                as clearing) as c
               cross join (select id, id = d.opening_transfer_id as is_opening from ledger_transfers
                           where reseller_id = d.reseller_id and id in (d.opening_transfer_id, d.closing_transfer_id)
                             and reference_id = d.id
                             and kind in ('dispute_opened', 'dispute_won', 'dispute_lost')) as t
               join ledger_entries e on e.reseller_id = d.reseller_id and e.transfer_id = t.id) as b
           where b.taken <> d.taken_micros or b.debt <> d.amount_micros - d.taken_micros
              or b.cleared <> d.amount_micros
              or (d.state = 'open' and d.closing_transfer_id is not null)
              or (d.state <> 'open' and b.debt_after <> 0)
              or (d.state = 'won' and (b.taken_after <> 0 or b.cleared_after <> 0))
              or (d.state = 'lost' and (b.taken_after < d.taken_micros or b.cleared_after < d.amount_micros))
           limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

/// Every movement of a dispute belongs to one, and no payment gives back more than it brought.
pub async fn disputes_unknown(conn: &mut PgConnection) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select finding as "finding!" from (
               select format('transfer %s is %s of no dispute', t.id, t.kind) as finding
               from ledger_transfers t
               where t.kind in ('dispute_opened', 'dispute_won', 'dispute_lost')
                 and not exists (select from disputes d where d.reseller_id = t.reseller_id
                                 and t.id in (d.opening_transfer_id, d.closing_transfer_id))
               union all
               select format('payment %s brought %s micros, but disputes took back %s', p.reference, e.amount_micros,
                             sum(d.amount_micros))
               from disputes d
               join payments p on p.reseller_id = d.reseller_id and p.id = d.payment_id
               join ledger_entries e
                   on e.reseller_id = p.reseller_id and e.transfer_id = p.transfer_id and e.wallet_id = p.wallet_id
               where d.state <> 'won'
               group by p.reseller_id, p.id, e.seq, e.amount_micros having sum(d.amount_micros) > e.amount_micros
           ) as findings limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}
