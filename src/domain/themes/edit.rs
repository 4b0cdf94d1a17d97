//! One change of the draft, between reading it and writing it. Whoever changes the same brand waits.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{store::versions, version::Version};
use crate::domain::{
    audit::{self, Audit},
    error::{Internal, with_internal},
    scope::Manages,
};

/// Why the draft cannot be changed.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// Somebody changed or published it since it was read.
    #[error("the draft was changed meanwhile")]
    Stale,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(EditError);

/// The draft as the editor saw it; without one, a copy of what is published.
pub(super) async fn open(
    conn: &mut PgConnection,
    scope: &impl Manages,
    revision: &str,
) -> Result<Version, EditError> {
    versions::lock(conn, scope.reseller()).await?;
    let row = versions::current(conn, scope.reseller()).await?;
    let version = Version::of(row.ok_or_else(|| Internal::broken("a reseller without a look"))?)?;
    if version.revision == revision {
        Ok(version)
    } else {
        Err(EditError::Stale)
    }
}

/// Writes it, with the audit row of the change.
pub(super) async fn save(
    conn: &mut PgConnection,
    scope: &impl Manages,
    now: DateTime<Utc>,
    changed: &Version,
    audit: Audit<'_>,
) -> Result<(), Internal> {
    let (reseller, look) = (scope.reseller(), changed.look()?);
    if changed.is_draft {
        versions::update_draft(conn, reseller, look, scope.actor(), now).await?;
    } else {
        versions::insert_draft(conn, reseller, look, scope.actor(), now).await?;
    }
    audit::record(conn, scope, now, audit).await?;
    Ok(())
}
