//! Where the payer sees the wallet a payment is into.

use sqlx::PgConnection;

use crate::{
    domain::{
        error::Internal,
        scope::Scope,
        wallet::{self, open::Owner},
    },
    shared::ids::WalletId,
};

/// The company's page for a company's wallet.
pub(super) async fn wallet_page(
    conn: &mut PgConnection,
    scope: &impl Scope,
    wallet: WalletId,
) -> Result<&'static str, Internal> {
    Ok(match wallet::owner_of(conn, scope, wallet).await? {
        Some(Owner::Organization(_)) => "/business/wallet",
        _ => "/account/wallet",
    })
}
