//! What a company is.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Member, Scope, WorksIn},
    },
    shared::{company::SettingsView, permissions::OrganizationMay},
};

/// As one of its members sees it.
pub async fn settings(backend: &Backend, member: &Member) -> Result<SettingsView, Internal> {
    let mut tx = backend.begin(member).await?;
    let found = store::settings(&mut tx, member.reseller(), member.organization()).await?;
    tx.commit().await?;
    Ok(SettingsView {
        may_edit: member.may(OrganizationMay::EditSettings),
        ..found
    })
}
