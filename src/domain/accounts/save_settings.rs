//! Saves name, language and time zone.

use super::{PersonName, store::users};
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        scope::{Customer, Scope},
    },
};

/// What the form says.
#[derive(Debug)]
pub struct SaveSettings {
    pub first_name: PersonName,
    pub last_name: PersonName,
    /// BCP 47: `en`, `en-GB`.
    pub locale: String,
    /// IANA name: `Europe/Paris`.
    pub timezone: String,
}

/// Why nothing was saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveSettingsError {
    /// Not a language tag.
    #[error("unknown locale")]
    UnknownLocale,
    /// Not a name the database knows.
    #[error("unknown time zone")]
    UnknownTimezone,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SaveSettingsError);

/// Saves them.
pub async fn save_settings(
    backend: &Backend,
    customer: &Customer,
    settings: SaveSettings,
) -> Result<(), SaveSettingsError> {
    if !is_language_tag(&settings.locale) {
        return Err(SaveSettingsError::UnknownLocale);
    }
    let mut tx = backend.begin(customer).await?;
    if !users::timezone_exists(&mut tx, &settings.timezone).await? {
        return Err(SaveSettingsError::UnknownTimezone);
    }
    users::save_settings(&mut tx, customer.reseller(), customer.user(), &settings).await?;
    tx.commit().await?;
    Ok(())
}

/// Language and, if any, country: `en`, `en-GB`.
fn is_language_tag(text: &str) -> bool {
    let (language, country) = text.split_once('-').unwrap_or((text, "XX"));
    matches!(language.len(), 2 | 3)
        && language.bytes().all(|byte| byte.is_ascii_lowercase())
        && country.len() == 2
        && country.bytes().all(|byte| byte.is_ascii_uppercase())
}
