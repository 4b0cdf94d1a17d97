//! Payouts page by page: a reseller's own, or everybody's for the console.

use super::{payout::PayoutRow, store};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Manages, Operates},
    },
    shared::{ids::PayoutId, paging::Page},
};

/// Rows of a page.
const SIZE: u8 = 50;

/// The reseller's payouts, newest first.
pub async fn payout_page(
    backend: &Backend,
    scope: &impl Manages,
    after: Option<PayoutId>,
) -> Result<Page<PayoutRow>, Internal> {
    let mut tx = backend.begin_search(scope).await?;
    let rows = store::payouts(&mut tx, Some(scope.reseller()), "", after, i64::from(SIZE) + 1).await?;
    tx.commit().await?;
    Ok(page(rows))
}

/// Every reseller's payouts, newest first. `state` empty: in every state.
pub async fn all_payouts_page(
    backend: &Backend,
    _operator: &impl Operates,
    state: &str,
    after: Option<PayoutId>,
) -> Result<Page<PayoutRow>, Internal> {
    let mut tx = backend.begin_system().await?;
    let rows = store::payouts(&mut tx, None, state, after, i64::from(SIZE) + 1).await?;
    tx.commit().await?;
    Ok(page(rows))
}

fn page(rows: Vec<PayoutRow>) -> Page<PayoutRow> {
    Page::of(rows, SIZE.into(), |row| row.id.to_string())
}

/// A payout as pages show it.
pub fn view(row: PayoutRow) -> crate::shared::settlement::PayoutView {
    crate::shared::settlement::PayoutView {
        id: row.id,
        slug: row.slug,
        amount: row.amount,
        state: row.state.as_str().into(),
        destination_hint: row.destination_hint,
        requested_at: row.requested_at,
        reason: row.reason,
        exported_at: row.exported_at,
        paid_at: row.paid_at,
        bank_reference: row.bank_reference,
    }
}
