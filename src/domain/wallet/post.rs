//! The only writer of balances.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{balance::Balance, capture::OpenHold, store, transfer::Transfer};
use crate::{
    domain::{
        error::{Internal, with_internal},
        scope::{Scope, actor_uuid},
    },
    shared::{
        ids::{TransferId, WalletId},
        money::Money,
    },
};

/// A posted transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posted {
    pub id: TransferId,
    /// The key had been posted before, and nothing moved now.
    pub is_replay: bool,
}

/// Why nothing moved.
#[derive(Debug, thiserror::Error)]
pub enum PostError {
    /// A wallet would spend more than it has.
    #[error("the wallet lacks {missing}")]
    Insufficient { missing: Money },
    /// The key belongs to a different movement.
    #[error("this key was used for another transfer")]
    KeyReused,
    /// A wallet of another reseller or of another currency.
    #[error("no such wallet")]
    NoWallet,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(PostError);

/// Posts a transfer inside the caller's transaction.
///
/// The key is taken first (a second poster waits for the first to commit and then reads its result), wallets are
/// locked in id order so that two transfers never wait for each other in a circle, and an overdraft is refused
/// before any entry is written (the caller rolls back, which gives the key free again).
pub async fn post(
    conn: &mut PgConnection,
    scope: &impl Scope,
    now: DateTime<Utc>,
    transfer: &Transfer,
) -> Result<Posted, PostError> {
    book(conn, scope, now, transfer, BTreeMap::new(), &[]).await
}

/// The same, with wallets the caller has locked already and holds that end with it.
pub(super) async fn book(
    conn: &mut PgConnection,
    scope: &impl Scope,
    now: DateTime<Utc>,
    transfer: &Transfer,
    mut wallets: BTreeMap<WalletId, Balance>,
    freed: &[OpenHold],
) -> Result<Posted, PostError> {
    let reseller = scope.reseller();
    let Some(id) = store::insert_transfer(conn, reseller, actor_uuid(scope), now, transfer).await? else {
        let (id, fingerprint) = store::transfer_by_key(conn, reseller, &transfer.key).await?;
        return if fingerprint == transfer.fingerprint() {
            Ok(Posted { id, is_replay: true })
        } else {
            Err(PostError::KeyReused)
        };
    };

    let mut missing: Vec<WalletId> = transfer
        .legs
        .iter()
        .filter_map(|(account, _)| account.wallet())
        .filter(|wallet| !wallets.contains_key(wallet))
        .collect();
    missing.sort_unstable();
    missing.dedup();
    if !missing.is_empty() {
        let locked = store::lock_wallets(conn, reseller, &missing).await?;
        wallets.extend(locked.into_iter().map(|wallet| (wallet.id, wallet)));
    }
    for hold in freed {
        let wallet = wallets.get_mut(&hold.wallet).ok_or(PostError::NoWallet)?;
        wallet.held = wallet.held.minus(hold.amount)?;
    }

    let mut entries = Vec::with_capacity(transfer.legs.len());
    for (account, amount) in &transfer.legs {
        let after = match account.wallet() {
            None => None,
            Some(id) => {
                let wallet = wallets
                    .get_mut(&id)
                    .filter(|wallet| wallet.balance.currency() == transfer.currency)
                    .ok_or(PostError::NoWallet)?;
                wallet.balance = wallet.balance.plus(*amount)?;
                Some(wallet.balance)
            }
        };
        entries.push((*account, *amount, after));
    }
    for wallet in wallets.values() {
        let available = wallet.available()?;
        if available.is_negative() {
            return Err(PostError::Insufficient {
                missing: available.negated()?,
            });
        }
    }
    store::insert_entries(conn, reseller, id, &entries).await?;
    let changed: Vec<Balance> = wallets.into_values().collect();
    if !changed.is_empty() {
        store::set_figures(conn, reseller, &changed).await?;
    }
    Ok(Posted { id, is_replay: false })
}
