//! The platform's documents to its resellers: what it charged them in a month.
//!
//! Where the float paid: the platform's price of the sales and the commission. Where the platform collected: the
//! commission it withheld. Refunds of the month are lines below zero.

use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::store::{self, NewInvoice};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        figures::{self, accounts::Moved},
        scope::System,
    },
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
        let mut tx = backend.begin_search(&system).await?;
        store::lock(&mut tx, found.id).await?;
        let moved = figures::accounts(&mut tx, &system, found.currency, from, until).await?;
        let lines = lines(&moved);
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

fn lines(moved: &[Moved]) -> Vec<InvoiceLine> {
    let mut lines = vec![];
    let mut line = |what: &str, count, amount: Money| {
        lines.push(InvoiceLine {
            what: what.into(),
            count,
            amount,
        });
    };
    // Without the float first, sales before refunds.
    for is_float in [false, true] {
        for kind in ["sale", "refund"] {
            let of_kind = |moved: &&Moved| moved.is_float == is_float && moved.kind.as_deref() == Some(kind);
            let Some(found) = moved.iter().find(of_kind) else {
                continue;
            };
            let (price, commission) = match (is_float, kind) {
                (true, "sale") => (Some("Sales at the platform's price"), "Commission on these sales"),
                (true, _) => (
                    Some("Refunds at the platform's price"),
                    "Commission on these refunds",
                ),
                (false, "sale") => (None, "Commission withheld from sales"),
                (false, _) => (None, "Commission given back with refunds"),
            };
            if let Some(price) = price {
                line(price, found.transfers, found.platform_price);
            }
            line(commission, found.transfers, found.commission);
        }
    }
    lines
}
