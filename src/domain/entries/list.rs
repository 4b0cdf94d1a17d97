//! Who looked into a shop, when and why.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Scope, Staff},
    },
    shared::{console::EntryRow, ids::ResellerId},
};

/// Looks shown; one is an event.
const ROWS: i64 = 50;

/// The last looks into the staff's own shop, newest first.
pub async fn list(backend: &Backend, staff: &Staff) -> Result<Vec<EntryRow>, Internal> {
    let mut tx = backend.begin(staff).await?;
    let rows = of_shop(&mut tx, staff.reseller(), backend.now()).await?;
    tx.commit().await?;
    Ok(rows)
}

/// The same in the caller's transaction, for any shop it sees.
pub async fn of_shop(
    conn: &mut PgConnection,
    reseller: ResellerId,
    now: DateTime<Utc>,
) -> Result<Vec<EntryRow>, Internal> {
    Ok(store::list(conn, reseller, now, ROWS).await?)
}
