//! Attempts that no longer count are not kept: they are addresses of people and of their networks. Nor are mailed links
//! that open nothing any more.

use chrono::TimeDelta;

use super::{
    store::{attempts, links},
    throttle,
};
use crate::{backend::Backend, domain::error::Internal};

/// Who follows an old link is told so long what became of it.
const LINKS_KEPT: TimeDelta = TimeDelta::days(30);

/// Forgets the attempts that no limit counts any more and the links that were used or ran out a month ago, of all shops.
/// Returns how many.
pub async fn sweep(backend: &Backend) -> Result<u64, Internal> {
    let now = backend.now();
    let mut tx = backend.begin_system().await?;
    let swept = attempts::delete_before(&mut tx, now - throttle::LONGEST).await?
        + links::delete_before(&mut tx, now - LINKS_KEPT).await?;
    tx.commit().await?;
    Ok(swept)
}
