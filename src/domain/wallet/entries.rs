//! The movements of one wallet, whoever owns it, for the reseller's own system.

use super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Manages},
    shared::{ids::WalletId, wallet::StatementRow},
};

/// Movements before `before` (the position of an earlier page's last), newest first, each with its position, at most
/// `limit`. `None` when the wallet is another reseller's.
pub async fn entries(
    backend: &Backend,
    scope: &impl Manages,
    wallet: WalletId,
    before: Option<i64>,
    limit: i64,
) -> Result<Option<Vec<(i64, StatementRow)>>, Internal> {
    let mut tx = backend.begin(scope).await?;
    let reseller = scope.reseller();
    let Some(currency) = store::currency(&mut tx, reseller, wallet).await? else {
        return Ok(None);
    };
    let before = before.unwrap_or(i64::MAX);
    let rows = store::entries(&mut tx, reseller, wallet, currency, before, limit).await?;
    tx.commit().await?;
    Ok(Some(rows))
}

/// An owner's figures in one currency, in a transaction of its own.
pub async fn figures(
    backend: &Backend,
    scope: &impl Manages,
    owner: super::open::Owner,
    currency: crate::shared::currency::Currency,
) -> Result<Option<super::balance::Purse>, Internal> {
    let mut tx = backend.begin(scope).await?;
    let found = super::balance::purse(&mut tx, scope, owner, currency, backend.now()).await?;
    tx.commit().await?;
    Ok(found)
}
