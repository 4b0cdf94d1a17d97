//! Transfers of every shop.

use uuid::Uuid;

use super::super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Operates},
    shared::{
        ids::TransferId,
        ledger::{LedgerFilter, TransferRow},
        paging::Page,
    },
};

/// Rows of a page.
const SIZE: u8 = 50;

/// Transfers that fit the filter, newest first, after this one. A reference is an id with or without its prefix; one
/// that is no id fits nothing.
pub async fn transfers(
    backend: &Backend,
    _operator: &impl Operates,
    filter: &LedgerFilter,
    after: Option<TransferId>,
) -> Result<Page<TransferRow>, Internal> {
    let reference = match filter.reference.trim() {
        "" => None,
        text => match Uuid::try_parse(text.rsplit('_').next().unwrap_or_default()) {
            Ok(id) => Some(id),
            Err(_) => {
                return Ok(Page {
                    rows: vec![],
                    next: None,
                });
            }
        },
    };
    let mut tx = backend.begin_system().await?;
    store::plan_for_values(&mut tx).await?;
    let limit = i64::from(SIZE) + 1;
    let rows = if *filter == LedgerFilter::default() {
        store::newest_transfers(&mut tx, after, limit).await?
    } else if store::RARE_ACCOUNTS.contains(&filter.account.as_str()) {
        store::transfers_of_rare_account(&mut tx, filter, reference, after, limit).await?
    } else {
        store::transfers(&mut tx, filter, reference, after, limit).await?
    };
    tx.commit().await?;
    Ok(Page::of(rows, SIZE.into(), |row| row.id.to_string()))
}
