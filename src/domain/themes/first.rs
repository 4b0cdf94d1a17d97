//! The look a new shop begins with: calm, readable, nobody's brand.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{
    store,
    tokens::{Color, Font, HeroStyle, Radius, ThemeTokens},
};
use crate::{domain::error::Internal, shared::ids::ResellerId};

/// Slate and blue; the shop's name stands where the logo will.
const NEUTRAL: ThemeTokens = ThemeTokens {
    primary: Color::rgb(0x33, 0x41, 0x55),
    secondary: Color::rgb(0x25, 0x63, 0xeb),
    font: Font::Inter,
    radius: Radius::Medium,
    hero: HeroStyle::Solid,
};

/// Publishes version 1, in the caller's transaction.
pub async fn first(
    conn: &mut PgConnection,
    reseller: ResellerId,
    now: DateTime<Utc>,
) -> Result<(), Internal> {
    store::insert_first(conn, reseller, serde_json::to_value(NEUTRAL)?, now).await?;
    Ok(())
}
