//! Statements and invoices: the ledger of a period.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use crate::{
    domain::{
        error::Internal,
        settlement::issue_invoices::{InvoiceLine, InvoiceRow},
    },
    shared::{
        currency::Currency,
        ids::{ResellerId, ResellerInvoiceId},
        money::Money,
    },
};

/// A span of time, `from` included, `until` not.
#[derive(Clone, Copy)]
pub(in crate::domain::settlement) struct Span {
    pub from: DateTime<Utc>,
    pub until: DateTime<Utc>,
}

/// What one kind of transfer moved on an account; `kind` none: everything before the span.
pub(in crate::domain::settlement) struct Movement {
    pub kind: Option<String>,
    pub count: i64,
    pub amount: Money,
}

struct MovementRow {
    kind: Option<String>,
    count: i64,
    amount: i64,
}

fn movements(rows: Vec<MovementRow>, currency: Currency) -> Vec<Movement> {
    rows.into_iter()
        .map(|row| Movement {
            kind: row.kind,
            count: row.count,
            amount: Money::from_micros(row.amount, currency),
        })
        .collect()
}

/// The reseller's earnings in the span, by kind of transfer.
pub(in crate::domain::settlement) async fn earnings_movements(
    conn: &mut PgConnection,
    reseller: ResellerId,
    currency: Currency,
    span: Span,
) -> Result<Vec<Movement>, sqlx::Error> {
    let rows = sqlx::query_as!(
        MovementRow,
        r#"select case when t.at >= $3 then t.kind end as kind, count(*) as "count!",
                  sum(e.amount_micros)::bigint as "amount!"
           from ledger_entries e
           join ledger_transfers t on t.reseller_id = e.reseller_id and t.id = e.transfer_id
           where e.reseller_id = $1 and e.account = 'reseller_earnings' and e.currency = $2 and t.at < $4
           group by 1"#,
        reseller.uuid(),
        currency.code(),
        span.from,
        span.until,
    )
    .fetch_all(conn)
    .await?;
    Ok(movements(rows, currency))
}

/// The reseller's float in the span, by kind of transfer.
pub(in crate::domain::settlement) async fn float_movements(
    conn: &mut PgConnection,
    reseller: ResellerId,
    currency: Currency,
    span: Span,
) -> Result<Vec<Movement>, sqlx::Error> {
    let rows = sqlx::query_as!(
        MovementRow,
        r#"select case when t.at >= $3 then t.kind end as kind, count(*) as "count!",
                  sum(e.amount_micros)::bigint as "amount!"
           from wallets w
           join ledger_entries e on e.reseller_id = w.reseller_id and e.wallet_id = w.id
           join ledger_transfers t on t.reseller_id = e.reseller_id and t.id = e.transfer_id
           where w.reseller_id = $1 and w.owner_kind = 'reseller_float' and w.currency = $2 and t.at < $4
           group by 1"#,
        reseller.uuid(),
        currency.code(),
        span.from,
        span.until,
    )
    .fetch_all(conn)
    .await?;
    Ok(movements(rows, currency))
}

/// What the platform took of sales, or gave back with refunds.
pub(in crate::domain::settlement) struct Charges {
    /// The float paid; otherwise the platform collected and kept its part.
    pub is_float: bool,
    pub is_refund: bool,
    pub count: i64,
    /// Cost and margin.
    pub platform_price: Money,
    pub commission: Money,
}

pub(in crate::domain::settlement) async fn charges(
    conn: &mut PgConnection,
    reseller: ResellerId,
    currency: Currency,
    span: Span,
) -> Result<Vec<Charges>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select is_float as "is_float!", kind = 'refund' as "is_refund!", count(*) as "count!",
                  sum(platform_price)::bigint as "platform_price!", sum(commission)::bigint as "commission!"
           from (select t.kind, bool_or(w.id is not null) as is_float,
                        coalesce(sum(e.amount_micros)
                                 filter (where e.account in ('provider_payable', 'platform_revenue')), 0)
                            as platform_price,
                        coalesce(sum(e.amount_micros) filter (where e.account = 'commission'), 0) as commission
                 from ledger_transfers t
                 join ledger_entries e on e.reseller_id = t.reseller_id and e.transfer_id = t.id
                 left join wallets w on w.reseller_id = e.reseller_id and w.id = e.wallet_id
                     and w.owner_kind = 'reseller_float'
                 where t.reseller_id = $1 and t.currency = $2 and t.kind in ('sale', 'refund')
                   and t.at >= $3 and t.at < $4
                 group by t.id, t.kind) as sale
           group by 1, 2 order by 1, 2"#,
        reseller.uuid(),
        currency.code(),
        span.from,
        span.until,
    )
    .fetch_all(conn)
    .await?;
    let money = |micros| Money::from_micros(micros, currency);
    Ok(rows
        .into_iter()
        .map(|row| Charges {
            is_float: row.is_float,
            is_refund: row.is_refund,
            count: row.count,
            platform_price: money(row.platform_price),
            commission: money(row.commission),
        })
        .collect())
}

pub(in crate::domain::settlement) async fn currency_of(
    conn: &mut PgConnection,
    reseller: ResellerId,
) -> Result<Currency, Internal> {
    let code = sqlx::query_scalar!("select currency from resellers where id = $1", reseller.uuid())
        .fetch_one(conn)
        .await?;
    Ok(code.parse()?)
}

/// A document to be written.
pub(in crate::domain::settlement) struct NewInvoice<'a> {
    pub from: NaiveDate,
    pub until: NaiveDate,
    pub total: Money,
    pub lines: &'a [InvoiceLine],
    pub now: DateTime<Utc>,
}

/// Writes the document under the next number, once per period. The caller holds the reseller's lock, so numbers have
/// no gaps. False when the period has its document.
pub(in crate::domain::settlement) async fn insert_invoice(
    conn: &mut PgConnection,
    reseller: ResellerId,
    new: &NewInvoice<'_>,
) -> Result<bool, Internal> {
    let done = sqlx::query!(
        "insert into reseller_invoices (id, reseller_id, number, period_from, period_until, currency, total_micros,
                                        lines, issued_at)
         select $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6, $7, $8
         from reseller_invoices where reseller_id = $2
         on conflict on constraint invoice_once_per_period do nothing",
        ResellerInvoiceId::new().uuid(),
        reseller.uuid(),
        new.from,
        new.until,
        new.total.currency().code(),
        new.total.micros(),
        serde_json::to_value(new.lines)?,
        new.now,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(in crate::domain::settlement) async fn invoices(
    conn: &mut PgConnection,
    reseller: ResellerId,
    below: i64,
    limit: i64,
) -> Result<Vec<InvoiceRow>, Internal> {
    let rows = sqlx::query!(
        r#"select id as "id: ResellerInvoiceId", number, period_from, period_until, currency, total_micros, lines,
                  issued_at
           from reseller_invoices where reseller_id = $1 and number < $2 order by number desc limit $3"#,
        reseller.uuid(),
        below,
        limit,
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(InvoiceRow {
                id: row.id,
                number: row.number,
                from: row.period_from,
                until: row.period_until,
                total: Money::from_micros(row.total_micros, row.currency.parse()?),
                lines: serde_json::from_value(row.lines)?,
                issued_at: row.issued_at,
            })
        })
        .collect()
}
