//! Changes a company's name, billing address, time zone and what becomes of leavers' lines.

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
    shared::line::LeaverLines,
};

/// A filled-in form.
#[derive(Debug)]
pub struct SaveSettings {
    pub name: CompanyName,
    pub billing_email: Email,
    /// A name of the IANA database.
    pub timezone: String,
    /// What becomes of the lines of those who leave; `None` leaves it as it is.
    pub leaver_lines: Option<LeaverLines>,
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
    let lines = save.leaver_lines.unwrap_or(before.leaver_lines);
    store::save(
        &mut tx,
        reseller,
        organization,
        name,
        email,
        &save.timezone,
        lines,
    )
    .await?;
    let audit = Audit {
        before: Some(
            json!({ "name": before.name, "billing_email": before.billing_email,
                             "timezone": before.timezone, "lines_of_leavers": before.leaver_lines.in_words() }),
        ),
        after: Some(
            json!({ "name": name, "billing_email": email, "timezone": save.timezone,
                            "lines_of_leavers": lines.in_words() }),
        ),
        ..Audit::of("company.settings_saved", organization, &save.origin)
    };
    audit::record(&mut tx, member, backend.now(), audit).await?;
    tx.commit().await?;
    Ok(())
}
