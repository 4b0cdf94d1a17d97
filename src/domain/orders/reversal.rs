//! What a refund takes from whom: the sale the other way round, in proportion.
//!
//! Each leg's reversal so far is the leg in proportion of what is refunded so far, half to even. A refund's leg is that
//! less what earlier refunds reversed; so after the last one every leg is reversed exactly, however it was cut. What
//! the payer's wallets get sums to the refund, and one account that is nobody's wallet takes the other roundings.

use crate::{
    domain::{error::Internal, wallet::transfer::Account},
    shared::money::{Money, MoneyError},
};

/// A leg of the captured sale.
#[derive(Debug, Clone, Copy)]
pub(super) struct Leg {
    pub account: Account,
    /// A wallet of whoever paid, cash or credit.
    pub is_payers: bool,
    /// Not cash: it never leaves.
    pub is_credit: bool,
    pub sold: Money,
    /// By refunds before this one.
    pub reversed: Money,
}

/// The legs of a refund of `amount`, after `refunded` of `charged` went back already. Legs of nothing are among them.
pub(super) fn reversal(
    legs: &[Leg],
    charged: Money,
    refunded: Money,
    amount: Money,
) -> Result<Vec<(Leg, Money)>, Internal> {
    let after = refunded.plus(amount)?;
    let mut moves = Vec::with_capacity(legs.len());
    for leg in legs {
        let due = leg.sold.in_proportion(after, charged)?.negated()?;
        let step = due.minus(leg.reversed)?;
        let step = if leg.is_payers { within(step, leg)? } else { step };
        moves.push((*leg, step));
    }
    give_exactly(&mut moves, amount)?;
    balance(&mut moves, amount)?;
    Ok(moves)
}

/// A payer's wallet gets something or nothing, and never more than is left of its leg.
fn within(step: Money, leg: &Leg) -> Result<Money, MoneyError> {
    let zero = Money::zero(step.currency());
    let left = leg.sold.plus(leg.reversed)?.negated()?;
    Ok(if step.is_negative() {
        zero
    } else if left.minus(step)?.is_negative() {
        left
    } else {
        step
    })
}

/// Moves the roundings among the payer's wallets until they get `amount` together, the later ones (cash) first.
fn give_exactly(moves: &mut [(Leg, Money)], amount: Money) -> Result<(), Internal> {
    let mut missing = amount;
    for (_, step) in moves.iter().filter(|(leg, _)| leg.is_payers) {
        missing = missing.minus(*step)?;
    }
    for (leg, step) in moves.iter_mut().rev().filter(|(leg, _)| leg.is_payers) {
        let wanted = step.plus(missing)?;
        let given = within(wanted, leg)?;
        missing = wanted.minus(given)?;
        *step = given;
    }
    if missing.is_zero() {
        Ok(())
    } else {
        Err(Internal::broken("a refund beyond what the payer's wallets paid"))
    }
}

/// Lets what the provider is owed, or else the platform's revenue, take what rounding left over.
fn balance(moves: &mut [(Leg, Money)], amount: Money) -> Result<(), Internal> {
    let mut sum = Money::zero(amount.currency());
    for (_, step) in moves.iter() {
        sum = sum.plus(*step)?;
    }
    if sum.is_zero() {
        return Ok(());
    }
    let rank = |account| match account {
        Account::ProviderPayable => 0,
        Account::PlatformRevenue => 1,
        Account::Wallet(_) => 3,
        _ => 2,
    };
    let absorber = moves
        .iter_mut()
        .min_by_key(|(leg, _)| rank(leg.account))
        .filter(|(leg, _)| leg.account.wallet().is_none())
        .ok_or_else(|| Internal::broken("a sale that touched wallets only"))?;
    absorber.1 = absorber.1.minus(sum)?;
    Ok(())
}
