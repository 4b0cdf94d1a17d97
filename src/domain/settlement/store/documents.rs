//! The platform's documents to its resellers.

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
