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
    domain::{
        orders::{
            self,
            choose_address::{ChooseError, choose_address},
            place::{Payer, Place, PlaceError, SaleKind},
            quote::{QuoteError, Wish},
        },
        promotions::PromoError,
        scope::Customer,
        supply::Closed,
    },
    server_fns::{
        guard,
        wallet::{not_open_yet, not_verified},
    },
    shared::money::Money,
};

/// Fixes the price of a number for fifteen minutes. Scope: customer.
#[server(prefix = "/do", endpoint = "orders/quote_number")]
pub async fn quote_number(
    e164: String,
    country: String,
    kind: String,
    promo: Option<String>,
) -> Result<QuoteView, AppError> {
    let (asked, customer) = guard::customer()?;
    asked.need(|features| features.numbers)?;
    let country = country.parse().map_err(|_| AppError::NotFound)?;
    let kind = kind.parse().map_err(|_| AppError::NotFound)?;
    let wish = Wish::Number { e164, country, kind };
    quoted(&asked, &customer, &wish, promo.as_deref()).await
}

/// Fixes the price of a data plan for fifteen minutes. Scope: customer.
#[server(prefix = "/do", endpoint = "orders/quote_plan")]
pub async fn quote_plan(plan: PlanId, promo: Option<String>) -> Result<QuoteView, AppError> {
    let (asked, customer) = guard::customer()?;
    asked.need(|features| features.esims)?;
    quoted(&asked, &customer, &Wish::Plan(plan), promo.as_deref()).await
}

/// Buys what the quote is for and shows its order. Sent twice, it shows the same order. Scope: customer.
#[server(prefix = "/do", endpoint = "orders/place_order")]
pub async fn place_order(quote: QuoteId, max_price: String, address: Option<String>) -> Result<(), AppError> {
    let (asked, customer) = guard::customer()?;
    if let Some(address) = address.filter(|address| !address.is_empty()) {
        let wrong = || {
            AppError::invalid(
                "address",
                "Please choose one of your addresses. Nothing was charged.",
            )
        };
        let address = address.parse().map_err(|_| wrong())?;
        choose_address(&asked.backend, &customer, quote, address)
            .await
            .map_err(|error| match error {
                ChooseError::NoQuote => AppError::NotFound,
                ChooseError::NoAddress => wrong(),
                ChooseError::Internal(error) => asked.internal(&error),
            })?;
    }
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

/// The price, with the sentence for a code that takes nothing off.
#[cfg(feature = "ssr")]
async fn quoted(
    asked: &guard::Asked,
    customer: &Customer,
    wish: &Wish,
    code: Option<&str>,
) -> Result<QuoteView, AppError> {
    let code = code.map(str::trim).filter(|code| !code.is_empty());
    let orders::quote::Quoted { mut view, refused } =
        orders::quote::quote_with_code(&asked.backend, customer, wish, code)
            .await
            .map_err(|error| quote_error(asked, error))?;
    if let Some(refused) = refused {
        view.promo_refusal = Some(promo_words(asked, refused)?);
    }
    Ok(view)
}

/// Why a code takes nothing off, in words for the buyer.
#[cfg(feature = "ssr")]
fn promo_words(asked: &guard::Asked, error: PromoError) -> Result<String, AppError> {
    Ok(match error {
        PromoError::Unknown => "We do not know this code. Please check how it is written.".into(),
        PromoError::Paused => "This code cannot be used at the moment.".into(),
        PromoError::NotYet { from } => format!("This code can be used from {}.", from.format("%-d %b %Y")),
        PromoError::Over => "This code is over.".into(),
        PromoError::UsedUp => "This code is used up.".into(),
        PromoError::UsedByYou => "You have used this code already.".into(),
        PromoError::TooSmall { minimum } => format!("This code is for purchases from {minimum}."),
        PromoError::NotForThis => "This code is not for what you are buying.".into(),
        PromoError::NothingOff => "This is at its lowest price already; the code takes nothing off.".into(),
        PromoError::NotForFloat => "This code is for the shop's prices only.".into(),
        PromoError::Internal(error) => return Err(asked.internal(&error)),
    })
}

#[cfg(feature = "ssr")]
pub(super) fn quote_error(asked: &guard::Asked, error: QuoteError) -> AppError {
    match error {
        QuoteError::Gone => AppError::Refused(
            "This is no longer on offer; somebody else may just have bought it. Nothing was charged. Please choose \
             another one."
                .into(),
        ),
        QuoteError::Closed(closed) => not_sold(closed),
        QuoteError::Unavailable(_) => AppError::Refused(
            "We cannot reach our supplier right now. Nothing was charged. Please try again in a minute.".into(),
        ),
        QuoteError::Promo(error) => promo_error(asked, error),
        QuoteError::Shop(error) => place_error(asked, error),
        QuoteError::Internal(error) => asked.internal(&error),
    }
}

#[cfg(feature = "ssr")]
fn not_sold(closed: Closed) -> AppError {
    AppError::Refused(match closed {
        Closed::Paused => {
            "Sales of this are paused at the moment. Nothing was charged. Please try again later, or choose something else.".into()
        }
        Closed::Resting => {
            "We cannot reach our supplier right now. Nothing was charged. Please try again in a minute.".into()
        }
    })
}

#[cfg(feature = "ssr")]
pub(super) fn place_error(asked: &guard::Asked, error: PlaceError) -> AppError {
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
            "The law of this country wants an address for this number. Please choose one of yours, or add \
             one. Nothing was charged."
                .into(),
        ),
        PlaceError::DocumentsRequired => AppError::Refused(
            "The network of this number wants documents, and numbers that want documents cannot be bought here yet. \
             Nothing was charged. Please choose another number."
                .into(),
        ),
        PlaceError::NotSold => AppError::Refused(format!(
            "{} does not sell this any more. Nothing was charged. Please choose something else.",
            asked.shop.brand.name,
        )),
        PlaceError::Promo(error) => promo_error(asked, error),
        PlaceError::Closed(closed) => not_sold(closed),
        PlaceError::NotOpenYet => not_open_yet(asked),
        PlaceError::ShopClosed => AppError::Refused(format!(
            "{} cannot take orders at the moment. Nothing was charged. Please write to {}.",
            asked.shop.brand.name, asked.shop.brand.support_email,
        )),
        PlaceError::Policy(breach) => {
            AppError::Refused(format!("{} Nothing was bought or charged.", breach.in_words()))
        }
        PlaceError::Budget(short) => {
            AppError::Refused(format!("{} Nothing was bought or charged.", short.in_words()))
        }
        PlaceError::Internal(error) => asked.internal(&error),
    }
}

#[cfg(feature = "ssr")]
fn promo_error(asked: &guard::Asked, error: PromoError) -> AppError {
    match promo_words(asked, error) {
        Ok(words) => AppError::Refused(format!(
            "{words} Nothing was charged. You can buy at the price without the code."
        )),
        Err(error) => error,
    }
}
