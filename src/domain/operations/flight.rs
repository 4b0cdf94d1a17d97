//! Orders in an intermediate state, across resellers.

use super::store;
use crate::{
    backend::{Backend, Tx},
    domain::{error::Internal, scope::Admin},
    shared::{ids::OrderId, operator::FlightRow, paging::Page},
};

/// Rows of a page.
const PAGE_ROWS: usize = 50;

/// Orders neither delivered nor given back, oldest first; `after` is the id of the last one shown.
pub async fn in_flight(
    backend: &Backend,
    _admin: &Admin,
    after: Option<OrderId>,
) -> Result<Page<FlightRow>, Internal> {
    let mut tx = backend.begin_system().await?;
    let rows = with_jobs(&mut tx, after, PAGE_ROWS + 1).await?;
    tx.commit().await?;
    Ok(Page::of(rows, PAGE_ROWS, |row| row.id.to_string()))
}

/// The same rows in the caller's transaction, with the time of their next try.
pub(super) async fn with_jobs(
    tx: &mut Tx,
    after: Option<OrderId>,
    limit: usize,
) -> Result<Vec<FlightRow>, Internal> {
    let mut rows = store::flight(tx, after, limit).await?;
    let keys: Vec<String> = rows.iter().map(|row| row.id.to_string()).collect();
    let jobs = store::jobs_of_keys(tx, &keys).await?;
    for row in &mut rows {
        let key = row.id.to_string();
        row.next_try = jobs.iter().find(|job| job.key == key).map(|job| job.run_at);
    }
    Ok(rows)
}

/// The order this text names: its id, our reference, a number in use or an ICCID.
pub async fn find(backend: &Backend, _admin: &Admin, text: &str) -> Result<Option<OrderId>, Internal> {
    let text = text.trim();
    if text.is_empty() || text.len() > 100 {
        return Ok(None);
    }
    let id: Option<OrderId> = text.parse().ok();
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let mut tx = backend.begin_system().await?;
    let found = store::find_order(&mut tx, id, text, &format!("+{digits}"), &digits).await?;
    tx.commit().await?;
    Ok(found)
}
