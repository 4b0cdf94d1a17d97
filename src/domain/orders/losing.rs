//! Offers an order was not bought for: who else had the number, for what price.

use serde::{Deserialize, Serialize};

use crate::{
    providers::numbers::NumberCost,
    shared::{
        money::{Money, MoneyError},
        number::Capabilities,
        price::{PriceStack, Stage, TraceStep},
    },
};

/// A vendor that had the number too, with all that buying it there takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LosingOffer {
    pub provider: String,
    pub cost: NumberCost,
    /// Each further month for the customer.
    pub monthly: Money,
    pub capabilities: Capabilities,
    pub needs_address: bool,
    /// It wants what cannot be given here.
    #[serde(default)]
    pub needs_documents: bool,
    /// At retail, without a code.
    pub stack: PriceStack,
    /// Its definite no, where it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

impl LosingOffer {
    /// Whether an order at this price may be bought here instead: the buyer agreed to as much, and the platform price
    /// covers the cost.
    pub(super) fn may_replace(
        &self,
        ordered: &PriceStack,
        is_wholesale: bool,
        max_price: Money,
    ) -> Result<bool, MoneyError> {
        let asked = if is_wholesale {
            self.stack.platform_price
        } else {
            self.stack.retail.minus(ordered.discount)?
        };
        let is_dearer = asked.minus(max_price)?.is_positive();
        let is_loss = self.stack.cost.minus(ordered.platform_price)?.is_positive();
        Ok(self.refused.is_none() && !self.needs_address && !self.needs_documents && !is_dearer && !is_loss)
    }

    /// The price the order was placed at, with the cost of this vendor.
    pub(super) fn replace(&self, ordered: &PriceStack, instead_of: &str) -> PriceStack {
        let steps = |stack: &PriceStack, stage| -> Vec<TraceStep> {
            let steps = stack.trace.iter().filter(|step| step.stage == stage);
            steps.cloned().collect()
        };
        let mut trace = steps(&self.stack, Stage::Cost);
        trace.push(TraceStep {
            what: format!("price of the order, placed for {instead_of}"),
            stage: Stage::Platform,
            result: ordered.platform_price,
        });
        trace.extend(steps(ordered, Stage::Shop));
        PriceStack {
            provider_cost: self.stack.provider_cost,
            fx: self.stack.fx.clone(),
            cost: self.stack.cost,
            trace,
            ..ordered.clone()
        }
    }
}
