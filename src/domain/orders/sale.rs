//! What a sale books, by settlement mode. See the table of postings in the crate's README.

use super::{place::Payer, store::OpenOrder};
use crate::{
    domain::{
        error::Internal,
        tenancy::shop::SettlementMode,
        wallet::{
            capture::OpenHold,
            transfer::{Account, Reference, Transfer, TransferKind},
        },
    },
    shared::{
        money::{Money, MoneyError},
        price::PriceStack,
    },
};

/// What the reseller's float bears beside the buyer: the platform price and the commission, less a discount the
/// platform bears (`reseller_collects`).
/// `None` where the platform collects, and where the float is the payer itself.
pub(in crate::domain) fn float_share(
    payer: Payer,
    mode: SettlementMode,
    stack: &PriceStack,
) -> Result<Option<Money>, MoneyError> {
    match (payer, mode) {
        (Payer::Float, _) | (_, SettlementMode::PlatformCollects) => Ok(None),
        (_, SettlementMode::ResellerCollects) => stack.due_to_platform().map(Some),
    }
}

/// A captured sale, and the reseller's share of it that accrues.
pub(super) struct Sale {
    pub transfer: Transfer,
    pub earned: Money,
}

/// The legs of a sale out of what was held for it, and the reseller's share that accrues.
pub(in crate::domain) fn legs(
    payer: Payer,
    mode: SettlementMode,
    stack: &PriceStack,
    holds: &[OpenHold],
) -> Result<(Vec<(Account, Money)>, Money), MoneyError> {
    let mut earned = Money::zero(stack.charged.currency());
    let mut legs = holds
        .iter()
        .map(|hold| Ok((Account::Wallet(hold.wallet), hold.amount.negated()?)))
        .collect::<Result<Vec<_>, MoneyError>>()?;
    match (payer, mode) {
        // The float paid the platform price and nothing else was collected here.
        (Payer::Float, _) => {}
        (_, SettlementMode::PlatformCollects) => {
            earned = stack.charged.minus(stack.due_to_platform()?)?;
            legs.push((Account::ResellerEarnings, earned));
        }
        (_, SettlementMode::ResellerCollects) => legs.push((Account::ResellerSales, stack.charged)),
    }
    legs.push((Account::ProviderPayable, stack.cost));
    legs.push((Account::PlatformRevenue, stack.platform_margin()?));
    legs.push((Account::Commission, stack.commission()?));
    Ok((legs, earned))
}

/// The transfer that captures this order out of what was held for it.
pub(super) fn sale(order: &OpenOrder, holds: &[OpenHold]) -> Result<Sale, Internal> {
    let (legs, earned) = legs(order.payer, order.settlement_mode, &order.stack, holds)?;
    let reference = Reference {
        kind: "order",
        id: order.id.uuid(),
    };
    let transfer = Transfer::new(
        format!("sale:{}", order.id),
        TransferKind::Sale,
        order.item.title(),
        reference,
        legs,
    )
    .map_err(|error| Internal::broken(error.to_string()))?;
    Ok(Sale { transfer, earned })
}
