//! A company says what it wants to read on its invoices.

use serde_json::json;

use super::store::settings;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::Internal,
        scope::{Member, Scope, WorksIn},
    },
};

/// A filled-in form, its texts within the lengths of the table.
#[derive(Debug)]
pub struct SaveBilling {
    /// Empty: the company's name.
    pub name: String,
    pub address: String,
    pub tax_id: String,
    pub origin: Origin,
}

/// Counts for what is issued from now on.
pub async fn save_billing(backend: &Backend, member: &Member, save: SaveBilling) -> Result<(), Internal> {
    let (reseller, organization) = (member.reseller(), member.organization());
    let mut tx = backend.begin(member).await?;
    let (name, address, tax_id) = settings::billing(&mut tx, reseller, organization).await?;
    settings::save_billing(&mut tx, reseller, organization, &save).await?;
    let audit = Audit {
        before: Some(json!({ "name": name, "address": address, "tax_id": tax_id })),
        after: Some(json!({ "name": save.name, "address": save.address, "tax_id": save.tax_id })),
        ..Audit::of("company.billing_saved", organization, &save.origin)
    };
    audit::record(&mut tx, member, backend.now(), audit).await?;
    tx.commit().await?;
    Ok(())
}
