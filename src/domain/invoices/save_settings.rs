//! A shop says who it is on its invoices, which tax its prices contain, and how numbers begin.

use rust_decimal::Decimal;
use serde_json::json;

use super::store::settings;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::Internal,
        scope::{Scope, Staff},
    },
};

/// How numbers begin: 1 to 12 capital letters, digits, `-`, `/` and `.`; not ending in a digit, so that no two numbers
/// of different prefixes read the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prefix(String);

impl Prefix {
    /// Reads what a person typed; small letters become capital ones.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_uppercase();
        let fits = (1..=12).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b"-/.".contains(&b))
            && !text.ends_with(|c: char| c.is_ascii_digit());
        fits.then_some(Self(text))
    }

    /// The prefix.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A filled-in form, its texts within the lengths of the table.
#[derive(Debug)]
pub struct SaveSettings {
    pub seller_name: String,
    pub seller_address: String,
    pub seller_tax_id: String,
    pub tax_label: String,
    /// From 0 to below 100, at most two digits after the point.
    pub tax_percent: Decimal,
    /// Differs from the other one.
    pub invoice_prefix: Prefix,
    pub credit_prefix: Prefix,
    /// 0 to 90.
    pub due_days: i32,
    pub origin: Origin,
}

/// Counts for what is issued from now on. Each prefix has numbers of its own, which go on where they stopped.
pub async fn save_settings(backend: &Backend, staff: &Staff, save: SaveSettings) -> Result<(), Internal> {
    let (reseller, now) = (staff.reseller(), backend.now());
    let mut tx = backend.begin(staff).await?;
    let before = settings::settings(&mut tx, reseller).await?.map(|found| {
        json!({ "name": found.seller_name, "address": found.seller_address, "tax_id": found.seller_tax_id,
                "tax": format!("{} {} %", found.tax_label, found.tax_percent),
                "prefixes": format!("{} {}", found.invoice_prefix, found.credit_prefix), "due_days": found.due_days })
    });
    settings::save_settings(&mut tx, reseller, &save, now).await?;
    let audit = Audit {
        before,
        after: Some(
            json!({ "name": save.seller_name, "address": save.seller_address, "tax_id": save.seller_tax_id,
                    "tax": format!("{} {} %", save.tax_label, save.tax_percent),
                    "prefixes": format!("{} {}", save.invoice_prefix.as_str(), save.credit_prefix.as_str()),
                    "due_days": save.due_days }),
        ),
        ..Audit::of("invoice_settings.saved", reseller, &save.origin)
    };
    audit::record(&mut tx, staff, now, audit).await?;
    tx.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_ends_in_no_digit() {
        assert_eq!(Prefix::parse(" inv-").unwrap().as_str(), "INV-");
        assert_eq!(Prefix::parse("2026/A-").unwrap().as_str(), "2026/A-");
        for text in ["", "INV-1", "ÄB", "A B", "=INV", "ABCDEFGHIJKLM"] {
            assert_eq!(Prefix::parse(text), None, "{text}");
        }
    }
}
