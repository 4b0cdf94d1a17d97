//! A shop's settings, and what is left to do before it sells.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{currency::Currency, money::Money};

/// What a shop is to its customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShopStatus {
    /// Everybody sees it; only its own staff can buy and add money.
    Trial,
    Active,
    /// Nobody can buy or add money; what was sold before works on.
    Suspended,
}

impl ShopStatus {
    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Trial => "trial",
            Self::Active => "active",
            Self::Suspended => "suspended",
        }
    }

    /// Reads the database's word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Trial, Self::Active, Self::Suspended]
            .into_iter()
            .find(|status| status.as_str() == text)
    }
}

/// A step from an empty shop to its first sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    Brand,
    Domain,
    Prices,
    Payments,
    Legal,
    TestPurchase,
}

impl Step {
    /// In the order they are best done.
    pub const ALL: [Self; 6] = [
        Self::Brand,
        Self::Domain,
        Self::Prices,
        Self::Payments,
        Self::Legal,
        Self::TestPurchase,
    ];
}

/// Legal pages a shop needs before strangers buy.
pub const LEGAL_PAGES: [&str; 3] = ["terms", "privacy", "imprint"];

/// How the shop's customers pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PaymentFacts {
    /// Into the platform's account; the shop's share is paid out.
    PlatformCollects,
    /// Into the shop's own account; each sale also takes the platform's price from the float.
    ResellerCollects { has_keys: bool, float: Money },
}

/// What is true of a shop, read from its tables.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShopFacts {
    pub status: ShopStatus,
    pub is_brand_published: bool,
    pub has_tagline: bool,
    /// A verified host; the shop's own before the platform's subdomain.
    pub host: Option<String>,
    pub is_own_host: bool,
    /// A price rule of the shop applies now.
    pub has_prices: bool,
    pub payments: PaymentFacts,
    /// Those of [`LEGAL_PAGES`] that are missing, empty or have a gap in [square brackets].
    pub missing_legal: Vec<String>,
    /// An order was delivered.
    pub has_sold: bool,
}

impl ShopFacts {
    /// Whether the step is done.
    pub fn is_done(&self, step: Step) -> bool {
        match step {
            Step::Brand => self.is_brand_published,
            Step::Domain => self.host.is_some(),
            Step::Prices => self.has_prices,
            Step::Payments => match self.payments {
                PaymentFacts::PlatformCollects => true,
                PaymentFacts::ResellerCollects { has_keys, float } => has_keys && float.is_positive(),
            },
            Step::Legal => self.missing_legal.is_empty(),
            Step::TestPurchase => self.has_sold,
        }
    }

    /// The steps that are left.
    pub fn missing(&self) -> Vec<Step> {
        Step::ALL
            .into_iter()
            .filter(|step| !self.is_done(*step))
            .collect()
    }
}

/// The page with the steps.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StartView {
    pub shop: String,
    pub facts: ShopFacts,
    /// Whether the reader may open the shop.
    pub may_go_live: bool,
}

/// The shop's own keys at the gateway, as far as anybody sees them again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GatewayKeysView {
    /// Last characters of the secret key.
    pub hint: String,
    pub since: DateTime<Utc>,
    /// Address of whoever entered them; `None` for an operator.
    pub by: Option<String>,
}

/// The settings of a shop.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShopSettingsView {
    pub support_email: String,
    /// `en`, `de`.
    pub locale: String,
    /// IANA name.
    pub timezone: String,
    pub currency: Currency,
    /// Other currencies the shop could have; empty once something was sold or paid in.
    pub currencies: Vec<Currency>,
    pub collects_itself: bool,
    /// Days to pay for a number that could not be renewed.
    pub grace_days: i16,
    pub gateway: Option<GatewayKeysView>,
    pub may_edit: bool,
    pub may_manage_keys: bool,
}
