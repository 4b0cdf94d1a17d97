//! Whose a wallet is.

use sqlx::PgConnection;

use super::{owner::Owner, store};
use crate::{
    domain::{error::Internal, scope::Scope},
    shared::ids::WalletId,
};

/// `None` when there is no such wallet here.
pub async fn owner_of(
    conn: &mut PgConnection,
    scope: &impl Scope,
    wallet: WalletId,
) -> Result<Option<Owner>, Internal> {
    store::owner(conn, scope.reseller(), wallet).await
}
