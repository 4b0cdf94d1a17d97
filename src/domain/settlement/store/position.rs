//! What one side holds for the other.

use sqlx::PgConnection;

use crate::{
    domain::{error::Internal, settlement::even_out::Position, tenancy::shop::SettlementMode},
    shared::{currency::Currency, ids::ResellerId, money::Money},
};

/// All sums by one statement, so they are of one moment.
pub(in crate::domain::settlement) async fn position(
    conn: &mut PgConnection,
    reseller: ResellerId,
) -> Result<Position, Internal> {
    let row = sqlx::query!(
        r#"select r.currency,
                  held.cash as "cash!", held.credit as "credit!",
                  (select coalesce(sum(amount_micros), 0)::bigint from ledger_entries e
                   where e.reseller_id = r.id and e.currency = r.currency and e.account = 'reseller_sales') as "sales!",
                  (select coalesce(sum(amount_micros), 0)::bigint from ledger_entries e
                   where e.reseller_id = r.id and e.currency = r.currency
                     and e.account = 'reseller_clearing') as "clearing!",
                  (select coalesce(sum(amount_micros), 0)::bigint from ledger_entries e
                   where e.reseller_id = r.id and e.currency = r.currency
                     and e.account in ('gateway_fees', 'dispute_debt', 'dispute_losses')
                     and e.transfer_id in (select transfer_id from ledger_entries c
                                           where c.reseller_id = r.id and c.currency = r.currency
                                             and c.account = 'reseller_clearing')) as "borne!"
           from resellers r
           cross join lateral (
               select coalesce(sum(balance_micros) filter (where w.bucket = 'cash'
                          and w.owner_kind in ('customer', 'organization')), 0)::bigint as cash,
                      coalesce(sum(balance_micros) filter (where w.funded_by = 'reseller'), 0)::bigint as credit
               from wallets w where w.reseller_id = r.id and w.currency = r.currency) held
           where r.id = $1"#,
        reseller.uuid(),
    )
    .fetch_one(conn)
    .await?;
    let currency: Currency = row.currency.parse()?;
    let money = |micros| Money::from_micros(micros, currency);
    Ok(Position {
        cash: money(row.cash),
        credit: money(row.credit),
        sales: money(row.sales),
        clearing: money(row.clearing),
        borne: money(row.borne),
    })
}

/// The same, with closed days from their rows: for pages, which move no money by it.
pub(in crate::domain::settlement) async fn position_by_days(
    conn: &mut PgConnection,
    reseller: ResellerId,
) -> Result<Position, Internal> {
    let row = sqlx::query!(
        r#"select r.currency, held.cash as "cash!", held.credit as "credit!", booked.sales as "sales!",
                  booked.clearing as "clearing!", booked.borne as "borne!"
           from resellers r
           cross join lateral (
               select coalesce(sum(balance_micros) filter (where w.bucket = 'cash'
                          and w.owner_kind in ('customer', 'organization')), 0)::bigint as cash,
                      coalesce(sum(balance_micros) filter (where w.funded_by = 'reseller'), 0)::bigint as credit
               from wallets w where w.reseller_id = r.id and w.currency = r.currency) held
           cross join lateral (
               select coalesce(sum(d.sales_micros), 0)::bigint as sales,
                      coalesce(sum(d.clearing_micros), 0)::bigint as clearing,
                      coalesce(sum(d.borne_micros), 0)::bigint as borne
               from accounts_by_day($1, '-infinity', 'infinity') d where d.currency = r.currency) booked
           where r.id = $1"#,
        reseller.uuid(),
    )
    .fetch_one(conn)
    .await?;
    let currency: Currency = row.currency.parse()?;
    let money = |micros| Money::from_micros(micros, currency);
    Ok(Position {
        cash: money(row.cash),
        credit: money(row.credit),
        sales: money(row.sales),
        clearing: money(row.clearing),
        borne: money(row.borne),
    })
}

/// How often the reseller was evened out.
pub(in crate::domain::settlement) async fn handovers(
    conn: &mut PgConnection,
    reseller: ResellerId,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from ledger_transfers where reseller_id = $1 and kind = 'handover'"#,
        reseller.uuid(),
    )
    .fetch_one(conn)
    .await
}

/// A reseller in the nightly runs.
pub(in crate::domain::settlement) struct Reseller {
    pub id: ResellerId,
    pub slug: String,
    pub name: String,
    pub currency: Currency,
    pub mode: SettlementMode,
}

/// Everybody but the platform's own shop, which owes itself nothing.
pub(in crate::domain::settlement) async fn resellers(
    conn: &mut PgConnection,
) -> Result<Vec<Reseller>, Internal> {
    let rows = sqlx::query!(
        r#"select id as "id: ResellerId", slug, name, currency, settlement_mode from resellers
           where not is_platform order by id"#,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Reseller {
                id: row.id,
                slug: row.slug,
                name: row.name,
                currency: row.currency.parse()?,
                mode: SettlementMode::parse(&row.settlement_mode)
                    .ok_or_else(|| Internal::broken("unknown settlement mode"))?,
            })
        })
        .collect()
}
