//! What is left of our money at a vendor.

use crate::{backend::Backend, shared::supply::BalanceView};

/// Asks the vendor.
pub async fn balance(backend: &Backend, provider: &str) -> BalanceView {
    let accounts = &backend.providers.accounts;
    let Some(account) = accounts.iter().find(|account| account.name() == provider) else {
        return BalanceView::NotTold;
    };
    match account.balance().await {
        Ok(Some(left)) => BalanceView::Left(left),
        Ok(None) => BalanceView::NotTold,
        Err(error) => {
            tracing::warn!(provider, %error, "the balance could not be read");
            BalanceView::NoAnswer
        }
    }
}
