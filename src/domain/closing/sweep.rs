//! The nightly look for money in closed accounts: a balance that could not go back, a card that did not take it, a
//! payment or a refund that arrived after the closing.

use super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, operations::case},
};

/// Accounts looked at by one run.
const RUN_MAX: i64 = 1_000;

/// Opens a case for each closed account with cash in it, unless one is open. Returns how many are new.
pub async fn sweep(backend: &Backend) -> Result<usize, Internal> {
    let mut tx = backend.begin_system().await?;
    let left_over = store::left_over(&mut tx, RUN_MAX).await?;
    tx.commit().await?;
    let mut opened = 0;
    for (reseller, user, left) in left_over {
        let summary = format!(
            "{left} is in the wallet of the closed account {user}. Agree with its owner where it goes and book it by \
             hand; the last mail to the account has their address."
        );
        let reference = user.to_string();
        let is_new = case::open(backend, Some(reseller), "closing_balance", &reference, &summary).await?;
        opened += usize::from(is_new);
    }
    Ok(opened)
}
