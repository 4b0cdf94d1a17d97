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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::shared::{currency::Currency, ids::WalletId};

    fn money(micros: i64) -> Money {
        Money::from_micros(micros, Currency::USD)
    }

    fn leg(account: Account, is_payers: bool, sold: i64) -> Leg {
        Leg {
            account,
            is_payers,
            is_credit: false,
            sold: money(sold),
            reversed: money(0),
        }
    }

    /// A sale as `sale` books it: the payer's wallets, and either earnings or a float beside them.
    fn sold(wallets: &[i64], cost: i64, margin: i64, commission: i64, has_float: bool) -> Vec<Leg> {
        let charged: i64 = wallets.iter().sum();
        let mut legs: Vec<Leg> = wallets
            .iter()
            .map(|paid| leg(Account::Wallet(WalletId::new()), true, -paid))
            .collect();
        let share = cost + margin + commission;
        if has_float {
            legs.push(leg(Account::Wallet(WalletId::new()), false, -share));
            legs.push(leg(Account::ResellerSales, false, charged));
        } else {
            // Below zero where the shop sells at a loss.
            legs.push(leg(Account::ResellerEarnings, false, charged - share));
        }
        legs.push(leg(Account::ProviderPayable, false, cost));
        legs.push(leg(Account::PlatformRevenue, false, margin));
        legs.push(leg(Account::Commission, false, commission));
        legs.retain(|leg| !leg.sold.is_zero());
        legs
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3_000))]

        #[test]
        fn however_it_is_cut_each_party_ends_where_it_began(
            wallets in prop::collection::vec(1_i64..5_000_000, 1..6),
            cost in 0_i64..3_000_000,
            margin in -500_000_i64..1_000_000,
            commission in 0_i64..500_000,
            has_float: bool,
            cuts in prop::collection::vec(1_i64..4_000_000, 1..30),
        ) {
            let charged: i64 = wallets.iter().sum();
            let margin = margin.max(-cost);
            let mut legs = sold(&wallets, cost, margin, commission, has_float);
            prop_assume!(legs.iter().any(|leg| leg.account.wallet().is_none()));
            let mut refunded = 0;
            for cut in cuts.into_iter().chain([i64::MAX]) {
                let amount = cut.min(charged - refunded);
                if amount == 0 {
                    break;
                }
                let moves = reversal(&legs, money(charged), money(refunded), money(amount)).unwrap();
                refunded += amount;
                let sum: i64 = moves.iter().map(|(_, step)| step.micros()).sum();
                prop_assert_eq!(sum, 0);
                let given: i64 = moves.iter().filter(|(leg, _)| leg.is_payers).map(|(_, step)| step.micros()).sum();
                prop_assert_eq!(given, amount);
                for (leg, (_, step)) in legs.iter_mut().zip(&moves) {
                    leg.reversed = leg.reversed.plus(*step).unwrap();
                    let (sold, back) = (leg.sold.micros(), leg.reversed.micros());
                    if leg.account.wallet().is_some() {
                        prop_assert!(!step.is_negative(), "a refund takes from a wallet");
                        prop_assert!(back <= -sold, "more than the wallet paid");
                    }
                    let due = -i128::from(sold) * i128::from(refunded) / i128::from(charged);
                    prop_assert!((i128::from(back) - due).abs() <= 12, "{:?} is off by more than roundings", leg);
                }
            }
            prop_assert_eq!(refunded, charged);
            for leg in &legs {
                prop_assert_eq!(leg.reversed.micros(), -leg.sold.micros());
            }
        }
    }

    #[test]
    fn a_third_back_by_hand() {
        // 3.00 charged: 1.00 of a bonus and 2.00 cash; cost 1.50, platform 0.50, commission 0.30, the shop 0.70.
        let mut legs = sold(&[1_000_000, 2_000_000], 1_500_000, 500_000, 300_000, false);
        let moves = reversal(&legs, money(3_000_000), money(0), money(1_000_000)).unwrap();
        let steps: Vec<i64> = moves.iter().map(|(_, step)| step.micros()).collect();
        // 0.333333 and 0.666667 to the wallets; earnings, provider, platform and commission bear a third each.
        assert_eq!(steps, [333_333, 666_667, -233_333, -500_000, -166_667, -100_000]);
        for (leg, (_, step)) in legs.iter_mut().zip(&moves) {
            leg.reversed = *step;
        }
        let rest = reversal(&legs, money(3_000_000), money(1_000_000), money(2_000_000)).unwrap();
        let steps: Vec<i64> = rest.iter().map(|(_, step)| step.micros()).collect();
        assert_eq!(
            steps,
            [666_667, 1_333_333, -466_667, -1_000_000, -333_333, -200_000]
        );
    }
}
