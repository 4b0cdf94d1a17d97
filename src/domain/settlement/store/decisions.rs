//! What people look at before they decide: what comes later, what a payout is made of, which files there are.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::{
    domain::{
        error::Internal,
        settlement::payout::{PayoutRow, PayoutState},
    },
    shared::{
        ids::{PayoutId, ResellerId, UserId},
        money::Money,
        settlement::LaterRow,
    },
};

pub(in crate::domain::settlement) async fn ahead(
    conn: &mut PgConnection,
    reseller: ResellerId,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<LaterRow>, Internal> {
    let rows = sqlx::query!(
        r#"select (e.available_at at time zone 'UTC')::date as "day!", e.currency, sum(e.amount_micros)::bigint as "sum!"
           from earnings e join resellers r on r.id = e.reseller_id and r.currency = e.currency
           where e.reseller_id = $1 and e.payout_id is null and e.available_at > $2
           group by 1, 2 order by 1 limit $3"#,
        reseller.uuid(),
        now,
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(LaterRow {
                day: row.day,
                amount: Money::from_micros(row.sum, row.currency.parse()?),
            })
        })
        .collect()
}

pub(in crate::domain::settlement) async fn payout(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: PayoutId,
) -> Result<PayoutRow, Internal> {
    let row = sqlx::query!(
        r#"select r.slug, p.amount_micros, p.currency, p.state, p.destination_hint,
                  p.requested_by as "requested_by: UserId", p.requested_at, p.decided_at, p.reason, p.exported_at,
                  p.paid_at, p.bank_reference
           from payouts p join resellers r on r.id = p.reseller_id where p.reseller_id = $1 and p.id = $2"#,
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_one(conn)
    .await?;
    Ok(PayoutRow {
        id,
        reseller,
        slug: row.slug,
        amount: Money::from_micros(row.amount_micros, row.currency.parse()?),
        state: PayoutState::parse(&row.state)?,
        destination_hint: row.destination_hint,
        requested_by: row.requested_by,
        requested_at: row.requested_at,
        decided_at: row.decided_at,
        reason: row.reason,
        exported_at: row.exported_at,
        paid_at: row.paid_at,
        bank_reference: row.bank_reference,
    })
}

/// What a payout is made of and whose it is.
pub(in crate::domain::settlement) struct PayoutFacts {
    pub shop: String,
    /// Sealed.
    pub destination: Vec<u8>,
    pub requested_by: Option<String>,
    pub rows: i64,
    pub first_at: Option<DateTime<Utc>>,
    pub last_at: Option<DateTime<Utc>>,
    /// Before the decision what the ledger leaves for it: the earnings less what is in no payout or in another one that
    /// waits. Afterwards what its transfer took.
    pub booked: i64,
    pub earnings: i64,
    pub open_disputes: i64,
    pub paid_before: i64,
}

pub(in crate::domain::settlement) async fn payout_facts(
    conn: &mut PgConnection,
    reseller: ResellerId,
    id: PayoutId,
) -> Result<PayoutFacts, sqlx::Error> {
    sqlx::query_as!(
        PayoutFacts,
        r#"select r.name as shop, p.destination_sealed as destination,
                  (select u.email from users u where u.reseller_id = p.reseller_id and u.id = p.requested_by)
                      as requested_by,
                  made.rows as "rows!", made.first_at, made.last_at,
                  case when p.state = 'requested' then ledger.earnings - unpaid.others else ledger.taken end as "booked!",
                  ledger.earnings as "earnings!",
                  (select count(*) from disputes d where d.reseller_id = p.reseller_id and d.state = 'open')
                      as "open_disputes!",
                  (select count(*) from payouts other where other.reseller_id = p.reseller_id and other.state = 'paid'
                      and other.id <> p.id) as "paid_before!"
           from payouts p join resellers r on r.id = p.reseller_id
           cross join lateral (
               select count(*) as rows, min(g.created_at) as first_at, max(g.created_at) as last_at
               from earnings g where g.reseller_id = p.reseller_id and g.payout_id = p.id) made
           cross join lateral (
               select coalesce((select sum(d.earnings_micros) from accounts_by_day(p.reseller_id, '-infinity', 'infinity') d
                                where d.currency = p.currency), 0)::bigint as earnings,
                      coalesce((select -sum(e.amount_micros) from ledger_transfers t
                                join ledger_entries e on e.reseller_id = t.reseller_id and e.transfer_id = t.id
                                where t.reseller_id = p.reseller_id and t.reference_id = p.id and t.kind = 'payout'
                                  and e.account = 'reseller_earnings'), 0)::bigint as taken) ledger
           cross join lateral (
               select (coalesce((select sum(g.amount_micros) from earnings g
                                 where g.reseller_id = p.reseller_id and g.payout_id is null
                                   and g.currency = p.currency), 0)
                       + coalesce((select sum(other.amount_micros) from payouts other
                                   where other.reseller_id = p.reseller_id and other.state = 'requested'
                                     and other.currency = p.currency and other.id <> p.id), 0))::bigint as others) unpaid
           where p.reseller_id = $1 and p.id = $2"#,
        reseller.uuid(),
        id.uuid(),
    )
    .fetch_one(conn)
    .await
}

/// A file that was written.
pub(in crate::domain::settlement) struct File {
    pub exported_at: DateTime<Utc>,
    pub payouts: i64,
    pub total: Money,
}

pub(in crate::domain::settlement) async fn files(
    conn: &mut PgConnection,
    limit: i64,
) -> Result<Vec<File>, Internal> {
    let rows = sqlx::query!(
        r#"select exported_at as "exported_at!", currency, count(*) as "payouts!", sum(amount_micros)::bigint as "sum!"
           from payouts where exported_at is not null group by 1, 2 order by 1 desc limit $1"#,
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(File {
                exported_at: row.exported_at,
                payouts: row.payouts,
                total: Money::from_micros(row.sum, row.currency.parse()?),
            })
        })
        .collect()
}

pub(in crate::domain::settlement) async fn waiting_for_file(
    conn: &mut PgConnection,
) -> Result<Vec<Money>, Internal> {
    let rows = sqlx::query!(
        r#"select currency, sum(amount_micros)::bigint as "sum!" from payouts
           where state = 'approved' and exported_at is null group by 1 order by 1"#,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| Ok(Money::from_micros(row.sum, row.currency.parse()?)))
        .collect()
}
