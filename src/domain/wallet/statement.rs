//! The account statement: every movement with its reason and the balance after it, newest first.

use sqlx::PgConnection;

use super::store;
use crate::{
    domain::{error::Internal, scope::Buys},
    shared::{currency::Currency, wallet::StatementPage},
};

/// Lines on a page.
pub const PAGE_ROWS: i64 = 50;

/// Lines before `before` (a position an earlier page returned), at most `limit` (capped at a page).
pub async fn statement(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    currency: Currency,
    before: Option<i64>,
    limit: i64,
) -> Result<StatementPage, Internal> {
    let limit = limit.clamp(1, PAGE_ROWS);
    let mut rows = store::statement(conn, buyer, currency, before.unwrap_or(i64::MAX), limit + 1).await?;
    let has_more = i64::try_from(rows.len()).unwrap_or(i64::MAX) > limit;
    rows.truncate(usize::try_from(limit).unwrap_or_default());
    let next = rows.last().filter(|_| has_more).map(|(seq, _)| seq.to_string());
    Ok(StatementPage {
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        next,
    })
}
