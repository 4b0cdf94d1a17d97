//! Changes where customers write to, the shop's time zone and its language.

use serde_json::json;

use super::store::set_up;
use crate::{
    backend::Backend,
    domain::{
        accounts::Email,
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Scope, Staff},
    },
};

/// Languages the pages are written in.
pub const LOCALES: [&str; 1] = ["en"];

/// A filled-in form.
#[derive(Debug)]
pub struct SaveSettings {
    pub support_email: Email,
    /// One of [`LOCALES`].
    pub locale: String,
    /// IANA name: `Europe/Paris`.
    pub timezone: String,
    pub origin: Origin,
}

/// Why nothing was saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveSettingsError {
    #[error("unknown locale")]
    UnknownLocale,
    /// Not a name the database knows.
    #[error("unknown time zone")]
    UnknownTimezone,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SaveSettingsError);

/// Shows on the shop's pages and in its mails from now on.
pub async fn save_settings(
    backend: &Backend,
    staff: &Staff,
    settings: SaveSettings,
) -> Result<(), SaveSettingsError> {
    let (reseller, now) = (staff.reseller(), backend.now());
    // The row of a shop is the worker's to change.
    let mut tx = backend.begin_system().await?;
    set_up::lock(&mut tx, reseller).await?;
    let before = set_up::settings(&mut tx, reseller, now).await?;
    // A language set by an operator stays as long as nobody chooses another.
    if settings.locale != before.locale && !LOCALES.contains(&settings.locale.as_str()) {
        return Err(SaveSettingsError::UnknownLocale);
    }
    if !set_up::timezone_exists(&mut tx, &settings.timezone).await? {
        return Err(SaveSettingsError::UnknownTimezone);
    }
    set_up::save(&mut tx, reseller, &settings).await?;
    let audit = Audit {
        before: Some(
            json!({ "support_email": before.support_email, "locale": before.locale,
                             "timezone": before.timezone }),
        ),
        after: Some(
            json!({ "support_email": settings.support_email.as_str(), "locale": settings.locale,
                            "timezone": settings.timezone }),
        ),
        ..Audit::of("shop_settings.saved", reseller, &settings.origin)
    };
    audit::record(&mut tx, staff, now, audit).await?;
    tx.commit().await?;
    backend.caches.shops.clear();
    Ok(())
}
