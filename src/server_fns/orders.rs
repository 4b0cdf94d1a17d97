//! Buying: for signed-in customers.

use leptos::prelude::*;

use crate::shared::{
    error::AppError,
    ids::{OrderId, PlanId, QuoteId},
    order::{OrderRow, OrderView},
    price::QuoteView,
};
#[cfg(feature = "ssr")]
use crate::{
    domain::orders::{
        self,
        place::{Payer, Place, PlaceError, SaleKind},
        quote::{QuoteError, Wish},
    },
    server_fns::{
        guard,
        wallet::{not_open_yet, not_verified},
    },
    shared::money::Money,
};

/// Fixes the price of a number for fifteen minutes. Scope: customer.
#[server(prefix = "/do", endpoint = "orders/quote_number")]
pub async fn quote_number(e164: String, country: String, kind: String) -> Result<QuoteView, AppError> {
    let (asked, customer) = guard::customer()?;
    let country = country.parse().map_err(|_| AppError::NotFound)?;
    let kind = kind.parse().map_err(|_| AppError::NotFound)?;
    let wish = Wish::Number { e164, country, kind };
    orders::quote::quote(&asked.backend, &customer, &wish)
        .await
        .map_err(|error| quote_error(&asked, error))
}

/// Fixes the price of a data plan for fifteen minutes. Scope: customer.
#[server(prefix = "/do", endpoint = "orders/quote_plan")]
pub async fn quote_plan(plan: PlanId) -> Result<QuoteView, AppError> {
    let (asked, customer) = guard::customer()?;
    orders::quote::quote(&asked.backend, &customer, &Wish::Plan(plan))
        .await
        .map_err(|error| quote_error(&asked, error))
}

/// Buys what the quote is for and shows its order. Sent twice, it shows the same order. Scope: customer.
#[server(prefix = "/do", endpoint = "orders/place_order")]
pub async fn place_order(quote: QuoteId, max_price: String) -> Result<(), AppError> {
    let (asked, customer) = guard::customer()?;
    let max_price = Money::parse(&max_price, asked.shop.brand.currency).map_err(|_| AppError::NotFound)?;
    let request = Place {
        quote,
        payer: Payer::Customer,
        kind: SaleKind::New,
        max_price,
    };
    let order = orders::place::place(&asked.backend, &customer, request)
        .await
        .map_err(|error| place_error(&asked, error))?;
    leptos_axum::redirect(&format!("/account/orders/{order}"));
    Ok(())
}

/// The customer's orders; `before` is the id of the last one shown. Scope: customer.
#[server(prefix = "/do", endpoint = "orders/orders")]
pub async fn orders(before: Option<String>) -> Result<Vec<OrderRow>, AppError> {
    let (asked, customer) = guard::customer()?;
    let before = before
        .map(|id| id.parse())
        .transpose()
        .map_err(|_| AppError::NotFound)?;
    orders::list::list(&asked.backend, &customer, before, orders::list::PAGE_ROWS)
        .await
        .map_err(|error| asked.internal(&error))
}

/// An order with its money timeline. Scope: customer.
#[server(prefix = "/do", endpoint = "orders/order")]
pub async fn order(id: OrderId) -> Result<OrderView, AppError> {
    let (asked, customer) = guard::customer()?;
    orders::view::view(&asked.backend, &customer, id)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

#[cfg(feature = "ssr")]
fn quote_error(asked: &guard::Asked, error: QuoteError) -> AppError {
    match error {
        QuoteError::Gone => AppError::Refused(
            "This is no longer on offer; somebody else may just have bought it. Nothing was charged. Please choose \
             another one."
                .into(),
        ),
        QuoteError::Unavailable(_) => AppError::Refused(
            "We cannot reach our supplier right now. Nothing was charged. Please try again in a minute.".into(),
        ),
        QuoteError::Shop(error) => place_error(asked, error),
        QuoteError::Internal(error) => asked.internal(&error),
    }
}

#[cfg(feature = "ssr")]
fn place_error(asked: &guard::Asked, error: PlaceError) -> AppError {
    match error {
        PlaceError::NotFound => AppError::NotFound,
        PlaceError::Expired => AppError::Refused(
            "This price was older than 15 minutes. Nothing was charged. Here is the current one; please confirm again."
                .into(),
        ),
        PlaceError::PriceMoved { now } => AppError::PriceMoved { now },
        PlaceError::Insufficient { missing } => AppError::InsufficientBalance { missing },
        PlaceError::Frozen => AppError::Refused(format!(
            "A payment of yours is disputed at the bank, so your balance is frozen until that is decided. Nothing was \
             charged. Questions: {}.",
            asked.shop.brand.support_email,
        )),
        PlaceError::NotVerified => not_verified(),
        PlaceError::AddressRequired => AppError::Refused(
            "The law of this country wants an address on file for this number, which cannot be given here yet. \
             Nothing was charged."
                .into(),
        ),
        PlaceError::NotOpenYet => not_open_yet(asked),
        PlaceError::ShopClosed => AppError::Refused(format!(
            "{} cannot take orders at the moment. Nothing was charged. Please write to {}.",
            asked.shop.brand.name, asked.shop.brand.support_email,
        )),
        PlaceError::Internal(error) => asked.internal(&error),
    }
}
