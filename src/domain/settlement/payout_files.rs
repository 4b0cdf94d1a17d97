//! Files that were written for the bank, and what waits for the next one.

use super::{export_payouts::message_id, store};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Operates},
    shared::{money::Money, settlement::PayoutFileRow},
};

/// Files of one look.
const ROWS_MAX: i64 = 20;

/// The last files, newest first, and per currency the approved payouts that are in none yet.
pub async fn payout_files(
    backend: &Backend,
    _operator: &impl Operates,
) -> Result<(Vec<PayoutFileRow>, Vec<Money>), Internal> {
    let mut tx = backend.begin_system().await?;
    let files = store::files(&mut tx, ROWS_MAX).await?;
    let waiting = store::waiting_for_file(&mut tx).await?;
    tx.commit().await?;
    let files = files
        .into_iter()
        .map(|file| PayoutFileRow {
            message_id: message_id(file.exported_at, file.total.currency()),
            currency: file.total.currency(),
            payouts: file.payouts,
            total: file.total,
            exported_at: file.exported_at,
        })
        .collect();
    Ok((files, waiting))
}
