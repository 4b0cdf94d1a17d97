//! The endings by which a buyer chooses the outcome: of a phone number, of a plan's id, or of an amount paid.

use axum::response::{IntoResponse, Response};
use rust_decimal::{Decimal, prelude::ToPrimitive};

use super::memory::Memory;
use super::stage::Outcome;

/// Every magic ending, as four digits.
pub const ENDINGS: [u16; 5] = [666, 408, 500, 429, 777];

/// What a magic ending makes happen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Magic {
    /// Listed, but gone when somebody buys it.
    OutOfStock,
    /// Sold, and the answer never arrives.
    Silent,
    /// Sold, and the answer is a 500.
    BrokenAfterSale,
    /// Refused twice with 429, then sold.
    RateLimited,
    /// Sold only with an address.
    NeedsAddress,
}

impl Magic {
    /// Reads the last four digits.
    pub fn of(id: u64) -> Option<Self> {
        match id % 10_000 {
            666 => Some(Self::OutOfStock),
            408 => Some(Self::Silent),
            500 => Some(Self::BrokenAfterSale),
            429 => Some(Self::RateLimited),
            777 => Some(Self::NeedsAddress),
            _ => None,
        }
    }

    /// Reads an E.164 number.
    pub fn of_number(e164: &str) -> Option<Self> {
        e164.trim_start_matches('+').parse().ok().and_then(Self::of)
    }

    /// Reads what was paid, for a refund of it. 5.05 and not 5.00: too many people pay five.
    pub fn of_payment(amount: Decimal) -> Option<Self> {
        let cents = (amount * Decimal::ONE_HUNDRED).trunc() % Decimal::ONE_THOUSAND;
        match cents.to_u16()? {
            666 => Some(Self::OutOfStock),
            408 => Some(Self::Silent),
            505 => Some(Self::BrokenAfterSale),
            429 => Some(Self::RateLimited),
            _ => None,
        }
    }

    /// What becomes of the answer to a sale that has been recorded.
    pub fn after_sale(magic: Option<Self>, answer: Response) -> Response {
        match magic {
            Some(Self::Silent) => Outcome::Hang.into_response(),
            Some(Self::BrokenAfterSale) => Outcome::ServerError.into_response(),
            _ => answer,
        }
    }
}

impl Memory {
    /// Counts an attempt on a rate-limited thing; true while it must still be refused.
    pub fn refuse_by_rate(&mut self, thing: &str) -> bool {
        let attempts = self.rate_limited.entry(thing.to_owned()).or_default();
        *attempts += 1;
        *attempts <= 2
    }
}
