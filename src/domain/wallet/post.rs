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
/// Wallets are locked in id order so that two transfers never wait for each other in a circle, an overdraft is refused
/// before anything is written, and one statement takes the key, writes the entries and changes the figures. A second
/// poster of the same key waits for the first to commit and then gets its result.
pub async fn post(
    conn: &mut PgConnection,
    scope: &impl Scope,
    now: DateTime<Utc>,
    transfer: &Transfer,
) -> Result<Posted, PostError> {
    let reseller = scope.reseller();
    let mut ids: Vec<WalletId> = transfer
        .legs
        .iter()
        .filter_map(|(account, _)| account.wallet())
        .collect();
    ids.sort_unstable();
    ids.dedup();
    let mut wallets = BTreeMap::new();
    if !ids.is_empty() {
        let locked = store::lock_wallets(conn, reseller, &ids).await?;
        wallets.extend(locked.into_iter().map(|wallet| (wallet.id, wallet)));
    }
    book(conn, scope, now, transfer, wallets, &[]).await
}

/// Writes the transfer over wallets that are locked already. `captured` are the holds that end with it.
pub(super) async fn book(
    conn: &mut PgConnection,
    scope: &impl Scope,
    now: DateTime<Utc>,
    transfer: &Transfer,
    mut wallets: BTreeMap<WalletId, Balance>,
    captured: &[OpenHold],
) -> Result<Posted, PostError> {
    let reseller = scope.reseller();
    for hold in captured {
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
            // What was posted before is not refused for what was spent since.
            let missing = available.negated()?;
            return replay(conn, scope, transfer)
                .await?
                .ok_or(PostError::Insufficient { missing });
        }
    }
    let figures: Vec<Balance> = wallets.into_values().collect();
    let new = store::NewTransfer {
        transfer,
        actor: actor_uuid(scope),
        entries: &entries,
        figures: &figures,
        captured,
        now,
    };
    match store::write_transfer(conn, reseller, &new).await? {
        Some(id) => Ok(Posted { id, is_replay: false }),
        None => replay(conn, scope, transfer)
            .await?
            .ok_or_else(|| Internal::broken("a transfer's key is taken by nothing").into()),
    }
}

/// What the key posted before, if anything.
async fn replay(
    conn: &mut PgConnection,
    scope: &impl Scope,
    transfer: &Transfer,
) -> Result<Option<Posted>, PostError> {
    match store::transfer_by_key(conn, scope.reseller(), &transfer.key).await? {
        None => Ok(None),
        Some((id, fingerprint)) if fingerprint == transfer.fingerprint() => {
            Ok(Some(Posted { id, is_replay: true }))
        }
        Some(_) => Err(PostError::KeyReused),
    }
}
