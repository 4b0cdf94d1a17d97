//! A frozen wallet keeps its money: nothing can be set aside or withdrawn until it thaws.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::store;
use crate::{
    domain::{error::Internal, scope::Scope},
    shared::ids::WalletId,
};

/// Freezes the wallet, in the caller's transaction. Orders already in flight finish.
pub async fn freeze(
    conn: &mut PgConnection,
    scope: &impl Scope,
    now: DateTime<Utc>,
    wallet: WalletId,
) -> Result<(), Internal> {
    store::lock_wallets(conn, scope.reseller(), &[wallet]).await?;
    Ok(store::set_frozen(conn, scope.reseller(), wallet, Some(now)).await?)
}

/// Lets it move again.
pub async fn thaw(conn: &mut PgConnection, scope: &impl Scope, wallet: WalletId) -> Result<(), Internal> {
    Ok(store::set_frozen(conn, scope.reseller(), wallet, None).await?)
}
