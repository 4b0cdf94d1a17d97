//! What somebody's dashboard shows now.

use super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Staff},
    shared::announcement::Announcement,
};

/// Messages shown at once; the rest wait until one is dismissed.
const SHOWN_MAX: i64 = 5;

/// The messages for this shop that the member of staff has not dismissed, newest first.
pub async fn current(backend: &Backend, staff: &Staff) -> Result<Vec<Announcement>, Internal> {
    let mut tx = backend.begin(staff).await?;
    let rows = store::current(&mut tx, staff, backend.now(), SHOWN_MAX).await?;
    tx.commit().await?;
    Ok(rows)
}
