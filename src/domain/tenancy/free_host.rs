//! The host every shop has from the first minute: its short name in front of the platform's base domain
//! (`Hosts::given`), a row like any other domain.

use sqlx::PgConnection;

use super::{Slug, store};

/// True when a shop of any reseller has the host.
pub async fn is_host_taken(conn: &mut PgConnection, host: &str) -> Result<bool, sqlx::Error> {
    store::terms::is_host_taken(conn, host).await
}

/// Makes everybody who opens a shop of this short name wait until the caller's transaction ends.
pub async fn lock_slug(conn: &mut PgConnection, slug: &Slug) -> Result<(), sqlx::Error> {
    store::terms::lock_slug(conn, slug.as_str()).await
}
