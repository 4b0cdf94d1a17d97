//! What messages, calls and numbers of a country cost at a shop.

use serde::{Deserialize, Serialize};

use super::{money::Money, place::Country};

/// What a price is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RateKind {
    MessageOut,
    CallOut,
    CallIn,
    Agent,
    NumberMonth,
}

impl RateKind {
    /// The words for people.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::MessageOut => "Message sent",
            Self::CallOut => "Call made",
            Self::CallIn => "Call that comes in",
            Self::Agent => "Call your AI agent answers",
            Self::NumberMonth => "Number",
        }
    }

    /// What it is counted in.
    pub const fn per(self) -> &'static str {
        match self {
            Self::MessageOut => "per segment",
            Self::CallOut | Self::CallIn | Self::Agent => "per minute",
            Self::NumberMonth => "per month",
        }
    }
}

/// One price. Where it costs nothing `price` is zero.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateRow {
    pub kind: RateKind,
    /// `from a mobile number`, `to numbers that begin with +33 6`.
    pub detail: String,
    pub price: Money,
    /// What the shop pays and what it keeps; for its staff alone.
    pub inside: Option<(Money, Money)>,
}

/// A country's prices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RateDeck {
    pub country: Country,
    pub rows: Vec<RateRow>,
    /// Countries one can choose.
    pub countries: Vec<Country>,
    /// A vendor did not answer, so some prices are missing.
    pub is_partial: bool,
}
