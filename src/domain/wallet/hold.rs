//! Sets money aside for an order in flight. Checking a balance and buying afterwards would be a race; a hold is not.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::store;
use crate::{
    domain::{
        error::{Internal, with_internal},
        scope::Scope,
    },
    shared::{
        ids::{HoldId, OrderId, WalletId},
        money::{Money, PositiveMoney},
    },
};

/// How much of which wallet, for which order.
#[derive(Debug, Clone, Copy)]
pub struct Hold {
    pub wallet: WalletId,
    pub order: OrderId,
    pub amount: PositiveMoney,
}

/// Why nothing was set aside.
#[derive(Debug, thiserror::Error)]
pub enum HoldError {
    /// This wallet lacks this much.
    #[error("the wallet lacks {missing}")]
    Insufficient { wallet: WalletId, missing: Money },
    /// Another reseller's wallet, or another currency.
    #[error("no such wallet")]
    NoWallet,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(HoldError);

/// Sets the amounts aside, all or none: the caller's transaction decides. Wallets are locked in id order. A hold
/// ends only by `capture` or `release`.
pub async fn hold(
    conn: &mut PgConnection,
    scope: &impl Scope,
    now: DateTime<Utc>,
    holds: &[Hold],
) -> Result<(), HoldError> {
    let reseller = scope.reseller();
    let mut ids: Vec<WalletId> = holds.iter().map(|hold| hold.wallet).collect();
    ids.sort_unstable();
    let wallets = store::lock_wallets(conn, reseller, &ids).await?;
    for hold in holds {
        let amount = hold.amount.get();
        let wallet = wallets
            .iter()
            .find(|wallet| wallet.id == hold.wallet)
            .ok_or(HoldError::NoWallet)?;
        if wallet.balance.currency() != amount.currency() {
            return Err(HoldError::NoWallet);
        }
        let left = wallet.available()?.minus(amount)?;
        if left.is_negative() {
            return Err(HoldError::Insufficient {
                wallet: hold.wallet,
                missing: left.negated()?,
            });
        }
        let key = format!("hold:{}:{}", hold.order, hold.wallet);
        store::insert_hold(conn, reseller, HoldId::new(), hold, &key, now).await?;
        store::add_held(conn, reseller, hold.wallet, amount).await?;
    }
    Ok(())
}
