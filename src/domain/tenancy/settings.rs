//! A shop's settings.

use super::{shop::SettlementMode, store::set_up};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Scope, Staff},
    },
    shared::currency::Currency,
};

/// The settings as the staff see them.
#[derive(Debug, Clone)]
pub struct ShopSettings {
    pub support_email: String,
    pub locale: String,
    pub timezone: String,
    pub currency: Currency,
    /// Other currencies the shop could have; none once anything was counted in its own.
    pub currencies: Vec<Currency>,
    pub settlement_mode: SettlementMode,
    /// Days customers have to pay for a number that could not be renewed.
    pub grace_days: i16,
}

/// Reads them.
pub async fn settings(backend: &Backend, staff: &Staff) -> Result<ShopSettings, Internal> {
    let mut tx = backend.begin(staff).await?;
    let found = set_up::settings(&mut tx, staff.reseller(), backend.now()).await?;
    let currencies = if found.is_currency_used {
        vec![]
    } else {
        set_up::currencies(&mut tx).await?
    };
    tx.commit().await?;
    Ok(ShopSettings {
        currencies: currencies
            .into_iter()
            .filter(|currency| *currency != found.currency)
            .collect(),
        support_email: found.support_email,
        locale: found.locale,
        timezone: found.timezone,
        currency: found.currency,
        settlement_mode: found.settlement_mode,
        grace_days: found.grace_days,
    })
}
