//! Gives held money back to its wallet. Nothing is posted: the money never left.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{hold::Purpose, store};
use crate::domain::{error::Internal, scope::Scope};

/// Frees every open hold of the purpose, in the caller's transaction. A replay finds none and changes nothing.
pub async fn release(
    conn: &mut PgConnection,
    scope: &impl Scope,
    now: DateTime<Utc>,
    purpose: Purpose,
) -> Result<(), Internal> {
    let reseller = scope.reseller();
    let locked = store::lock_open_holds(conn, reseller, purpose).await?;
    let holds: Vec<_> = locked.into_iter().map(|(hold, _)| hold).collect();
    if !holds.is_empty() {
        store::release_holds(conn, reseller, &holds, now).await?;
    }
    Ok(())
}
