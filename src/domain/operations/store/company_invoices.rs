//! The checks of the invoices room's tables against the ledger.

use sqlx::PgConnection;

use super::FINDINGS_MAX;

/// Each document is the sum of its lines, and an issued one's lines are what was charged in whole minor units: half a
/// unit away at most.
pub(in crate::domain::operations) async fn sums_off(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select format('document %s (%s) of reseller %s is over %s micros with %s of tax, charged %s; its lines over %s '
                         'with %s, charged %s, the farthest %s away from its charge',
                         coalesce(i.number, i.id::text), i.state, i.reseller_id, i.total_micros, i.tax_micros,
                         i.charged_micros, lines.total, lines.tax, lines.charged, lines.away) as "finding!"
           from organization_invoices i
           cross join lateral (
               select coalesce(sum(l.total_micros), 0) as total, coalesce(sum(l.net_micros), 0) as net,
                      coalesce(sum(l.tax_micros), 0) as tax, coalesce(sum(l.charged_micros), 0) as charged,
                      coalesce(max(abs(l.total_micros - l.charged_micros)), 0) as away,
                      coalesce(bool_or(l.total_micros <> l.unit_micros * l.quantity), false) as is_odd
               from organization_invoice_lines l
               where l.reseller_id = i.reseller_id and l.invoice_id = i.id) as lines
           where i.charged_micros <> lines.charged or i.total_micros <> lines.total or i.tax_micros <> lines.tax
              or i.subtotal_micros <> lines.net or lines.is_odd
              or (i.number is not null and lines.away > 500000)
              or (i.kind = 'invoice' and i.charged_micros < 0) or (i.kind = 'credit_note' and i.charged_micros > 0)
           limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

/// Each sale to a company's wallets and each refund into them, up to the end of its last billed month, is on one of its
/// own documents for exactly what the wallets moved; and nothing else is on one.
pub(in crate::domain::operations) async fn movements_off(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"with closed as (
               select reseller_id, organization_id, currency, max(closes_at) as until from organization_invoices
               group by reseller_id, organization_id, currency),
           moved as (
               select t.reseller_id, w.owner_id as organization_id, t.currency, t.id, t.at,
                      -sum(e.amount_micros) as charged
               from wallets w
               join ledger_entries e on e.reseller_id = w.reseller_id and e.wallet_id = w.id
               join ledger_transfers t on t.reseller_id = e.reseller_id and t.id = e.transfer_id
               where w.owner_kind = 'organization' and t.kind in ('sale', 'refund')
               group by t.reseller_id, w.owner_id, t.currency, t.id, t.at),
           billed as (
               select l.reseller_id, i.organization_id, i.currency, l.transfer_id as id, l.charged_micros as charged
               from organization_invoice_lines l
               join organization_invoices i on i.reseller_id = l.reseller_id and i.id = l.invoice_id)
           select format('movement %s of company %s: its wallets paid %s micros, its documents say %s', id,
                         organization_id, coalesce(m.charged, 0), coalesce(b.charged, 0)) as "finding!"
           from moved m
           full join billed b using (reseller_id, organization_id, currency, id)
           left join closed c using (reseller_id, organization_id, currency)
           where (b.charged is null and m.at < c.until) or m.charged <> b.charged or m.charged is null
           limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}

pub(in crate::domain::operations) async fn gaps(conn: &mut PgConnection) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select format('reseller %s has %s documents numbered %s %s to %s, and the last number is %s', reseller_id,
                         coalesce(i.count, 0), prefix, i.first, i.last, s.last_number) as "finding!"
           from (select reseller_id, prefix, count(*) as count, min(sequence) as first, max(sequence) as last
                 from organization_invoices where number is not null group by reseller_id, prefix) as i
           full join invoice_sequences s using (reseller_id, prefix)
           where i.first is distinct from 1 or i.last is distinct from i.count
              or i.last is distinct from s.last_number
           limit $1"#,
        FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}
