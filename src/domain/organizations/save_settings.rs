//! Changes a company's name, billing address and time zone.

use serde_json::json;

use super::{CompanyName, store};
use crate::{
    backend::Backend,
    domain::{
        accounts::Email,
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Member, Scope, WorksIn},
    },
};

/// A filled-in form.
#[derive(Debug)]
pub struct SaveSettings {
    pub name: CompanyName,
    pub billing_email: Email,
    /// A name of the IANA database.
    pub timezone: String,
    pub origin: Origin,
}

/// Why nothing was saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveSettingsError {
    #[error("no such time zone")]
    Timezone,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SaveSettingsError);

/// Counts at once: days and months of the company begin and end in the new time zone.
pub async fn save_settings(
    backend: &Backend,
    member: &Member,
    save: SaveSettings,
) -> Result<(), SaveSettingsError> {
    let (reseller, organization) = (member.reseller(), member.organization());
    let mut tx = backend.begin(member).await?;
    if !store::timezone_exists(&mut tx, &save.timezone).await? {
        return Err(SaveSettingsError::Timezone);
    }
    let before = store::settings(&mut tx, reseller, organization).await?;
    let (name, email) = (save.name.as_str(), save.billing_email.as_str());
    store::save(&mut tx, reseller, organization, name, email, &save.timezone).await?;
    let audit = Audit {
        before: Some(
            json!({ "name": before.name, "billing_email": before.billing_email,
                             "timezone": before.timezone }),
        ),
        after: Some(json!({ "name": name, "billing_email": email, "timezone": save.timezone })),
        ..Audit::of("company.settings_saved", organization, &save.origin)
    };
    audit::record(&mut tx, member, backend.now(), audit).await?;
    tx.commit().await?;
    Ok(())
}
