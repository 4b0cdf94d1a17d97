//! How a company hands lines over.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Member, Scope, WorksIn},
    },
    shared::{permissions::OrganizationMay, pickup::PickupSettings},
};

/// As one of its members sees it.
pub async fn settings(backend: &Backend, member: &Member) -> Result<PickupSettings, Internal> {
    let mut tx = backend.begin(member).await?;
    let rules = store::rules(&mut tx, member.reseller(), member.organization()).await?;
    tx.commit().await?;
    Ok(PickupSettings {
        days: rules.days,
        check: rules.check,
        contact: rules.contact,
        may_edit: member.may(OrganizationMay::EditSettings),
    })
}
