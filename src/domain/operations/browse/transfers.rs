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
    let mut tx = backend.begin_system_search().await?;
    let rows = store::transfers(&mut tx, filter, reference, after, i64::from(SIZE) + 1).await?;
    tx.commit().await?;
    Ok(Page::of(rows, SIZE.into(), |row| row.id.to_string()))
}
