//! A price and how it came about.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{
    ids::QuoteId,
    money::{Money, MoneyError},
    promotion::{AppliedPromotion, FundedBy},
};

/// What a price is for. Rules match on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// The first month of a number.
    NumberPurchase,
    /// Every further month of a number.
    NumberMonth,
    /// One segment of a text message.
    Sms,
    /// One minute of a call.
    VoiceMinute,
    /// A mobile data plan.
    DataPlan,
    /// A bundle of numbers, minutes, messages and data.
    Package,
}

impl Service {
    /// Every service there is.
    pub const ALL: [Self; 6] = [
        Self::NumberPurchase,
        Self::NumberMonth,
        Self::Sms,
        Self::VoiceMinute,
        Self::DataPlan,
        Self::Package,
    ];

    /// The word in the database and in rules.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NumberPurchase => "number_purchase",
            Self::NumberMonth => "number_month",
            Self::Sms => "sms",
            Self::VoiceMinute => "voice_minute",
            Self::DataPlan => "data_plan",
            Self::Package => "package",
        }
    }

    /// Reads the database's word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|service| service.as_str() == text)
    }

    /// Sold by the piece, many to a line: its unit price may have fractions of a cent, and is not rounded.
    pub const fn is_metered(self) -> bool {
        matches!(self, Self::Sms | Self::VoiceMinute)
    }
}

/// Which price of the stack a step leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The provider's cost in the shop's currency.
    Cost,
    /// The platform price.
    Platform,
    /// The retail price and what is charged of it.
    Shop,
}

/// One step of the way from cost to price. The customer never sees it; the reseller and the operator do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceStep {
    /// `+25 % platform rule 'US local'`.
    pub what: String,
    pub stage: Stage,
    /// The amount after the step.
    pub result: Money,
}

/// The exchange rate a price was made with, as it was then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FxSnapshot {
    /// Shop-currency units per unit of the other currency.
    pub rate: Decimal,
    /// When the source stated it.
    pub as_of: DateTime<Utc>,
    /// Who stated it.
    pub source: String,
}

/// Everything a price was made of; kept on the order and never changed.
///
/// All amounts but `provider_cost` are in the shop's currency, and `cost ≤ platform_price ≤ retail`,
/// `charged = retail − discount`. `shares` add up to `charged`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceStack {
    /// What the provider asks, in the provider's currency.
    pub provider_cost: Money,
    /// How the cost was converted; `None` when the provider asks in the shop's currency.
    pub fx: Option<FxSnapshot>,
    /// The provider's cost in the shop's currency.
    pub cost: Money,
    /// After the platform's rule and floors: what the reseller pays.
    pub platform_price: Money,
    /// After the reseller's rule, floors and rounding: the price in the shop.
    pub retail: Money,
    /// Taken off the retail price; zero or more. The reseller bears it out of its share, unless `promotion` says that
    /// the platform does.
    pub discount: Money,
    /// What the customer pays.
    pub charged: Money,
    /// Percentage of the charged price the platform keeps (`platform_collects`).
    pub commission_percent: Decimal,
    /// The steps in words.
    pub trace: Vec<TraceStep>,
    /// The code the discount came by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promotion: Option<AppliedPromotion>,
}

/// Who gets what of a charged price. Adds up to it exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shares {
    /// The provider's cost.
    pub provider: Money,
    /// Platform price above cost, and commission.
    pub platform: Money,
    /// The rest. Below zero when discount or commission eat more than the reseller's markup.
    pub reseller: Money,
}

impl PriceStack {
    /// The platform's percentage of what is charged; where the platform bears the discount, of the retail price, so that
    /// the reseller's share stays what it is without the code.
    pub fn commission(&self) -> Result<Money, MoneyError> {
        let sold = if self.is_platform_funded() {
            self.retail
        } else {
            self.charged
        };
        sold.percent(self.commission_percent)
    }

    /// What the platform adds to the cost, less the discount where it bears that. Below zero when the discount takes of
    /// its commission too.
    pub fn platform_margin(&self) -> Result<Money, MoneyError> {
        self.platform_price
            .minus(self.cost)?
            .minus(self.platform_discount())
    }

    /// What the reseller owes for the sale: the platform price and the commission, less the discount the platform bears.
    pub fn due_to_platform(&self) -> Result<Money, MoneyError> {
        self.platform_price
            .plus(self.commission()?)?
            .minus(self.platform_discount())
    }

    fn platform_discount(&self) -> Money {
        if self.is_platform_funded() {
            self.discount
        } else {
            Money::zero(self.discount.currency())
        }
    }

