//! What a sale books, by settlement mode. See the table of postings in the crate's README.

use super::store::OpenOrder;
use crate::{
    domain::{
        error::Internal,
        tenancy::shop::SettlementMode,
        wallet::transfer::{Account, Reference, Transfer, TransferKind},
    },
    shared::{
        ids::WalletId,
        money::{Money, MoneyError},
        price::PriceStack,
    },
};

/// What the reseller's float bears: the platform price and the commission (`reseller_collects`). `None` where the
/// platform collects.
pub(super) fn float_share(mode: SettlementMode, stack: &PriceStack) -> Result<Option<Money>, MoneyError> {
    match mode {
        SettlementMode::PlatformCollects => Ok(None),
        SettlementMode::ResellerCollects => stack.platform_price.plus(commission(stack)?).map(Some),
    }
}

fn commission(stack: &PriceStack) -> Result<Money, MoneyError> {
    stack.charged.percent(stack.commission_percent)
}

/// The transfer that captures this order. `float` is the reseller's float where it collects by itself.
pub(super) fn sale(order: &OpenOrder, float: Option<WalletId>) -> Result<Transfer, Internal> {
    let stack = &order.stack;
    let margin = stack.platform_price.minus(stack.cost)?;
    let commission = commission(stack)?;
    let mut legs = vec![(Account::Wallet(order.wallet), stack.charged.negated()?)];
    match float {
        None => {
            let rest = stack.charged.minus(stack.platform_price)?.minus(commission)?;
            legs.push((Account::ResellerEarnings, rest));
        }
        Some(float) => {
            legs.push((Account::ResellerSales, stack.charged));
            legs.push((
                Account::Wallet(float),
                stack.platform_price.plus(commission)?.negated()?,
            ));
        }
    }
    legs.push((Account::ProviderPayable, stack.cost));
    legs.push((Account::PlatformRevenue, margin));
    legs.push((Account::Commission, commission));
    let reference = Reference {
        kind: "order",
        id: order.id.uuid(),
    };
    Transfer::new(
        format!("sale:{}", order.id),
        TransferKind::Sale,
        order.item.title(),
        reference,
        legs,
    )
    .map_err(|error| Internal::broken(error.to_string()))
}
