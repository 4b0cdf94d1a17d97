//! Who sells and who buys.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use crate::{
    domain::invoices::{SaveBilling, SaveSettings},
    shared::ids::{OrganizationId, ResellerId},
};

/// Who a shop is on its invoices.
pub(in crate::domain::invoices) struct Settings {
    pub seller_name: String,
    pub seller_address: String,
    pub seller_tax_id: String,
    pub tax_label: String,
    pub tax_percent: Decimal,
    pub invoice_prefix: String,
    pub credit_prefix: String,
    pub due_days: i32,
}

/// `None` while the shop has not said.
pub(in crate::domain::invoices) async fn settings(
    conn: &mut PgConnection,
    reseller: ResellerId,
) -> Result<Option<Settings>, sqlx::Error> {
    sqlx::query_as!(
        Settings,
        "select seller_name, seller_address, seller_tax_id, tax_label, tax_percent, invoice_prefix, credit_prefix,
                due_days
         from invoice_settings where reseller_id = $1",
        reseller.uuid(),
    )
    .fetch_optional(conn)
    .await
}

/// The shop's name, which a form begins with.
pub(in crate::domain::invoices) async fn shop_name(
    conn: &mut PgConnection,
    reseller: ResellerId,
) -> Result<String, sqlx::Error> {
    sqlx::query_scalar!("select name from resellers where id = $1", reseller.uuid())
        .fetch_one(conn)
        .await
}

pub(in crate::domain::invoices) async fn save_settings(
    conn: &mut PgConnection,
    reseller: ResellerId,
    save: &SaveSettings,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into invoice_settings (reseller_id, seller_name, seller_address, seller_tax_id, tax_label, tax_percent,
                                       invoice_prefix, credit_prefix, due_days, saved_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         on conflict (reseller_id) do update
         set seller_name = $2, seller_address = $3, seller_tax_id = $4, tax_label = $5, tax_percent = $6,
             invoice_prefix = $7, credit_prefix = $8, due_days = $9, saved_at = $10",
        reseller.uuid(),
        save.seller_name,
        save.seller_address,
        save.seller_tax_id,
        save.tax_label,
        save.tax_percent,
        save.invoice_prefix.as_str(),
        save.credit_prefix.as_str(),
        save.due_days,
        now,
    )
    .execute(conn)
    .await
    .map(drop)
}

/// Name, address and tax number a company wants on its invoices; empty ones when it never said.
pub(in crate::domain::invoices) async fn billing(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
) -> Result<(String, String, String), sqlx::Error> {
    let row = sqlx::query!(
        "select name, address, tax_id from organization_billing where reseller_id = $1 and organization_id = $2",
        reseller.uuid(),
        organization.uuid(),
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map_or_else(Default::default, |row| (row.name, row.address, row.tax_id)))
}

pub(in crate::domain::invoices) async fn save_billing(
    conn: &mut PgConnection,
    reseller: ResellerId,
    organization: OrganizationId,
    save: &SaveBilling,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into organization_billing (reseller_id, organization_id, name, address, tax_id)
         values ($1, $2, $3, $4, $5)
         on conflict (reseller_id, organization_id) do update set name = $3, address = $4, tax_id = $5",
        reseller.uuid(),
        organization.uuid(),
        save.name,
        save.address,
        save.tax_id,
    )
    .execute(conn)
    .await
    .map(drop)
}
