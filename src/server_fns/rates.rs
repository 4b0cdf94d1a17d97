//! Prices of messages, calls and numbers: for anybody, and with what is behind them for staff.

use leptos::prelude::*;

use crate::shared::{error::AppError, rates::RateDeck};
#[cfg(feature = "ssr")]
use crate::{
    domain::rates::{self, DeckError, Reader},
    server_fns::guard,
    shared::permissions::StaffMay,
};

/// A country's prices. Scope: visitor.
#[server(prefix = "/do", endpoint = "rates/rates")]
pub async fn rates(country: String) -> Result<RateDeck, AppError> {
    let asked = guard::visitor()?;
    asked.need(|features| features.numbers)?;
    rates::deck(&asked.backend, &asked.shop.visitor, Reader::Anybody, &country)
        .await
        .map_err(|error| refused(&asked, error))
}

/// The same with what the shop pays and keeps. Scope: staff(ViewMoney).
#[server(prefix = "/do", endpoint = "rates/shop_rates")]
pub async fn shop_rates(country: String) -> Result<RateDeck, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewMoney)?;
    rates::deck(&asked.backend, &staff, Reader::Staff, &country)
        .await
        .map_err(|error| refused(&asked, error))
}

#[cfg(feature = "ssr")]
fn refused(asked: &guard::Asked, error: DeckError) -> AppError {
    match error {
        DeckError::NoPlace => AppError::invalid(
            "country",
            "Please choose a country, or give a number with its country code, such as +33 6 12 34 56 78.",
        ),
        DeckError::Internal(error) => asked.internal(&error),
    }
}
