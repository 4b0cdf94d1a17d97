//! A shop of the demo, made in one go. Runs with the migrations' role.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::{shop::SettlementMode, store};
use crate::{
    domain::error::Internal,
    shared::{brand::LegalPage, currency::Currency, ids::ResellerId},
};

/// What a shop begins with.
pub struct NewReseller<'a> {
    pub slug: &'a str,
    pub host: &'a str,
    pub name: &'a str,
    pub tagline: &'a str,
    pub hero_title: &'a str,
    pub hero_text: &'a str,
    pub currency: Currency,
    pub settlement_mode: SettlementMode,
    pub commission_percent: Decimal,
    pub support_email: &'a str,
    pub sender_name: &'a str,
    pub sender_email: &'a str,
    pub locale: &'a str,
    pub is_platform: bool,
    pub legal_pages: Vec<LegalPage>,
}

/// Makes the reseller with its host and legal pages.
pub async fn reseller(
    conn: &mut PgConnection,
    new: &NewReseller<'_>,
    now: DateTime<Utc>,
) -> Result<ResellerId, Internal> {
    let id = ResellerId::new();
    store::insert_reseller(conn, id, new, now).await?;
    for page in &new.legal_pages {
        store::insert_legal_page(conn, id, &page.slug, &page.title, &page.body, now).await?;
    }
    Ok(id)
}

/// True before anything was seeded.
pub async fn is_empty(conn: &mut PgConnection) -> Result<bool, Internal> {
    Ok(store::is_empty(conn).await?)
}
