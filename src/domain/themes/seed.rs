//! A published theme for a demo shop. Runs with the migrations' role; the pictures are ours, so SVG is allowed here
//! and nowhere else.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{store, tokens::ThemeTokens};
use crate::{
    domain::error::Internal,
    shared::ids::{AssetId, ResellerId},
};

/// Publishes version 1 with a logo and a favicon.
pub async fn theme(
    conn: &mut PgConnection,
    reseller: ResellerId,
    tokens: &ThemeTokens,
    logo_svg: &str,
    favicon_svg: &str,
    now: DateTime<Utc>,
) -> Result<(), Internal> {
    let (logo, favicon) = (AssetId::new(), AssetId::new());
    store::insert_asset(
        conn,
        reseller,
        logo,
        "logo",
        "image/svg+xml",
        logo_svg.as_bytes(),
        now,
    )
    .await?;
    store::insert_asset(
        conn,
        reseller,
        favicon,
        "favicon",
        "image/svg+xml",
        favicon_svg.as_bytes(),
        now,
    )
    .await?;
    store::insert_published(conn, reseller, serde_json::to_value(tokens)?, logo, favicon, now).await?;
    Ok(())
}
