//! Who a shop is on its invoices.

use rust_decimal::Decimal;

use super::store::settings as store;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Scope, Staff},
    },
    shared::{company_invoice::InvoiceSettingsView, permissions::StaffMay},
};

/// As saved; otherwise what a form begins with.
pub async fn settings(backend: &Backend, staff: &Staff) -> Result<InvoiceSettingsView, Internal> {
    let mut tx = backend.begin(staff).await?;
    let found = store::settings(&mut tx, staff.reseller()).await?;
    let shop = store::shop_name(&mut tx, staff.reseller()).await?;
    tx.commit().await?;
    let may_edit = staff.may(StaffMay::EditSettings);
    Ok(match found {
        Some(found) => InvoiceSettingsView {
            is_set_up: true,
            seller_name: found.seller_name,
            seller_address: found.seller_address,
            seller_tax_id: found.seller_tax_id,
            tax_label: found.tax_label,
            tax_percent: found.tax_percent,
            invoice_prefix: found.invoice_prefix,
            credit_prefix: found.credit_prefix,
            due_days: found.due_days,
            may_edit,
        },
        None => InvoiceSettingsView {
            is_set_up: false,
            seller_name: shop,
            seller_address: String::new(),
            seller_tax_id: String::new(),
            tax_label: "VAT".into(),
            tax_percent: Decimal::ZERO,
            invoice_prefix: "INV-".into(),
            credit_prefix: "CN-".into(),
            due_days: 14,
            may_edit,
        },
    })
}
