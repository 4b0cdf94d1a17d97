//! Changes how a company hands lines over.

use serde_json::json;

use super::store;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Member, Scope, WorksIn},
    },
    shared::pickup::PickupCheck,
};

/// A filled-in form.
#[derive(Debug)]
pub struct SaveSettings {
    pub days: i32,
    pub check: PickupCheck,
    pub contact: String,
    pub origin: Origin,
}

/// Why nothing was saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveSettingsError {
    #[error("from 1 to 90 days")]
    Days,
    /// Longer than 120 characters, or with control characters.
    #[error("not a line of text")]
    Contact,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SaveSettingsError);

/// Counts for links made from now on; the contact counts for all of them.
pub async fn save_settings(
    backend: &Backend,
    member: &Member,
    save: SaveSettings,
) -> Result<(), SaveSettingsError> {
    let (reseller, organization) = (member.reseller(), member.organization());
    if !(1..=90).contains(&save.days) {
        return Err(SaveSettingsError::Days);
    }
    let contact = save.contact.trim();
    if contact.chars().count() > 120 || contact.chars().any(char::is_control) {
        return Err(SaveSettingsError::Contact);
    }
    let mut tx = backend.begin(member).await?;
    let before = store::rules(&mut tx, reseller, organization).await?;
    store::save_rules(&mut tx, reseller, organization, save.days, save.check, contact).await?;
    let audit = Audit {
        before: Some(
            json!({ "days": before.days, "asks_for": before.check.as_str(), "contact": before.contact }),
        ),
        after: Some(json!({ "days": save.days, "asks_for": save.check.as_str(), "contact": contact })),
        ..Audit::of("company.pickup_saved", organization, &save.origin)
    };
    audit::record(&mut tx, member, backend.now(), audit).await?;
    tx.commit().await?;
    Ok(())
}
