//! Invoice settings of the demo.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::{
    save_settings::{Prefix, SaveSettings},
    store::settings,
};
use crate::domain::{audit::Origin, error::Internal, scope::Scope};

/// Who the demo's shop is on its invoices.
pub async fn seed(
    conn: &mut PgConnection,
    scope: &impl Scope,
    now: DateTime<Utc>,
    name: &str,
    address: &str,
) -> Result<(), Internal> {
    let prefix = |text| Prefix::parse(text).ok_or_else(|| Internal::broken("the demo's prefix is none"));
    let save = SaveSettings {
        seller_name: name.to_owned(),
        seller_address: address.to_owned(),
        seller_tax_id: String::new(),
        tax_label: "VAT".to_owned(),
        tax_percent: Decimal::from(20),
        invoice_prefix: prefix("INV-")?,
        credit_prefix: prefix("CN-")?,
        due_days: 14,
        origin: Origin {
            address: std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST),
            request_id: None,
        },
    };
    Ok(settings::save_settings(conn, scope.reseller(), &save, now).await?)
}
