//! What a company wants to read on its invoices.

use super::store::settings;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Member, Scope, WorksIn},
    },
    shared::{company_invoice::BillingView, permissions::OrganizationMay},
};

/// Empty fields when it never said.
pub async fn billing(backend: &Backend, member: &Member) -> Result<BillingView, Internal> {
    let mut tx = backend.begin(member).await?;
    let (name, address, tax_id) =
        settings::billing(&mut tx, member.reseller(), member.organization()).await?;
    tx.commit().await?;
    Ok(BillingView {
        name,
        address,
        tax_id,
        may_edit: member.may(OrganizationMay::EditSettings),
    })
}
