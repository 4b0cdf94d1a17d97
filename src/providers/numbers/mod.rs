//! Vendors of phone numbers.

pub mod telnyx;
pub mod twilio;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use super::ProviderError;
use crate::shared::{
    money::{Money, MoneyError},
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
    /// What else its vendor wants to see of who uses it, in the vendor's words.
    pub documents: Vec<String>,
    /// What the vendor asks for exactly this number; `None` where its list of prices says so for the kind.
    pub cost: Option<NumberCost>,
}

/// Where somebody lives.
#[derive(Clone, PartialEq, Eq)]
pub struct PostalAddress {
    pub name: String,
    pub street: String,
    pub city: String,
    pub region: String,
    pub postal_code: String,
    pub country: CountryCode,
}

impl std::fmt::Debug for PostalAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PostalAddress in {}", self.country)
    }
}

/// A number we own at the vendor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnedNumber {
    /// The vendor's id.
    pub provider_id: String,
    pub e164: String,
    /// Our reference, given when it was bought.
    pub reference: String,
    /// `None` where the vendor tells them only before a purchase.
    pub capabilities: Option<Capabilities>,
}

/// What a vendor asks for a number, or for numbers of one country and kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberCost {
    pub kind: NumberType,
    /// Once, when it is bought.
    pub upfront: Money,
    /// Each month, the first one included.
    pub monthly: Money,
}

impl NumberCost {
    /// What the purchase itself costs: the first month and what is asked once.
    pub fn first(&self) -> Result<Money, MoneyError> {
        self.upfront.plus(self.monthly)
    }
}

/// What the law wants of whoever uses a number of one country and kind, as the vendor's sheet has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regulation {
    pub kind: NumberType,
    pub needs_address: bool,
    /// Documents and facts beside a name and an address, in the vendor's words.
    pub documents: Vec<String>,
}

/// Documents one sheet may name; more would be a broken answer.
const DOCUMENTS_MAX: usize = 12;
/// Characters of the name of one.
const NAME_MAX: usize = 80;

impl Regulation {
    /// Of a kind the sheet says nothing of yet.
    pub const fn none(kind: NumberType) -> Self {
        Self {
            kind,
            needs_address: false,
            documents: vec![],
        }
    }

    /// One more document, by its name; the same again is one.
    pub fn want(&mut self, name: &str) {
        let plain: String = name.chars().filter(|c| !c.is_control()).take(NAME_MAX).collect();
        let plain = plain.trim().to_owned();
        if !plain.is_empty() && self.documents.len() < DOCUMENTS_MAX && !self.documents.contains(&plain) {
            self.documents.push(plain);
        }
    }
}

/// Where numbers come from.
#[async_trait]
pub trait NumberProvider: Send + Sync {
    /// The vendor's word in our tables: `twilio`, `telnyx`.
    fn name(&self) -> &'static str;

    /// Numbers on offer. An unknown country is an empty list.
    async fn search(&self, query: &NumberQuery) -> Result<Vec<AvailableNumber>, ProviderError>;

    /// Whether it has a list of prices by kind. One that has not tells the cost of each number it offers.
    fn has_price_list(&self) -> bool;

    /// The list of prices: cost by kind, empty for a vendor without one. An unknown country is an empty list. Kinds without a price are not for sale.
    async fn costs(&self, country: CountryCode) -> Result<Vec<NumberCost>, ProviderError>;

    /// What the law of the country wants first, by kind; kinds without such a law are left out.
    async fn regulations(&self, country: CountryCode) -> Result<Vec<Regulation>, ProviderError>;

    /// Keeps the number for us for a while, where the vendor does that; elsewhere it does nothing.
    async fn reserve(&self, e164: &str, reference: &str) -> Result<(), ProviderError>;

    /// Buys exactly this number and marks it with our reference. Never repeats itself after an unknown outcome.
    async fn buy(&self, e164: &str, reference: &str) -> Result<OwnedNumber, ProviderError>;

    /// The same for a number whose law wants an address, by the vendor's id of it.
    async fn buy_at(&self, e164: &str, reference: &str, address: &str) -> Result<OwnedNumber, ProviderError>;

    /// Tells the vendor an address; its id there.
    async fn register_address(
        &self,
        address: &PostalAddress,
        reference: &str,
    ) -> Result<String, ProviderError>;

    /// What became of our reference: the number, or `None` when the vendor certainly holds nothing under it.
    async fn find(&self, e164: &str, reference: &str) -> Result<Option<OwnedNumber>, ProviderError>;

    /// Every number we own there, for the comparison with our inventory.
    async fn inventory(&self) -> Result<Vec<OwnedNumber>, ProviderError>;

    /// Gives it back. A number that is already gone is a success.
    async fn release(&self, provider_id: &str) -> Result<(), ProviderError>;
}
