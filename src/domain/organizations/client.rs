//! One of the shop's companies, for its staff.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::Manages,
        tenancy::shop::SettlementMode,
        wallet::{
            balance::{Purse, purse},
            open::Owner,
        },
    },
    shared::{
        company::{ClientMoney, ClientRow},
        currency::Currency,
        ids::OrganizationId,
        money::Money,
    },
};

/// The company, the addresses of its owners and its money; `None` when it is another reseller's.
pub async fn client(
    backend: &Backend,
    scope: &impl Manages,
    id: OrganizationId,
    currency: Currency,
) -> Result<Option<(ClientRow, Vec<String>, ClientMoney)>, Internal> {
    let reseller = scope.reseller();
    let mut tx = backend.begin_search(scope).await?;
    let found = store::clients(&mut tx, reseller, Some(id), None, 1).await?;
    let owners = store::owners(&mut tx, reseller, id).await?;
    let collects = store::settlement_mode(&mut tx, reseller).await?;
    let purse = purse(&mut tx, scope, Owner::Organization(id), currency, backend.now()).await?;
    tx.commit().await?;
    let zero = Money::zero(currency);
    let money = ClientMoney {
        available: purse.as_ref().map_or(Ok(zero), Purse::available)?,
        credit_limit: purse.map_or(zero, |purse| purse.credit_limit),
        can_have_credit: SettlementMode::parse(&collects) == Some(SettlementMode::ResellerCollects),
    };
    Ok(found.into_iter().next().map(|row| (row, owners, money)))
}
