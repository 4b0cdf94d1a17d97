//! A bill as it was judged when it came.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use crate::{
    backend::Backend,
    domain::{error::Internal, operations::store, scope::Admin},
    shared::{
        currency::Currency,
        ids::{BillId, OrderId},
        money::Money,
        operator::{BillLineView, BillListRow, BillPart, BillView},
        paging::Page,
    },
};

/// Rows of a page.
const PAGE_ROWS: usize = 50;

/// A provider's bill.
#[derive(Debug, Clone, PartialEq)]
pub struct Bill {
    pub id: BillId,
    pub provider: String,
    pub name: String,
    pub from: NaiveDate,
    /// The day after the last.
    pub until: NaiveDate,
    pub currency: Currency,
    pub imported_at: DateTime<Utc>,
    /// By outcome.
    pub summary: Vec<Summary>,
    /// Lines that did not match, at most a thousand.
    pub rows: Vec<BillRow>,
}

impl Bill {
    /// Outcomes other than a match.
    pub fn differing(&self) -> Vec<&Summary> {
        self.summary
            .iter()
            .filter(|part| part.outcome != "matched")
            .collect()
    }
}

/// How many lines came out in one way, and what they sum to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// `matched`, `provider_only`, `ours_only`, `amount_differs`.
    pub outcome: String,
    pub lines: i64,
    pub billed: Money,
    /// What we booked, where it is known.
    pub ours: Money,
}

/// A line that needs a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillRow {
    /// From 1, in the file's order; lines of ours alone come after.
    pub position: i32,
    pub reference: String,
    pub description: String,
    pub amount: Money,
    pub outcome: String,
    pub cause: String,
    pub order: Option<OrderId>,
    pub ours: Option<Money>,
}

/// Bills, newest first; `after` is the id of the last one shown.
pub async fn bills(
    backend: &Backend,
    _admin: &Admin,
    after: Option<BillId>,
) -> Result<Page<BillListRow>, Internal> {
    let mut tx = backend.begin_system().await?;
    let rows = store::bills(&mut tx, after, PAGE_ROWS + 1).await?;
    tx.commit().await?;
    Ok(Page::of(rows, PAGE_ROWS, |row| row.id.to_string()))
}

/// The bill as pages show it; `None` when there is none with this id.
pub async fn view(backend: &Backend, _admin: &Admin, id: BillId) -> Result<Option<BillView>, Internal> {
    let Some(bill) = show(backend, id).await? else {
        return Ok(None);
    };
    Ok(Some(BillView {
        row: BillListRow {
            id: bill.id,
            provider: bill.provider,
            name: bill.name,
            from: bill.from,
            until: bill.until,
            imported_at: bill.imported_at,
            differing: bill
                .summary
                .iter()
                .filter(|part| part.outcome != "matched")
                .map(|part| part.lines)
                .sum(),
        },
        summary: bill
            .summary
            .into_iter()
            .map(|part| BillPart {
                outcome: part.outcome,
                lines: part.lines,
                billed: part.billed,
                ours: part.ours,
            })
            .collect(),
        lines: bill
            .rows
            .into_iter()
            .map(|row| BillLineView {
                position: row.position,
                reference: row.reference,
                description: row.description,
                amount: row.amount,
                outcome: row.outcome,
                cause: row.cause,
                order: row.order,
                ours: row.ours,
            })
            .collect(),
    }))
}

/// The bill; `None` when there is none with this id.
pub async fn show(backend: &Backend, id: BillId) -> Result<Option<Bill>, Internal> {
    let mut tx = backend.begin_system().await?;
    let bill = read(&mut tx, id).await?;
    tx.commit().await?;
    Ok(bill)
}

/// The same in the caller's transaction.
pub(super) async fn read(conn: &mut PgConnection, id: BillId) -> Result<Option<Bill>, Internal> {
    let Some(mut bill) = store::bill(conn, id).await? else {
        return Ok(None);
    };
    bill.summary = store::bill_summary(conn, id, bill.currency).await?;
    bill.rows = store::bill_rows(conn, id, bill.currency).await?;
    Ok(Some(bill))
}
