//! What a rule would do to a price, without saving it.

use super::{
    price::{Basis, PriceError, Subject, price},
    rule::Rule,
    rulebook::rulebook,
};
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        scope::Scope,
    },
    shared::{
        money::Money,
        price::{PriceStack, Shares},
    },
};

/// Whose rule it would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Maker {
    Platform,
    Reseller,
}

/// A rule nobody has saved.
#[derive(Debug, Clone, PartialEq)]
pub struct Hypothetical {
    pub maker: Maker,
    /// Takes the place of the rule it ties with, as if it succeeded it now.
    pub rule: Rule,
}

/// A price before and after, each with its trace.
#[derive(Debug, Clone, PartialEq)]
pub struct Simulation {
    pub before: PriceStack,
    pub after: PriceStack,
    pub shares_before: Shares,
    /// `reseller` is what the reseller keeps after the platform's commission.
    pub shares_after: Shares,
}

impl Simulation {
    /// What the rule would add to the reseller's share of one sale; below zero when it takes away.
    pub fn reseller_gains(&self) -> Result<Money, Internal> {
        Ok(self.shares_after.reseller.minus(self.shares_before.reseller)?)
    }
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum SimulateError {
    /// It cannot be sold in this shop's currency, before or after.
    #[error(transparent)]
    Price(PriceError),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SimulateError);

/// Prices `basis` in the scope's shop as it is now and as it would be with the rule. The same `price` as every sale.
pub async fn simulate(
    backend: &Backend,
    scope: &impl Scope,
    subject: &Subject<'_>,
    basis: &Basis,
    change: Hypothetical,
) -> Result<Simulation, SimulateError> {
    let mut tx = backend.begin(scope).await?;
    let mut book = rulebook(&mut tx, scope, backend.now()).await?;
    tx.commit().await?;
    let before = price(&book, subject, basis).map_err(SimulateError::Price)?;
    let rules = match change.maker {
        Maker::Platform => &mut book.platform,
        Maker::Reseller => &mut book.reseller,
    };
    rules.retain(|rule| !rule.ties_with(&change.rule));
    rules.push(change.rule);
    let after = price(&book, subject, basis).map_err(SimulateError::Price)?;
    Ok(Simulation {
        shares_before: before.shares()?,
        shares_after: after.shares()?,
        before,
        after,
    })
}
