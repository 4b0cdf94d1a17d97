//! Money that came in.

use sqlx::PgConnection;

use super::FINDINGS_MAX;

pub(in crate::domain::operations) async fn payments_off(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
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

/// A paid payment is credited by exactly one transfer, in its currency, out of the account of whoever collected it.
pub(in crate::domain::operations) async fn credits_off(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"with credited as (
               select t.reseller_id, t.reference_id, count(distinct t.id) as transfers, min(t.id::text) as first,
                      bool_and(t.currency = p.currency) as is_same_currency,
                      bool_and(e.account = 'wallet' or e.account =
                          case p.collector when 'platform' then 'gateway_clearing' else 'reseller_clearing' end)
                          as is_from_collector
               from ledger_transfers t
               join payments p on p.reseller_id = t.reseller_id and p.id = t.reference_id
               join ledger_entries e on e.reseller_id = t.reseller_id and e.transfer_id = t.id
               where t.kind = 'top_up'
               group by t.reseller_id, t.reference_id)
           select format('payment %s (%s, collected by the %s) names transfer %s and has %s credits%s%s', p.reference,
                         p.state, p.collector, coalesce(p.transfer_id::text, 'none'), coalesce(c.transfers, 0),
                         case when c.is_same_currency then '' else ', not in its currency' end,
                         case when c.is_from_collector then '' else ', not from its collector''s account' end)
               as "finding!"
           from payments p
           left join credited c on c.reseller_id = p.reseller_id and c.reference_id = p.id
           where (p.state = 'paid' and (c.transfers is distinct from 1 or c.first <> p.transfer_id::text
                      or not c.is_same_currency or not c.is_from_collector))
              or (p.state <> 'paid' and c.transfers is not null)
           limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

pub(in crate::domain::operations) async fn orphaned_credits(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select format('transfer %s credits a top-up of payment %s, which is not there', t.id, t.reference_id)
               as "finding!"
           from ledger_transfers t
           left join payments p on p.reseller_id = t.reseller_id and p.id = t.reference_id
           where t.kind = 'top_up' and t.reference_type = 'payment' and p.id is null limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}
