//! Vendors of phone numbers.

pub mod twilio;

use async_trait::async_trait;

use super::ProviderError;
use crate::shared::{
    money::Money,
    number::{Capabilities, NumberType},
    place::CountryCode,
};

/// What to look for. Empty `contains` is any number.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NumberQuery {
    pub country: CountryCode,
    pub kind: NumberType,
    /// Digits, keypad letters, `*` for any digit.
    pub contains: String,
    pub sms: bool,
    pub voice: bool,
    /// At most this many results (1–100).
    pub limit: u32,
}

/// A number the vendor would sell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AvailableNumber {
    pub e164: String,
    pub country: CountryCode,
    pub kind: NumberType,
    pub locality: Option<String>,
    pub capabilities: Capabilities,
    pub needs_address: bool,
}

/// A number we own at the vendor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnedNumber {
    /// The vendor's id.
    pub provider_id: String,
    pub e164: String,
    /// Our reference, given when it was bought.
    pub reference: String,
    pub capabilities: Capabilities,
}

/// What the vendor asks for a number of one country and kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberCost {
    pub kind: NumberType,
    /// Each month, the first one included.
    pub monthly: Money,
}

/// Where numbers come from.
#[async_trait]
pub trait NumberProvider: Send + Sync {
    /// The vendor's word in our tables: `twilio`.
    fn name(&self) -> &'static str;

    /// Numbers on offer. An unknown country is an empty list.
    async fn search(&self, query: &NumberQuery) -> Result<Vec<AvailableNumber>, ProviderError>;

    /// Monthly cost by kind. An unknown country is an empty list. Kinds without a price are not for sale.
    async fn costs(&self, country: CountryCode) -> Result<Vec<NumberCost>, ProviderError>;

    /// Buys exactly this number and marks it with our reference. Never repeats itself after an unknown outcome.
    async fn buy(&self, e164: &str, reference: &str) -> Result<OwnedNumber, ProviderError>;

    /// What became of our reference: the number, or `None` when the vendor certainly holds nothing under it.
    async fn find(&self, e164: &str, reference: &str) -> Result<Option<OwnedNumber>, ProviderError>;

    /// Every number we own there, for the comparison with our inventory.
    async fn inventory(&self) -> Result<Vec<OwnedNumber>, ProviderError>;

    /// Gives it back. A number that is already gone is a success.
    async fn release(&self, provider_id: &str) -> Result<(), ProviderError>;
}
