//! The months that readings are kept in are there before they begin, and go when nobody asks for them any more.

use chrono::Months;

use super::store::months as store;
use crate::{backend::Backend, domain::error::Internal};

/// Months made ahead, so that a worker that stood still for weeks loses nothing.
const AHEAD: Months = Months::new(2);
/// Readings are kept for so long; their days stay for good.
const KEPT: Months = Months::new(13);

/// Returns how many were made and how many dropped.
pub async fn keep_months(backend: &Backend) -> Result<(i32, i32), Internal> {
    let today = backend.now().date_naive();
    let mut tx = backend.begin_system().await?;
    let made = store::make(&mut tx, today, today + AHEAD).await?;
    let dropped = store::drop_before(&mut tx, today - KEPT).await?;
    tx.commit().await?;
    Ok((made, dropped))
}
