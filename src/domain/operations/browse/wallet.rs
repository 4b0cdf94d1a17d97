//! One wallet and its entries with the balance each left.

use super::super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Operates},
    shared::{ids::WalletId, ledger::LedgerWallet, paging::Page},
};

/// Rows of a page.
const SIZE: u8 = 50;

/// The wallet with its entries, newest first, before the entry of this number; `None` when there is no such wallet.
pub async fn wallet(
    backend: &Backend,
    _operator: &impl Operates,
    id: WalletId,
    before: Option<i64>,
) -> Result<Option<LedgerWallet>, Internal> {
    let mut tx = backend.begin_system().await?;
    let Some(mut wallet) = store::wallet(&mut tx, id).await? else {
        return Ok(None);
    };
    let rows = store::wallet_entries(&mut tx, id, before, i64::from(SIZE) + 1).await?;
    tx.commit().await?;
    wallet.entries = Page::of(rows, SIZE.into(), |row| row.seq.to_string());
    Ok(Some(wallet))
}
