//! Turns holds into the movement they were made for.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{
    hold::Purpose,
    post::{PostError, Posted, book},
    store,
    transfer::Transfer,
};
use crate::{
    domain::{error::Internal, scope::Scope},
    shared::{
        ids::{HoldId, WalletId},
        money::Money,
    },
};

/// Money set aside in one wallet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenHold {
    pub id: HoldId,
    pub wallet: WalletId,
    pub amount: Money,
    /// The wallet is the reseller's float.
    pub is_float: bool,
}

/// Frees the purpose's open holds and posts what `transfer` makes of them, in the caller's transaction: either both
/// or neither. The caller has locked the thing it is for and seen that it is not over yet.
pub async fn capture(
    conn: &mut PgConnection,
    scope: &impl Scope,
    now: DateTime<Utc>,
    purpose: Purpose,
    transfer: impl FnOnce(&[OpenHold]) -> Result<Transfer, Internal>,
) -> Result<Posted, PostError> {
    let reseller = scope.reseller();
    let locked = store::lock_open_holds(conn, reseller, purpose).await?;
    let mut wallets = BTreeMap::new();
    let mut holds = Vec::with_capacity(locked.len());
    for (hold, wallet) in locked {
        wallets.insert(wallet.id, wallet);
        holds.push(hold);
    }
    if holds.is_empty() {
        return Err(Internal::broken(format!("nothing is held for {purpose}")).into());
    }
    let transfer = transfer(&holds)?;
    book(conn, scope, now, &transfer, wallets, &holds).await
}
