//! How prices end where a shop has not chosen, and the least the platform wants to earn.

use super::{
    level::Level,
    save_settings::{PriceSettings, SaveSettingsError, save},
};
use crate::{
    backend::Backend,
    domain::{audit, scope::Operates},
};

/// Saves the platform's settings for every shop that sells in that currency. Quotes that live keep their price.
pub async fn save_platform_settings(
    backend: &Backend,
    operator: &impl Operates,
    settings: PriceSettings,
) -> Result<(), SaveSettingsError> {
    let mut tx = backend.begin_system().await?;
    let now = backend.now();
    let saved = save(&mut tx, Level::Platform, now, settings).await?;
    audit::record_platform(&mut tx, operator, now, saved).await?;
    tx.commit().await?;
    backend.caches.catalogues.clear();
    Ok(())
}
