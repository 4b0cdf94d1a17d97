//! The platform's documents to its resellers: what it charged them in a month.
//!
//! Where the float paid: the platform's price of the sales and the commission. Where the platform collected: the
//! commission it withheld. Refunds of the month are lines below zero.

use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    statement::midnight,
    store::{self, Charges, NewInvoice, Span},
};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::System},
    shared::{ids::ResellerInvoiceId, money::Money},
};

/// One line of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceLine {
    pub what: String,
    /// Sales, or refunds.
    pub count: i64,
    pub amount: Money,
}

/// A document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceRow {
    pub id: ResellerInvoiceId,
    /// Per reseller, from one, without gaps.
    pub number: i64,
    pub from: NaiveDate,
    /// Not included.
    pub until: NaiveDate,
    pub total: Money,
    pub lines: Vec<InvoiceLine>,
    pub issued_at: DateTime<Utc>,
}

/// Issues last month's document to every reseller that has none yet and sold something. Runs every day, so a first of
/// the month without a worker loses nothing. Returns how many were issued.
pub async fn issue_invoices(backend: &Backend) -> Result<usize, Internal> {
    let now = backend.now();
    let today = now.date_naive();
    let until = today
        .with_day(1)
        .ok_or_else(|| Internal::broken("a month without a first day"))?;
    let from = until
        .checked_sub_months(Months::new(1))
        .ok_or_else(|| Internal::broken("no month before this one"))?;
    let mut tx = backend.begin_system().await?;
    let resellers = store::resellers(&mut tx).await?;
    tx.commit().await?;
    let mut issued = 0;
    for found in resellers {
        let system = System::of(found.id, "invoices");
        let mut tx = backend.begin(&system).await?;
        store::lock(&mut tx, found.id).await?;
        let span = Span {
            from: midnight(from),
            until: midnight(until),
        };
        let charges = store::charges(&mut tx, found.id, found.currency, span).await?;
        let lines = lines(&charges);
        if !lines.is_empty() {
            let total = lines
                .iter()
                .try_fold(Money::zero(found.currency), |sum, line| sum.plus(line.amount))?;
            let new = NewInvoice {
                from,
                until,
                total,
                lines: &lines,
                now,
            };
            issued += usize::from(store::insert_invoice(&mut tx, found.id, &new).await?);
        }
        tx.commit().await?;
    }
    Ok(issued)
}

fn lines(charges: &[Charges]) -> Vec<InvoiceLine> {
    let mut lines = vec![];
    let mut line = |what: &str, count, amount: Money| {
        lines.push(InvoiceLine {
            what: what.into(),
            count,
            amount,
        });
    };
    for found in charges {
        match (found.is_float, found.is_refund) {
            (true, false) => {
                line("Sales at the platform's price", found.count, found.platform_price);
                line("Commission on these sales", found.count, found.commission);
            }
            (true, true) => {
                line(
                    "Refunds at the platform's price",
                    found.count,
                    found.platform_price,
                );
                line("Commission on these refunds", found.count, found.commission);
            }
            (false, false) => line("Commission withheld from sales", found.count, found.commission),
            (false, true) => line(
                "Commission given back with refunds",
                found.count,
                found.commission,
            ),
        }
    }
    lines
}
