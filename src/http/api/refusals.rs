//! Why something was not bought, in the words of the interface.

use super::{
    caller::{Caller, not_found},
    input,
    problem::{Code, Problem},
};
use crate::{
    domain::{
        orders::{
            buy::BuyError,
            place::PlaceError,
            quote::{QuoteError, Wish},
        },
        promotions::PromoError,
    },
    shared::{budget::Shortfall, policy::Breach},
};

/// Nothing was held or charged in any of these cases.
pub fn buy_problem(caller: &Caller, wish: &Wish, error: BuyError) -> Problem {
    match error {
        BuyError::Quote(error) => quote_problem(caller, wish, error),
        BuyError::Place(error) => place_problem(caller, error),
        BuyError::NoOrganization => not_found("organization").field("organization_id"),
        BuyError::CapReached { left } => Problem::new(
            Code::CapReached,
            "Today's orders with this key would exceed its daily cap. Nothing was charged.",
        )
        .left(left)
        .hint("The cap starts anew at 00:00 UTC; it can be raised in the reseller's dashboard."),
        BuyError::Internal(error) => caller.internal(&error),
    }
}

fn quote_problem(caller: &Caller, wish: &Wish, error: QuoteError) -> Problem {
    match (error, wish) {
        (QuoteError::Gone, Wish::Plan(_) | Wish::Line { .. }) => {
            not_found("plan on sale").field("item.plan_id")
        }
        (QuoteError::Gone, Wish::Number { .. }) => Problem::new(
            Code::OfferGone,
            "It is no longer on offer; somebody else may just have bought it. Nothing was charged.",
        )
        .hint("Choose another one from the catalogue."),
        (QuoteError::Unavailable(_) | QuoteError::Closed(_), _) => supplier_unavailable(),
        (QuoteError::Promo(error), _) => promo_problem(caller, error),
        (QuoteError::Shop(error), _) => place_problem(caller, error),
        (QuoteError::Internal(error), _) => caller.internal(&error),
    }
}

/// The vendor does not answer.
pub fn supplier_unavailable() -> Problem {
    Problem::new(
        Code::SupplierUnavailable,
        "Our supplier does not answer right now. Nothing was charged.",
    )
    .hint("Try again in a minute.")
    .retry_after(30)
}

pub(super) fn place_problem(caller: &Caller, error: PlaceError) -> Problem {
    match error {
        PlaceError::NotFound | PlaceError::Expired => Problem::new(
            Code::OfferGone,
            "The offer does not stand any more. Nothing was charged.",
        ),
        PlaceError::PriceMoved { now } => Problem::new(
            Code::PriceMoved,
            "The price is above max_price. Nothing was charged.",
        )
        .now(now)
        .hint("Order again with a higher max_price and a new Idempotency-Key."),
        PlaceError::Insufficient { missing } => Problem::new(
            Code::InsufficientBalance,
            "The payer's balance does not cover the price. Nothing was held or charged.",
        )
        .missing(missing)
        .hint("Top the balance up and send the same request again."),
        PlaceError::Frozen => Problem::new(
            Code::WalletFrozen,
            "A payment of the payer is disputed, so its balance is frozen. Nothing was charged.",
        ),
        PlaceError::NotVerified => Problem::new(
            Code::NotVerified,
            "The customer registered in the shop and has not followed the mailed link yet. Nothing was charged.",
        ),
        PlaceError::AddressRequired => Problem::new(
            Code::AddressRequired,
            "The law of this country wants an address on file for this number. It can be given in the shop \
             only, not here. Nothing was charged.",
        ),
        PlaceError::DocumentsRequired => Problem::new(
            Code::DocumentsRequired,
            "The law of this country wants documents for this number, and such numbers cannot be bought yet. Nothing \
             was charged.",
        )
        .hint("`requirements.documents` of an offer says so before."),
        PlaceError::NotSold => Problem::new(
            Code::OfferGone,
            "The shop has switched it off. Nothing was charged.",
        ),
        PlaceError::Promo(error) => promo_problem(caller, error),
        PlaceError::Closed(_) => supplier_unavailable(),
        PlaceError::NotOpenYet => Problem::new(
            Code::ShopNotOpen,
            "The shop is on trial: until it goes live, only its own staff can buy. Nothing was charged.",
        )
        .hint("Order for a customer who is on the shop's staff, or go live in the reseller's dashboard."),
        PlaceError::ShopClosed => Problem::new(
            Code::ShopClosed,
            "The shop is suspended or its float is used up. Nothing was charged.",
        )
        .hint("The reseller's dashboard says why."),
        PlaceError::Policy(breach) => policy_problem(&breach),
        PlaceError::Budget(short) => budget_problem(&short),
        PlaceError::Internal(error) => caller.internal(&error),
    }
}

fn policy_problem(breach: &Breach) -> Problem {
    let code = match breach {
        Breach::NeedsApproval { .. } => Code::ApprovalRequired,
        Breach::PlanNotAllowed { .. } | Breach::Roaming { .. } | Breach::Abroad { .. } | Breach::AtCap => {
            Code::PolicyRefused
        }
    };
    Problem::new(code, format!("{} Nothing was charged.", breach.in_words()))
        .hint("The company's policies are at /business/policies.")
}

fn budget_problem(short: &Shortfall) -> Problem {
    let code = if short.asks {
        Code::ApprovalRequired
    } else {
        Code::BudgetExceeded
    };
    Problem::new(code, format!("{} Nothing was charged.", short.in_words()))
        .left(short.left)
        .hint("The company's budgets are at /business/budgets.")
}

fn promo_problem(caller: &Caller, error: PromoError) -> Problem {
    let detail = match error {
        PromoError::Unknown => "The shop has no such code.".to_owned(),
        PromoError::Paused => "The code is paused.".to_owned(),
        PromoError::NotYet { from } => format!("The code is valid from {}.", from.to_rfc3339()),
        PromoError::Over => "The code is over.".to_owned(),
        PromoError::UsedUp => "The code is used up.".to_owned(),
        PromoError::UsedByYou => "The customer has used the code as often as one may.".to_owned(),
        PromoError::TooSmall { minimum } => format!("The code is for purchases from {minimum}."),
        PromoError::NotForThis => "The code is not for this item.".to_owned(),
        PromoError::NothingOff => "The code takes nothing off this price.".to_owned(),
        PromoError::NotForFloat => {
            "Codes are for the shop's retail prices; the float pays the platform price.".to_owned()
        }
        PromoError::Internal(error) => return caller.internal(&error),
    };
    input::invalid("promo_code", &detail)
}