    fn is_platform_funded(&self) -> bool {
        self.promotion
            .as_ref()
            .is_some_and(|promotion| promotion.funded_by == FundedBy::Platform)
    }

    /// Splits what is charged between provider, platform and reseller.
    pub fn shares(&self) -> Result<Shares, MoneyError> {
        let commission = self.commission()?;
        Ok(Shares {
            provider: self.cost,
            platform: self.platform_margin()?.plus(commission)?,
            reseller: self.charged.minus(self.due_to_platform()?)?,
        })
    }

    /// The price of so many: ten minutes of a call, three segments of a message. Multiplies exactly.
    pub fn times(&self, quantity: u32) -> Result<Self, MoneyError> {
        self.scaled(Decimal::from(quantity), format!("× {quantity}"))
    }

    /// The price of so much of the unit, `what` in the trace; each amount rounded once.
    pub fn scaled(&self, factor: Decimal, what: String) -> Result<Self, MoneyError> {
        let many = |amount: Money| amount.times(factor);
        let charged = many(self.charged)?;
        let mut trace = self.trace.clone();
        trace.push(TraceStep {
            what,
            stage: Stage::Shop,
            result: charged,
        });
        Ok(Self {
            provider_cost: many(self.provider_cost)?,
            cost: many(self.cost)?,
            platform_price: many(self.platform_price)?,
            retail: many(self.retail)?,
            discount: many(self.discount)?,
            charged,
            fx: self.fx.clone(),
            commission_percent: self.commission_percent,
            trace,
            promotion: self.promotion.clone(),
        })
    }

    /// Two parts of one sale, such as the two legs of a call. Both are of one shop, so of one commission.
    pub fn plus(&self, other: &Self) -> Result<Self, MoneyError> {
        let mut sum = self.clone();
        sum.provider_cost = self.provider_cost.plus(other.provider_cost)?;
        sum.cost = self.cost.plus(other.cost)?;
        sum.platform_price = self.platform_price.plus(other.platform_price)?;
        sum.retail = self.retail.plus(other.retail)?;
        sum.discount = self.discount.plus(other.discount)?;
        sum.charged = self.charged.plus(other.charged)?;
        sum.trace.extend(other.trace.iter().cloned());
        sum.trace.push(TraceStep {
            what: "both".into(),
            stage: Stage::Shop,
            result: sum.charged,
        });
        Ok(sum)
    }

    /// The same sale at a price that was agreed before: the reseller's share is what is left of it.
    pub fn agreed(&self, price: Money) -> Self {
        let mut stack = self.clone();
        stack.retail = price;
        stack.discount = Money::zero(price.currency());
        stack.charged = price;
        stack.promotion = None;
        stack.trace.push(TraceStep {
            what: "as agreed".into(),
            stage: Stage::Shop,
            result: price,
        });
        stack
    }

    /// What the reseller's float pays when the reseller's own system sells: the platform price, without commission
    /// and without the shop's steps, since the shop's retail price is not charged here.
    pub fn wholesale(&self) -> Self {
        let mut stack = self.clone();
        stack.retail = self.platform_price;
        stack.discount = Money::zero(self.platform_price.currency());
        stack.charged = self.platform_price;
        stack.commission_percent = Decimal::ZERO;
        stack.promotion = None;
        stack.trace.retain(|step| step.stage != Stage::Shop);
        stack
    }

    /// The trace as people read it:
    /// `cost 2.00 USD → +25 % platform rule 'US local' → 2.50 → +0.50 Aurora → 3.00`.
    pub fn explain(&self) -> String {
        let mut text = String::new();
        let mut currency = None;
        for step in &self.trace {
            let amount = step.result.amount();
            let arrow = if currency.is_none() { " " } else { " → " };
            if currency.is_some() {
                text.push_str(" → ");
            }
            // Writing to a string cannot fail.
            let _ = write!(text, "{}{arrow}{amount}", step.what);
            if currency.replace(step.result.currency()) != Some(step.result.currency()) {
                let _ = write!(text, " {}", step.result.currency());
            }
        }
        text
    }
}

/// A price offered to a customer until `expires_at`, without its trace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuoteView {
    pub id: QuoteId,
    pub item: super::order::ItemView,
    pub charged: Money,
    /// Before a promotion code.
    pub retail: Money,
    /// The code that takes something off.
    pub promo_code: Option<String>,
    /// Why the code that was typed takes nothing off, in words for the buyer.
    pub promo_refusal: Option<String>,
    /// What the same thing costs each further month, for a number.
    pub monthly: Option<Money>,
    pub expires_at: DateTime<Utc>,
    pub available: Money,
    /// What the wallet lacks; `None` when it covers the price.
    pub missing: Option<Money>,
}
