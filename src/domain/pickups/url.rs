//! The link of a line, for whoever made it.

use sqlx::PgConnection;

use super::{link, store};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::WorksIn},
    shared::ids::LineId,
};

/// The address of the page, in the caller's transaction; `None` when the line has no link that works.
pub async fn url(
    conn: &mut PgConnection,
    backend: &Backend,
    scope: &impl WorksIn,
    line: LineId,
) -> Result<Option<String>, Internal> {
    let now = backend.now();
    let found = store::live(conn, scope.reseller(), scope.organization(), line).await?;
    match found.filter(|link| link.expires_at > now) {
        None => Ok(None),
        Some(found) => {
            let token = link::token(backend, scope, found.id, &found.token_sealed)?;
            link::address(conn, backend, scope, &token).await.map(Some)
        }
    }
}
