//! The host every shop has from the first minute: its short name in front of the platform's own.

use sqlx::PgConnection;

use super::{Slug, store};
use crate::domain::error::Internal;

/// The host, whether or not somebody has it.
pub async fn free_host(conn: &mut PgConnection, slug: &Slug) -> Result<String, Internal> {
    let platform = store::terms::platform_host(conn)
        .await?
        .ok_or_else(|| Internal::broken("the platform has no host"))?;
    Ok(format!("{}.{platform}", slug.as_str()))
}

/// True when a shop of any reseller has the host.
pub async fn is_host_taken(conn: &mut PgConnection, host: &str) -> Result<bool, sqlx::Error> {
    store::terms::is_host_taken(conn, host).await
}

/// Makes everybody who opens a shop of this short name wait until the caller's transaction ends.
pub async fn lock_slug(conn: &mut PgConnection, slug: &Slug) -> Result<(), sqlx::Error> {
    store::terms::lock_slug(conn, slug.as_str()).await
}
