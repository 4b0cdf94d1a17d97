//! Budgets: hours are the sums of the orders, messages and calls that began in them.

use sqlx::PgConnection;

/// Hours of companies that are not the sum of their orders.
pub(in crate::domain::operations) async fn hours_off(
    conn: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"with summed as (
               select a.reseller_id, a.organization_id, a.scope, a.target, a.currency, a.hour,
                      sum(a.spent_micros)::bigint as spent, sum(a.held_micros)::bigint as held
               from company_amounts a
               group by a.reseller_id, a.organization_id, a.scope, a.target, a.currency, a.hour
               having sum(a.spent_micros) <> 0 or sum(a.held_micros) <> 0),
           kept as (
               select reseller_id, organization_id, scope, target, currency, hour, spent_micros, held_micros
               from company_order_hours where spent_micros <> 0 or held_micros <> 0)
           select format('company %s, %s %s at %s: %s say %s spent and %s held', off.organization_id, off.scope,
                         off.target, off.hour, off.side, off.spent_micros, off.held_micros) as "finding!"
           from ((select 'its hours' as side, k.* from (select * from kept except all select * from summed) k)
                 union all
                 (select 'its orders', s.* from (select * from summed except all select * from kept) s)) as off
           order by off.hour, off.organization_id, off.scope, off.target, off.side limit $1"#,
        super::FINDINGS_MAX,
    )
    .fetch_all(conn)
    .await
}
