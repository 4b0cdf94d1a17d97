//! Everything about one customer.

use super::{PAGE_ROWS, store, timeline::timeline};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::Manages,
        wallet::{self, adjust, open::Owner},
    },
    shared::{crm::CustomerView, currency::Currency, ids::UserId, money::Money},
};

/// The customer with a page of the timeline that begins behind `after`, and the role of the account; `None` when it is
/// another reseller's. What whoever looks may do is for the caller to say.
pub async fn customer(
    backend: &Backend,
    scope: &impl Manages,
    currency: Currency,
    id: UserId,
    after: &str,
) -> Result<Option<(CustomerView, String)>, Internal> {
    let (reseller, now) = (scope.reseller(), backend.now());
    let owner = Owner::Customer(id);
    let mut tx = backend.begin(scope).await?;
    let purse = wallet::balance::purse(&mut tx, scope, owner, currency, now).await?;
    let zero = Money::zero(currency);
    let (balance, cash, held) = purse.as_ref().map_or((zero, zero, zero), |purse| {
        (purse.balance, purse.cash, purse.held)
    });
    let Some(account) = store::account(&mut tx, reseller, id, currency, balance).await? else {
        return Ok(None);
    };
    let takeable = adjust::takeable(&mut tx, scope, owner, currency, now).await?;
    let numbers = store::numbers(&mut tx, reseller, id, PAGE_ROWS).await?;
    let esims = store::esims(&mut tx, reseller, id, PAGE_ROWS).await?;
    let timeline = timeline(&mut tx, reseller, id, now, after).await?;
    tx.commit().await?;
    let view = CustomerView {
        row: account.row,
        external_id: account.external_id,
        orders: account.orders,
        spent: account.spent,
        cash,
        credit: balance.minus(cash)?,
        takeable,
        held,
        is_frozen: purse.is_some_and(|purse| purse.is_frozen),
        numbers,
        esims,
        timeline,
        may_help: false,
        may_adjust: false,
    };
    Ok(Some((view, account.role)))
}
