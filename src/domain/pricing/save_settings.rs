//! How a shop's prices end, and the least it wants to earn.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::Serialize;
use sqlx::PgConnection;

use super::{level::Level, rounding::Rounding, store};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit},
        error::{Internal, with_internal},
        scope::Manages,
    },
    shared::money::Money,
};

const PERCENT_MAX: Decimal = Decimal::ONE_THOUSAND;
/// As many digits as the database keeps.
const SCALE_MAX: u32 = 3;

/// Rounding and minimum margin of one currency.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PriceSettings {
    pub rounding: Rounding,
    /// Per sale, zero or more; its currency is the one that is set.
    pub minimum_margin: Money,
    /// In percent of the price the margin is earned on.
    pub minimum_margin_percent: Decimal,
}

/// Why nothing was saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveSettingsError {
    #[error("a minimum margin is not below zero")]
    Margin,
    #[error("a percentage is 0 to 1000, with at most three decimals")]
    Percent,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SaveSettingsError);

/// Saves the shop's own settings, which win over the platform's rounding. They matter when the shop sells in that
/// currency. Quotes that live keep their price.
pub async fn save_settings(
    backend: &Backend,
    scope: &impl Manages,
    settings: PriceSettings,
) -> Result<(), SaveSettingsError> {
    let mut tx = backend.begin(scope).await?;
    let now = backend.now();
    let saved = save(&mut tx, Level::Shop(scope.reseller()), now, settings).await?;
    audit::record(&mut tx, scope, now, saved).await?;
    tx.commit().await?;
    backend.caches.catalogues.clear();
    Ok(())
}

/// Saves the settings of either level, and says so for the audit log.
pub(super) async fn save(
    conn: &mut PgConnection,
    level: Level,
    now: DateTime<Utc>,
    settings: PriceSettings,
) -> Result<Audit<'static>, SaveSettingsError> {
    let percent = settings.minimum_margin_percent;
    if settings.minimum_margin.is_negative() {
        return Err(SaveSettingsError::Margin);
    }
    if percent < Decimal::ZERO || percent > PERCENT_MAX || percent.normalize().scale() > SCALE_MAX {
        return Err(SaveSettingsError::Percent);
    }
    store::settings::save(conn, level, &settings, now).await?;
    Ok(Audit {
        action: "price_settings.saved",
        entity: settings.minimum_margin.currency().to_string(),
        after: Some(serde_json::to_value(settings)?),
        ..Audit::default()
    })
}
