//! Sets another amount aside for a thing than before.

use chrono::{DateTime, Utc};
use sqlx::{Connection, PgConnection};

use super::{
    hold::{Charge, HoldError, Purpose, hold},
    release::release,
};
use crate::domain::{error::Internal, scope::Scope};

/// Frees the open holds of the purpose and sets the charges aside under the next one, in the caller's transaction. On an
/// error everything is as it was.
pub async fn hold_instead(
    conn: &mut PgConnection,
    scope: &impl Scope,
    now: DateTime<Utc>,
    (purpose, next): (Purpose, Purpose),
    charges: &[Charge],
) -> Result<(), HoldError> {
    let mut inner = conn.begin().await.map_err(Internal::from)?;
    release(&mut inner, scope, now, purpose).await?;
    match hold(&mut inner, scope, now, next, charges).await {
        Ok(()) => Ok(inner.commit().await.map_err(Internal::from)?),
        Err(error) => {
            inner.rollback().await.map_err(Internal::from)?;
            Err(error)
        }
    }
}
